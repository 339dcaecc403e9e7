//! The stage by hand and by keys: before and after over each other, looking closely, what a crop keeps, bands, turning and
//! straightening, and one way for all slides.

use fanfold_tests::photos::wide_band;
use fanfold_tests::place;
use fanfold_tests::window::{Window, has};

use crate::story::{
    begin, desk, look_at, slides, undo_to, undoes, wait_for_order, wait_for_slides,
};

const LINE: &str = "Line between before and after";
const KEPT: &str = "The part that is shown. Arrow keys move it.";

/// How far the line between before and after is to the right, in per cent.
fn line(window: &Window) -> i64 {
    let told = window.told("slider", LINE, "aria-valuenow");
    told.and_then(|told| told.parse().ok()).unwrap_or(-1)
}

fn wait_for_line(window: &Window, what: &str, fits: impl Fn(i64) -> bool) {
    let what = format!("the line to be {what}");
    window.until(&what, || fits(line(window)).then_some(()));
}

fn wait_for_ready(window: &Window) {
    window.until("every slide to be ready", || {
        let ready = slides(window).iter().all(|name| name.ends_with(", ready"));
        ready.then_some(())
    });
}

/// A window with a band of a photo in view, for which the stage proposes a crop.
fn band(desk: &fanfold_tests::cli::Desk, more: usize) -> Window {
    let samples = place::samples();
    let mut files = vec![wide_band(&samples[0], &desk.files())];
    files.extend_from_slice(&samples[1..=more]);
    let window = begin(desk, &files);
    wait_for_slides(&window, files.len());
    look_at(&window, 1);
    window
}

#[test]
fn before_and_after_are_wiped_over_each_other_and_what_a_crop_keeps_is_chosen_by_keys_and_by_hand()
{
    let (desk, _practice) = desk();
    let window = band(&desk, 0);
    let before = undoes(&window);
    window.click("radio", has("Crop to"));
    let (left, ..) = window.wait("button", KEPT).rect();
    window.wait("button", KEPT).focus();
    window.press_times("ArrowRight", 4);
    window.until("the crop to keep what is further right", || {
        (window.find("button", KEPT)?.rect().0 > left + 5.0).then_some(())
    });
    let by_keys = window.wait("button", KEPT).rect().0;
    let from = window.centre(&window.wait("button", KEPT));
    let to = (from.0 - 30, from.1);
    window.drag(&[from, (from.0 - 15, from.1), to, to]);
    window.until("the crop to follow the hand", || {
        ((window.find("button", KEPT)?.rect().0 - by_keys + 30.0).abs() < 3.0).then_some(())
    });

    window.press("w");
    window.wait("slider", LINE).focus();
    window.press("ArrowRight");
    wait_for_line(&window, "two per cent on", |at| at == 52);
    window.press("Home");
    wait_for_line(&window, "at the left", |at| at == 0);
    window.press("End");
    wait_for_line(&window, "at the right", |at| at == 100);
    window.press_times("Shift+ArrowLeft", 5);
    wait_for_line(&window, "in the middle", |at| at == 50);
    let handle = window.centre(&window.wait("slider", LINE));
    let to = (handle.0 - 120, handle.1);
    window.drag(&[handle, (handle.0 - 60, handle.1), to, to]);
    wait_for_line(&window, "where the hand let it go", |at| {
        (1..45).contains(&at)
    });
    window.wait_focus("slider", LINE);

    // What was chosen is what is made, in one step.
    window.wait("button", has("Crop to")).focus();
    window.press("Enter");
    wait_for_ready(&window);
    assert_eq!(undo_to(&window, &before), 1);
}

#[test]
fn blurred_edges_and_black_bands_are_each_one_step() {
    let (desk, _practice) = desk();
    let window = band(&desk, 2);
    let before = undoes(&window);
    window.click("radio", has("Add blurred edges"));
    window.click("button", has("Add blurred edges"));
    window.wait("listitem", "Blurred edges added");
    assert_eq!(undo_to(&window, &before), 1);

    window.click("radio", has("Add bands"));
    window.click("radio", "Black");
    window.wait_told("radio", "Black", "aria-checked", "true");
    window.click("button", has("Add bands"));
    window.wait("listitem", "Bands added");
    assert_eq!(undo_to(&window, &before), 1);
}

#[test]
fn what_one_slide_has_all_get_at_once_and_it_is_one_step() {
    let (desk, _practice) = desk();
    let window = band(&desk, 3);
    window.click("radio", has("Add bands"));
    window.click("radio", "Black");
    window.wait_told("radio", "Black", "aria-checked", "true");
    window.click("button", has("Add bands"));
    window.wait("listitem", "Bands added");
    let one = undoes(&window);
    window.click("button", "Apply to all slides");
    window.until("a step that takes all back", || {
        undoes(&window)
            .starts_with("Undo making alike")
            .then_some(())
    });
    wait_for_ready(&window);
    let fixed = |position| {
        look_at(&window, position);
        window.find("listitem", "Bands added").is_some()
    };
    // The third has that shape by itself.
    window.until("bands on all others", || {
        [1, 2, 4].into_iter().all(fixed).then_some(())
    });
    assert_eq!(undo_to(&window, &one), 1);
    window.until("the others to be as they were", || {
        [2, 4].into_iter().all(|at| !fixed(at)).then_some(())
    });
    assert!(fixed(1), "its own bands stay");
}

