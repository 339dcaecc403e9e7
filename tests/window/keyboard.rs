//! The main job without a mouse: every step by a key, everything found by its role and name.

use fanfold_tests::place;
use fanfold_tests::window::{Name, Window, has};
use serde_json::{Value, json};

use crate::story::{begin, desk, slides, wait_for_slides};

/// Role and name of what has the focus, as the page tells them.
fn focused(window: &Window) -> String {
    let told = window.script(
        "const e = document.activeElement; return e ? `${e.tagName} ${e.getAttribute('role') ?? ''} ${e.getAttribute('aria-label') ?? e.textContent.trim().slice(0, 60)}` : ''",
        &json!([]),
    );
    told.as_str().unwrap_or_default().to_owned()
}

/// Tab until what has the focus is this. Everything can be reached so, or it is out of reach for some people.
fn tab_to(window: &Window, role: &str, name: impl Into<Name>) {
    let name = name.into();
    let mut passed = Vec::new();
    for _ in 0..80 {
        let there = window
            .find_all(role, name.clone())
            .iter()
            .any(fanfold_tests::window::Element::has_focus);
        if there {
            return;
        }
        window.press("Tab");
        passed.push(focused(window));
    }
    panic!(
        "{role} {name:?} is out of reach of Tab, which went\n{}",
        passed.join("\n")
    );
}

#[test]
fn a_carousel_is_made_mended_captioned_and_published_by_keys_alone() {
    let (desk, practice) = desk();
    let window = begin(&desk, &[]);
    window.press("Ctrl+N");
    window.until("an empty draft", || {
        slides(&window).is_empty().then_some(())
    });
    // Ctrl+O opens the system's own dialog, which is no part of this window (`picked.rs` answers it).
    window.open_with(&place::samples());
    wait_for_slides(&window, 10);

    tab_to(&window, "option", has("Slide 1 of 10"));
    window.press("ArrowRight");
    window.press("Alt+ArrowRight");
    window.until("the second slide to be the third", || {
        slides(&window)[2].contains("02-").then_some(())
    });

    let fix = window.until("the button that fixes all", || {
        let buttons = window.find_all("button", has("Fix "));
        let all = buttons
            .into_iter()
            .find(|one| one.name() != "Fix this slide");
        all.map(|one| one.name().to_owned())
    });
    tab_to(&window, "button", &*fix);
    window.press("Enter");
    window.until("every slide to be ready", || {
        let ready = slides(&window).iter().all(|name| name.ends_with(", ready"));
        ready.then_some(())
    });

    window.press("Ctrl+E");
    window.type_keys("#hiking from the ridge");
    let caption = window.wait("textbox", has("Caption"));
    window.until("the caption to stand there", || {
        (caption.property("value") == "#hiking from the ridge").then_some(())
    });
    window.press("Ctrl+Enter");
    window.until("the post to be live", || {
        (practice.posts().len() == 1).then_some(())
    });
    window.wait("button", "See it in the practice feed");
    let posts = practice.posts();
    assert_eq!(posts[0]["caption"], "#hiking from the ridge");
    assert_eq!(posts[0]["items"].as_array().map(Vec::len), Some(10));
    assert_ne!(posts[0]["items"][0], Value::Null);
}
