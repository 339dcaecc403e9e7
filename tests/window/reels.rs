//! Clips and stories in the window: one clip is a reel, and what is in the draft may be a story.

use fanfold_tests::films::upright;
use fanfold_tests::place;
use fanfold_tests::window::has;
use serde_json::json;

use crate::story::{begin, desk, mend, publish, wait_for_slides};

#[test]
fn a_clip_is_mended_and_goes_live_as_a_reel() {
    let (desk, practice) = desk();
    let window = begin(&desk, &[upright(&desk.files(), "tide.mov")]);
    wait_for_slides(&window, 1);
    window
        .wait("textbox", has("Caption"))
        .write("Tide coming in");
    mend(&window);
    publish(&window);
    window.wait("button", "See it in the practice feed");
    let posts = practice.posts();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0]["shape"], "reel");
    assert_eq!(posts[0]["caption"], "Tide coming in");
    // The feed shows the clip's first picture.
    window.wait("button", "See it in the practice feed").click();
    window.until("the clip's picture", || {
        let widths =
            "return [...document.querySelectorAll('article img')].map((i) => i.naturalWidth)";
        let widths = window.script(widths, &json!([]));
        let drawn = |width: &serde_json::Value| width.as_u64() > Some(0);
        widths
            .as_array()
            .is_some_and(|all| all.iter().any(drawn))
            .then_some(())
    });
    window.shot("reel-feed");
}

#[test]
fn a_photo_becomes_a_story_by_choice_and_a_post_again_by_undo() {
    let (desk, practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    window.wait("radio", "Story").click();
    window.until("the story to be chosen", || {
        let story = window.find("radio", "Story")?;
        (story.attribute("aria-checked") == "true").then_some(())
    });
    window.shot("story");
    window.press("Ctrl+Z");
    window.until("the post to be chosen again", || {
        let post = window.find("radio", "Post")?;
        (post.attribute("aria-checked") == "true").then_some(())
    });
    window.wait("radio", "Story").click();
    mend(&window);
    publish(&window);
    window.wait("button", "See it in the practice feed");
    assert_eq!(practice.posts()[0]["shape"], "story_image");
}
