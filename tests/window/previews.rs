//! The phone beside the stage: every view of a post, a reel and a story, with pages that turn by keys, by hand and by button.

use fanfold_tests::films::ready;
use fanfold_tests::place;
use fanfold_tests::window::{Window, has};

use crate::story::{begin, desk, mend_if_needed, wait_for_slides};

/// Waits until the page of the preview that is in view is this one, and the stage shows the same slide.
fn wait_for_page(window: &Window, at: usize, of: usize) {
    window.wait("group", &*format!("Slide {at} of {of}"));
    window.wait_told(
        "option",
        has(&format!("Slide {at} of {of}")),
        "aria-selected",
        "true",
    );
}

#[test]
fn a_post_is_previewed_in_the_feed_in_the_grid_and_full_and_its_pages_turn_as_on_a_phone() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..3]);
    wait_for_slides(&window, 3);
    mend_if_needed(&window);
    window
        .wait("textbox", has("Caption"))
        .write("Over the ridge");
    window.click("option", has("Slide 1 of 3"));
    for view in ["Feed", "Full screen"] {
        window.click("tab", view);
        window.wait("tabpanel", view);
        wait_for_page(&window, 1, 3);
        window.wait("group", "Slide 1 of 3").focus();
        window.press("ArrowRight");
        wait_for_page(&window, 2, 3);
        window.wait("button", "Next slide in the preview").focus();
        window.press("Enter");
        wait_for_page(&window, 3, 3);
        // By hand: a finger's way to the right brings the page before.
        let (x, y) = window.centre(&window.wait("group", "Slide 3 of 3"));
        window.drag(&[(x - 60, y), (x - 20, y), (x + 40, y), (x + 80, y)]);
        wait_for_page(&window, 2, 3);
        window.wait("group", "Slide 2 of 3").focus();
        window.press("ArrowLeft");
        wait_for_page(&window, 1, 3);
    }
    window.wait("tab", "Full screen").focus();
    window.press("ArrowLeft");
    window.wait("tabpanel", "Grid");
    window.wait("image", "This post");
    window.wait("list", has("Profile of"));
    let light = window.told("button", "Dark phone", "aria-pressed");
    window.click("button", "Dark phone");
    window.until("the phone to change its theme", || {
        (window.told("button", "Dark phone", "aria-pressed") != light).then_some(())
    });
    window.click("tab", "Feed");
    window.wait("group", "Caption and comment");

    // As a story the same slides stand upright under their bars; narrow windows show the phone on demand.
    window.click("radio", "Story");
    window.wait("tabpanel", "Story");
    wait_for_page(&window, 1, 3);
    window.wait("group", "Slide 1 of 3").focus();
    window.press("ArrowRight");
    wait_for_page(&window, 2, 3);
    window.resize(1024, 700);
    window.wait_gone("region", "Preview");
    window.press("Ctrl+P");
    window.wait("tabpanel", "Story");
    window.click("button", "Close preview");
    window.wait_gone("region", "Preview");
}

#[test]
fn a_clip_has_poster_length_cover_and_its_own_previews_and_may_stay_out_of_the_feed() {
    let (desk, practice) = desk();
    let window = begin(&desk, &[ready(&desk.files(), "tide.mp4")]);
    wait_for_slides(&window, 1);
    let poster = window.until("the poster", || {
        let script =
            "const i = document.querySelector('[role=option] img'); return i?.naturalWidth ?? 0";
        window
            .script(script, &serde_json::json!([]))
            .as_u64()
            .filter(|width| *width > 0)
    });
    assert!(poster > 0);
    let told = window
        .wait("option", has("Slide 1 of 1"))
        .attribute("aria-describedby");
    let script = "return document.getElementById(arguments[0]).textContent";
    let told = window.script(script, &serde_json::json!([told]));
    assert!(told.as_str().unwrap().contains("Clip, 0:03"), "{told}");

    window.wait("tabpanel", "Reel");
    window.wait("tab", "Reel").focus();
    window.press("ArrowRight");
    window.wait("tabpanel", "Feed");
    window.click("tab", "Grid");
    window.wait("image", "This post");

    window.click("tab", "Slide 1");
    let chosen = |name: &str| window.wait_told("radio", name, "aria-checked", "true");
    chosen("Chosen by Instagram");
    window.wait("radio", "Chosen by Instagram").focus();
    window.press("ArrowRight");
    let first = window.wait_named("radio", "the first frame", |name| name.starts_with("At "));
    chosen(&first);
    let frames = window.find_all("radio", has("At "));
    let last = frames.last().unwrap().name().to_owned();
    assert_ne!(first, last);
    window.click("radio", &*last);
    chosen(&last);
    window.press("Ctrl+Z");
    chosen(&first);
    window.press("Ctrl+Shift+Z");
    chosen(&last);

    window.click("tab", "Post");
    crate::story::unfold(&window, "More options");
    window.click("switch", has("Also in the feed"));
    window.click("tab", "Feed");
    window.wait("paragraph", has("not shared to the feed"));
    mend_if_needed(&window);
    crate::story::publish(&window);
    window.wait("button", "See it in the practice feed");
    let post = &practice.posts()[0];
    assert_eq!(post["shape"], "reel");
    let all = post["particulars"].to_string();
    assert!(all.contains("\"share_to_feed\":false"), "{all}");
}
