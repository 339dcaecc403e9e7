//! What a screen reader is told, compared with what the tests go by.

use fanfold_tests::place;
use fanfold_tests::window::{Name, Window};

use crate::story::{begin, desk, wait_for_slides};

/// Controls of the window whose names the browser itself does not know.
fn nameless(window: &Window) -> Vec<String> {
    let mut found = Vec::new();
    for role in [
        "button", "textbox", "tab", "option", "link", "checkbox", "radio", "combobox",
    ] {
        for control in window.find_all(role, Name::Any) {
            let (told_role, told_name) = (control.computed_role(), control.computed_label());
            if told_name.trim().is_empty() || told_role != role {
                found.push(format!(
                    "{role} {:?} is told as {told_role} {told_name:?}",
                    control.name()
                ));
            }
        }
    }
    found
}

#[test]
fn every_control_has_a_role_and_a_name() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..3]);
    wait_for_slides(&window, 3);
    let found = nameless(&window);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