#[test]
fn a_picture_is_looked_at_closely_by_keys_wheel_and_fingers() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    window.click("option", has("Slide 1 of 1"));
    let percent = || {
        let name = window.wait("button", has("Zoom: ")).name().to_owned();
        name.trim_start_matches("Zoom: ")
            .trim_end_matches('%')
            .parse::<i64>()
            .ok()
    };
    assert_eq!(percent(), None, "all of it is shown at first");
    window.press("z");
    let board = "The picture, enlarged. Arrow keys move it.";
    window.wait("group", board).focus();
    let full = window.until("its own pixels", &percent);
    window.click("button", "Closer");
    let closer = window.until("it to be closer", || percent().filter(|now| *now > full));
    let moved = || {
        window
            .find("group", board)
            .map(|board| board.property("scrollLeft"))
    };
    let at = moved();
    window.wait("group", board).focus();
    window.press("ArrowRight");
    window.until("the arrow to move it", || (moved() != at).then_some(()));

    let middle = window.centre(&window.wait("group", board));
    let at = moved();
    window.drag(&[middle, (middle.0 + 40, middle.1), (middle.0 + 80, middle.1)]);
    window.until("the hand to move it", || (moved() != at).then_some(()));
    window.pinch(middle, -90);
    let pinched = window.until("two fingers to bring it closer", || {
        percent().filter(|now| *now > closer)
    });
    window.pinch(middle, 60);
    window.until("two fingers to take it away again", || {
        percent().filter(|now| *now < pinched)
    });
    window.wait("group", board).focus();
    window.press("Escape");
    window.until("all of it", || percent().is_none().then_some(()));
    window.wait_gone("group", board);
}

#[test]
fn a_slide_is_turned_straightened_and_framed_by_hand_and_each_of_it_is_one_step() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    window.click("option", has("Slide 1 of 1"));
    let first = undoes(&window);
    window.press("r");
    window.until("the slide to be turned", || {
        (undoes(&window) != first).then_some(())
    });
    let turned = undoes(&window);
    wait_for_ready(&window);
    window.press("c");
    window.wait_focus("button", "Frame");
    window.wait("slider", "Straighten").focus();
    window.press("Shift+ArrowRight");
    window.press("ArrowRight");
    window.wait_told("slider", "Straighten", "aria-valuetext", "1.1°");

    let frame = || window.wait("button", "Frame").rect();
    let (x, y, width, height) = frame();
    let corner = ((x + width - 2.0) as i64, (y + height - 2.0) as i64);
    let pulled = (corner.0 - 60, corner.1 - 60);
    window.drag(&[corner, (corner.0 - 30, corner.1 - 30), pulled, pulled]);
    window.until("the corner to follow the hand", || {
        (frame().2 < width - 20.0).then_some(())
    });
    let (_, _, smaller, _) = frame();
    let middle = window.centre(&window.wait("button", "Frame"));
    let (at, ..) = frame();
    window.drag(&[middle, (middle.0 + 10, middle.1), (middle.0 + 20, middle.1)]);
    window.until("the frame to follow the hand", || {
        (frame().0 > at + 10.0).then_some(())
    });
    assert!(
        (frame().2 - smaller).abs() < 1.0,
        "carried, it keeps its size"
    );
    window.wait("button", "Frame").focus();
    window.press("Enter");
    window.wait_gone("region", "Crop slide 1");
    window.until("the frame to be a step", || {
        (undoes(&window) != turned).then_some(())
    });
    assert_eq!(undo_to(&window, &turned), 1);
    assert_eq!(undo_to(&window, &first), 1);
}

#[test]
fn caption_order_crop_and_deletion_are_taken_back_and_done_again_one_step_each() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..3]);
    wait_for_slides(&window, 3);
    let first = undoes(&window);
    let caption = || window.wait("textbox", has("Caption")).property("value");
    window
        .wait("textbox", has("Caption"))
        .write("One gesture, one step");
    window.click("option", has("Slide 1 of 3"));
    window.press("Alt+ArrowRight");
    wait_for_order(&window, &["02", "01", "03"]);
    window.press("c");
    window.wait_focus("button", "Frame");
    window.press_times("=", 3);
    window.press("Enter");
    window.wait_gone("region", has("Crop slide"));
    window.click("option", has("Slide 3 of 3"));
    window.press("Delete");
    wait_for_order(&window, &["02", "01"]);

    window.press("Ctrl+Z");
    wait_for_order(&window, &["02", "01", "03"]);
    window.press("Ctrl+Z");
    window.press("Ctrl+Z");
    wait_for_order(&window, &["01", "02", "03"]);
    window.click("tab", "Post");
    assert_eq!(caption(), "One gesture, one step");
    window.press("Ctrl+Z");
    window.until("the caption to be taken back", || {
        caption().is_empty().then_some(())
    });
    assert_eq!(undoes(&window), first);

    for _ in 0..4 {
        window.press("Ctrl+Shift+Z");
    }
    wait_for_order(&window, &["02", "01"]);
    assert_eq!(caption(), "One gesture, one step");
    let redo = window.wait("button", has("Nothing to redo"));
    assert!(!redo.is_usable());
}
