//! What is written for a post beside the caption's letters: emoji, names from before, a place,
//! collaborators, the first comment, and what is said to people who cannot see a slide.

use fanfold_tests::place;
use fanfold_tests::window::{Name, Window, has};
use serde_json::json;

use crate::story::{
    begin, caption, desk, look_at, mend_if_needed, publish, unfold, wait_for_caption,
    wait_for_slides,
};

fn counters(window: &Window, of: &str) -> String {
    let script = "return document.getElementById(arguments[0])?.innerText ?? ''";
    let told = window.script(script, &json!([of]));
    told.as_str().unwrap_or_default().replace(',', "")
}

#[test]
fn emoji_come_by_colon_and_by_button_and_a_name_from_before_by_its_first_letters() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    window.press("Ctrl+E");
    window.type_keys("Warm :croiss");
    window.wait("option", has(":croissant:"));
    window.press("Enter");
    wait_for_caption(&window, "Warm 🥐");
    window.type_keys(" :tada:");
    wait_for_caption(&window, "Warm 🥐 🎉");
    window.press("Ctrl+Z");
    window.until("the emoji to be taken back", || {
        (!caption(&window).contains('🎉')).then_some(())
    });
    window.press("Ctrl+Shift+Z");
    wait_for_caption(&window, "Warm 🥐 🎉");

    window.click("button", "Emoji");
    window.wait_focus("searchbox", "Find an emoji");
    window.type_keys("mountain");
    window.wait("gridcell", has("mountain"));
    window.press("ArrowDown");
    window.until("the grid to have the keys", || {
        let cells = window.find_all("gridcell", Name::Any);
        cells.first()?.has_focus().then_some(())
    });
    window.press("Enter");
    window.wait_gone("dialog", "Emoji");
    window.until("an emoji more", || {
        (caption(&window).chars().count() > "Warm 🥐 🎉".chars().count()).then_some(())
    });
    window.click("button", "Emoji");
    window.click("gridcell", has("croissant"));
    window.until("the one used before, by a click", || {
        caption(&window).ends_with('🥐').then_some(())
    });

    window.press("Ctrl+E");
    window.type_keys(" @rowan.west");
    window.until("the name to be kept", || {
        caption(&window).ends_with("@rowan.west").then_some(())
    });
    window.press("Ctrl+N");
    wait_for_slides(&window, 0);
    window.press("Ctrl+E");
    window.type_keys("With @ro");
    window.wait("option", "@rowan.west");
    window.press("Tab");
    wait_for_caption(&window, "With @rowan.west ");
}

#[test]
fn the_first_letter_after_ctrl_e_stands_in_the_caption_from_the_tab_of_a_slide_too() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..2]);
    wait_for_slides(&window, 2);
    for (position, text) in [(1, "r"), (2, "rc")] {
        look_at(&window, position);
        // Elsewhere these letters turn a slide and open its crop.
        window.press("Ctrl+E");
        window.type_keys(&text[text.len() - 1..]);
        wait_for_caption(&window, text);
        window.wait_focus("textbox", has("Caption"));
        window.wait_told("tab", "Post", "aria-selected", "true");
    }
    window.wait_gone("region", has("Crop slide"));
}

#[test]
fn place_collaborators_first_comment_and_alt_texts_are_written_by_keys_and_published() {
    let (desk, practice) = desk();
    let window = begin(&desk, &place::samples()[..2]);
    wait_for_slides(&window, 2);
    mend_if_needed(&window);
    window.click("tab", "Post");
    unfold(&window, "Location");
    window.wait("combobox", "Find a place").focus();
    window.type_keys("market");
    window.wait("option", has("Practice Market Hall"));
    window.press("ArrowDown");
    window.press("Enter");
    window.wait_focus("button", "Remove Practice Market Hall");

    unfold(&window, "Collaborators");
    window.wait("combobox", "Invite an account").focus();
    window.type_keys("@rowan.west");
    window.press("Enter");
    window.wait("button", "Remove @rowan.west");

    unfold(&window, "First comment");
    window.click("textbox", "First comment");
    window.type_keys("#one #two and more");
    window.until("counts of its own", || {
        let told = counters(&window, "comment-counters");
        (told.contains("18 / ") && told.contains("2 / ")).then_some(())
    });
    assert!(counters(&window, "caption-counters").starts_with("0 / 2200"));

    window.click("button", has("Alt text 0 of 2"));
    window.wait_focus("textbox", "Alt text for slide 1");
    window.type_keys("A ridge in autumn");
    window.click("button", "Next without alt text");
    window.wait_focus("textbox", "Alt text for slide 2");
    window.type_keys("A path");
    window.wait_gone("button", "Next without alt text");
    window.click("tab", "Post");
    window.wait("button", has("Alt text 2 of 2"));

    publish(&window);
    window.wait("button", "See it in the practice feed");
    let post = &practice.posts()[0];
    assert_eq!(post["items"][0]["alt_text"], "A ridge in autumn", "{post}");
    assert_eq!(post["items"][1]["alt_text"], "A path", "{post}");
    assert_eq!(post["comments"], 1, "{post}");
    let all = post["particulars"].to_string();
    assert!(
        all.contains("106000000000002") && all.contains("rowan.west"),
        "{all}"
    );
}
