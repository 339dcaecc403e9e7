//! Captions that mean harm: letters that turn the direction, letters that are nothing, far more than fits. The window goes on,
//! and what it counts is right.

use fanfold_tests::place;
use fanfold_tests::window::{Window, has};
use serde_json::json;

use crate::story::{begin, desk, undoes, wait_for_slides};

/// Puts a text into the caption as a paste does: all of it in one input.
fn paste(window: &Window, text: &str) {
    window.press("Ctrl+E");
    window.wait_focus("textbox", has("Caption"));
    window.press("Ctrl+A");
    window.script(
        "document.execCommand('insertText', false, arguments[0])",
        &json!([text]),
    );
}

/// As Instagram counts: UTF-16 units.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Waits until the counters say that so many letters and hashtags are there.
fn wait_for_counts(window: &Window, letters: usize, hashtags: usize) {
    window.until(
        &format!("{letters} letters and {hashtags} hashtags"),
        || {
            let script = "return document.getElementById('caption-counters').innerText";
            let told = window.script(script, &json!([]));
            let told = told.as_str().unwrap_or_default().replace(',', "");
            let right = told.contains(&format!("{letters} / 2200"))
                && told.contains(&format!("{hashtags} / 30"));
            right.then_some(())
        },
    );
}

/// A key is heard and shown, and the rest of the window answers.
fn is_alive(window: &Window, letters: usize, hashtags: usize) {
    window.press("Ctrl+E");
    window.press("End");
    window.type_keys(" x");
    wait_for_counts(window, letters + 2, hashtags);
    window.press("Ctrl+K");
    window.wait("combobox", "What to find or do");
    window.press("Escape");
    window.wait_gone("combobox", "What to find or do");
}

#[test]
fn hostile_captions_are_counted_right_and_leave_the_window_alive() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);

    // Overrides and isolates that are never closed: they turn nothing but the caption.
    let bidi = "\u{202E}gnp.#tap\u{2066}\u{2067}\u{202B} #mountain \u{202E}#שלום \u{2069}end";
    paste(&window, bidi);
    wait_for_counts(&window, length(bidi), 3);
    is_alive(&window, length(bidi), 3);
    let turned = window.script(
        "const box = (e) => e.getBoundingClientRect();
         const name = [...document.querySelectorAll('.names, .who b')].find((e) => e.textContent.includes('fanfold'));
         return name ? box(name).width > 0 && getComputedStyle(name).direction : 'ltr'",
        &json!([]),
    );
    assert_eq!(turned, "ltr");

    // Families, flags and words held together or apart by nothing that shows.
    let joined =
        "👩\u{200D}👩\u{200D}👧\u{200D}👦 a\u{200B}b\u{200C}c\u{2060}d\u{FEFF}e #x\u{200D}y "
            .repeat(20);
    paste(&window, &joined);
    wait_for_counts(&window, length(&joined), 20);
    is_alive(&window, length(&joined), 20);

    let long = "Nobody reads this #far ".repeat(4500);
    assert!(long.len() > 100_000);
    let before = undoes(&window);
    paste(&window, &long);
    wait_for_counts(&window, length(&long), 4500);
    window.wait("paragraph", has("Tags are not lit up"));
    is_alive(&window, length(&long), 4500);
    window.press("Ctrl+E");
    window.press("Ctrl+A");
    window.press("Delete");
    wait_for_counts(&window, 0, 0);
    assert_ne!(undoes(&window), "Nothing to undo", "{before}");
}
