//! Building a carousel: slides carried, copied, framed; things found by name; the window in another language.

use fanfold_tests::place;
use fanfold_tests::window::{Window, has};

use crate::story::{begin, desk, wait_for_order, wait_for_slides};

#[test]
fn several_slides_are_carried_at_once_and_put_back_by_one_undo() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..5]);
    wait_for_slides(&window, 5);
    window.click("option", has("Slide 1 of 5"));
    window.press("Shift+ArrowRight");
    let there = window.find_all("option", has("Slide "));
    let from = window.centre(&there[0]);
    let (x, y, width, height) = there[3].rect();
    let behind = ((x + width * 0.9) as i64, (y + height / 2.0) as i64);
    let between = |share: i64| (from.0 + (behind.0 - from.0) * share / 8, from.1);
    let mut way: Vec<(i64, i64)> = (0..8).map(between).collect();
    way.extend([behind, behind]);
    window.drag(&way);
    wait_for_order(&window, &["03", "04", "01", "02", "05"]);
    window.press("Ctrl+Z");
    wait_for_order(&window, &["01", "02", "03", "04", "05"]);
}

#[test]
fn a_slide_is_copied_behind_itself_and_the_copy_removed_again() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..3]);
    wait_for_slides(&window, 3);
    window.click("option", has("Slide 2 of 3"));
    window.press("Ctrl+D");
    wait_for_order(&window, &["01", "02", "02", "03"]);
    window.press("Ctrl+Z");
    wait_for_order(&window, &["01", "02", "03"]);
    window.press("Ctrl+Shift+Z");
    wait_for_order(&window, &["01", "02", "02", "03"]);
}

#[test]
fn whatever_has_a_name_is_found_and_done_by_it() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..3]);
    wait_for_slides(&window, 3);
    window.press("Ctrl+K");
    window.wait("combobox", has("What to find or do"));
    window.type_keys("stream");
    window.wait("option", has("03-stream"));
    window.press("Enter");
    window.wait_gone("combobox", has("What to find or do"));
    // The slide it is about is in view.
    window.wait("tab", has("Slide 3"));
    window.press("Ctrl+K");
    window.wait("combobox", has("What to find or do"));
    window.type_keys("health");
    window.wait("option", has("Health"));
    window.press("Enter");
    window.wait("tab", "Explain an error");
}

#[test]
fn a_frame_is_drawn_by_keys_and_is_one_step() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    window.click("option", has("Slide 1 of 1"));
    let undo = || {
        let button = window.wait("button", has("Undo "));
        button.name().to_owned()
    };
    let before = undo();
    window.press("c");
    window.wait("region", has("Crop slide 1"));
    window.wait("slider", "Zoom").focus();
    for _ in 0..4 {
        window.press("ArrowRight");
    }
    window.click("button", has("Use this crop"));
    window.wait_gone("region", has("Crop slide 1"));
    window.until("a step more to take back", || {
        (undo() != before).then_some(())
    });
    window.press("Ctrl+Z");
    window.until("that step to be taken back", || {
        (undo() == before).then_some(())
    });
}

#[test]
fn the_window_speaks_german_at_once_and_the_next_time_too() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..2]);
    wait_for_slides(&window, 2);
    window.press("Ctrl+3");
    window.wait("combobox", "Language");
    window.click("option", "Deutsch");
    window.wait("heading", "Einstellungen");
    window.press("Ctrl+1");
    window.wait("button", has("Neuer Entwurf"));
    // What the core says is German too, at once and after a restart.
    window.wait("option", has("Slide 1 von 2, 01-ridge.jpg"));
    drop(window);
    let again = Window::open(&desk.data(), &[]);
    again.wait("button", has("Neuer Entwurf"));
    again.wait("option", has("Slide 1 von 2, 01-ridge.jpg"));
    assert_eq!(
        again.script(
            "return document.documentElement.lang",
            &serde_json::json!([])
        ),
        "de"
    );
}
