//! A reel and a story, with what Instagram lays over them.

use fanfold_tests::films::panned;
use fanfold_tests::place;
use fanfold_tests::window::has;

use super::picture;
use crate::story::{begin, desk, mend_if_needed, wait_for_slides};

#[test]
fn a_reel_and_a_story_can_be_seen() {
    let (desk, _practice) = desk();
    let samples = place::samples();
    let window = begin(&desk, &[panned(&desk.files(), "ridge.mp4", &samples[0])]);
    wait_for_slides(&window, 1);
    window.wait("textbox", has("Caption")).write(
        "Along the ridge before breakfast. Sound on for the wind.\n\n#hiking #picosdeeuropa",
    );
    mend_if_needed(&window);
    window.wait("tabpanel", "Reel");
    window.click("tab", "Slide 1");
    window.wait("radio", "Chosen by Instagram");
    picture(&window, "reel");

    window.press("Ctrl+N");
    wait_for_slides(&window, 0);
    window.open_with(&samples[5..8]);
    wait_for_slides(&window, 3);
    window.click("radio", "Story");
    window.wait("tabpanel", "Story");
    picture(&window, "story");
}
