//! The Compose room: an empty draft, a whole one, and everything that can be opened on top of it.

use fanfold_tests::place;
use fanfold_tests::window::{Window, has};

use super::{SMALL, WIDE, picture, picture_at};
use crate::story::{begin, desk, look_at, mend_if_needed, slides, unfold, wait_for_slides};

const CAPTION: &str = "Ten frames from a long weekend: up the ridge before breakfast, down along the stream, and a table \
    waiting at the end of it.\n\nWith @rowan.west, who carried the stove. Which one would you hang on a wall? ☕\n\n\
    #hiking #picosdeeuropa #weekend";

#[test]
fn a_post_being_composed_can_be_seen() {
    let (desk, _practice) = desk();
    {
        let window = Window::open(&desk.data(), &[]);
        window.wait("button", "Start with practice");
        picture(&window, "welcome");
    }
    let window = begin(&desk, &[]);
    window.wait("textbox", has("Caption"));
    picture(&window, "empty");
    a_whole_post(&window);
    picture(&window, "compose");
    on_demand(&window);
    the_strip(&window);
    on_top(&window);
    beside(&window);
    in_german(&window);
    a_problem(&window);
    window.open_with(&place::samples()[..3]);
    wait_for_slides(&window, 13);
    window.wait("button", has("3 slides too many"));
    picture(&window, "too-many");
}

/// Another draft that is done already, and this one: ten slides of one shape, words, a place, a group of hashtags.
fn a_whole_post(window: &Window) {
    let samples = place::samples();
    window.open_with(&samples[5..7]);
    wait_for_slides(window, 2);
    mend_if_needed(window);
    window
        .wait("textbox", "Title of this draft")
        .write("Friends of the house\n");
    window.press("Ctrl+N");
    wait_for_slides(window, 0);
    // Those that are there when the shape is chosen get it; the three that come later have something to fix.
    window.open_with(&samples[..7]);
    wait_for_slides(window, 7);
    window
        .wait("textbox", "Title of this draft")
        .write("Long weekend\n");
    window.wait("radio", "4:5").click();
    window.until("the slides to be shaped", || {
        slides(window)
            .iter()
            .all(|name| name.ends_with(", ready"))
            .then_some(())
    });
    window.open_with(&samples[7..]);
    wait_for_slides(window, 10);
    window.click("option", has("Slide 1 of 10"));
    window.click("tab", "Post");
    window.wait("textbox", has("Caption")).write(CAPTION);
    window.wait("button", "Save these 3…").click();
    window
        .wait("textbox", "Name of the new group")
        .write("Hiking\n");
    window.wait("button", has("Hiking, 3 hashtags"));
    unfold(window, "Location");
    window.wait("combobox", "Find a place").write("park");
    window.click("option", has("Practice City Park"));
    window.wait("button", "Remove Practice City Park");
    window.click("button", has("Location"));
    window.click("option", has("Slide 1 of 10"));
    window.wait_gone("status", has("saved"));
}

/// In a narrow window the phone lies over the stage when it is asked for.
fn on_demand(window: &Window) {
    window.resize(SMALL.0, SMALL.1);
    window.until("the phone over the stage", || {
        if window.find("button", "Close preview").is_none() {
            window.press("Ctrl+P");
        }
        window.find("tabpanel", "Feed").map(drop)
    });
    picture_at(window, "preview", &[SMALL]);
    window.click("button", "Close preview");
    window.resize(WIDE.0, WIDE.1);
}

/// Several slides chosen, and what can be done with them.
fn the_strip(window: &Window) {
    window.click("option", has("Slide 3 of 10"));
    window.press_times("Shift+ArrowRight", 3);
    window.wait_told("option", has("Slide 6 of 10"), "aria-selected", "true");
    picture(window, "chosen");
    window.click("option", has("Slide 4 of 10"));
    for size in [WIDE, SMALL] {
        // A menu goes when the window changes its size. By its key: after the other button of the mouse the driver's next
        // presses are none to the page.
        window.resize(size.0, size.1);
        window.rest();
        window.wait("option", has("Slide 4 of 10")).focus();
        window.press("Shift+F10");
        window.wait("menuitem", has("Duplicate slide"));
        picture_at(window, "menu", &[size]);
        window.press("Escape");
        window.wait_gone("menuitem", has("Duplicate slide"));
    }
    window.resize(WIDE.0, WIDE.1);
}

/// A frame being drawn, things found by name, every key, emoji, groups and texts.
fn on_top(window: &Window) {
    window.click("option", has("Slide 2 of 10"));
    window.press("c");
    window.wait("region", has("Crop slide 2"));
    picture(window, "crop");
    window.press("Escape");
    window.wait_gone("region", has("Crop slide 2"));
    window.press("Ctrl+K");
    window.wait("combobox", has("What to find or do"));
    window.type_keys("sl");
    window.wait("option", has("Slide 1"));
    picture(window, "palette");
    window.press("Escape");
    window.wait_gone("combobox", has("What to find or do"));
    window.click("option", has("Slide 1 of 10"));
    window.press("?");
    window.wait("dialog", has("Keyboard shortcuts"));
    picture(window, "help");
    window.press("Escape");
    window.wait_gone("dialog", has("Keyboard shortcuts"));
    window.click("tab", "Post");
    window.click("button", "Emoji");
    window.wait("gridcell", has(""));
    picture(window, "emoji");
    window.press("Escape");
    window.wait_gone("dialog", "Emoji");
    window.click("button", "Insert a text");
    window.click("menuitem", "Change texts…");
    window.wait("dialog", "Hashtag groups and texts");
    window.click("radio", "Hashtag groups");
    window.wait("textbox", has("Hashtags of “Hiking”"));
    picture(window, "texts");
    window.press("Escape");
    window.wait_gone("dialog", "Hashtag groups and texts");
}

/// The profile around the post, what goes with it, everything twice as large.
fn beside(window: &Window) {
    window.click("tab", "Grid");
    window.wait("image", "This post");
    picture(window, "grid");
    unfold(window, "Collaborators");
    window.wait("combobox", has("Invite an account"));
    picture(window, "details");
    window.click("button", has("Collaborators"));
    window.click("tab", "Feed");
    window.press_times("Ctrl+=", 5);
    picture(window, "large");
    window.press("Ctrl+0");
}

fn in_german(window: &Window) {
    window.press("Ctrl+3");
    window.wait("combobox", "Language");
    window.click("option", "Deutsch");
    window.wait("heading", "Einstellungen");
    window.press("Ctrl+1");
    window.wait("button", has("Neuer Entwurf"));
    picture(window, "german");
    window.press("Ctrl+3");
    window.wait("combobox", "Sprache");
    window.click("option", "English");
    window.wait("heading", "Settings");
    window.press("Ctrl+1");
    window.wait("button", has("New draft"));
}

/// The first slide that needs something, its ways, and the first of them on the stage.
fn a_problem(window: &Window) {
    let ready = |name: &String| name.ends_with(", ready");
    let at = slides(window).iter().position(|name| !ready(name));
    look_at(window, at.map_or(1, |at| at + 1));
    window.wait("region", has("before and after"));
    picture(window, "problem");
}
