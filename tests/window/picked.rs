//! Files chosen in the system's dialog: added, put between two slides, and in a slide's place.

use std::path::PathBuf;

use fanfold_tests::photos::wide_band;
use fanfold_tests::place;
use fanfold_tests::window::has;

use crate::story::{
    before, begin, desk, look_at, mend, undo_to, undoes, wait_for_order, wait_for_slides,
};

/// What the dialog is called that adds photos, and the one that replaces one.
const ADD: &str = "Add photos";
const REPLACE: &str = "Replace photo";

#[test]
fn photos_are_put_between_two_slides_by_hand_and_by_keys_and_a_closed_dialog_adds_none() {
    let (desk, _practice) = desk();
    let samples = place::samples();
    let window = begin(&desk, &samples[..3]);
    wait_for_slides(&window, 3);
    let dialog = window.file_dialog();
    let first = undoes(&window);

    // By keys the button is in front of the slide in view.
    window.click("option", has("Slide 3 of 3"));
    window
        .wait("button", "Insert photos before slide 3")
        .focus();
    window.press("Enter");
    dialog.choose(ADD, &samples[8..9]);
    wait_for_order(&window, &["01", "02", "09", "03"]);
    wait_for_slides(&window, 4);

    // By hand it is where the pointer is between two.
    window.click_at(before(&window, 2));
    dialog.choose(ADD, &samples[5..7]);
    wait_for_order(&window, &["01", "06", "07", "02", "09", "03"]);
    wait_for_slides(&window, 6);

    let before_closing = undoes(&window);
    window.press("Ctrl+O");
    dialog.dismiss(ADD);
    window.press("Ctrl+O");
    dialog.choose(ADD, &samples[9..10]);
    wait_for_order(&window, &["01", "06", "07", "02", "09", "03", "10"]);
    wait_for_slides(&window, 7);
    assert_eq!(undo_to(&window, &before_closing), 1);
    assert_eq!(undo_to(&window, &first), 2);
    wait_for_order(&window, &["01", "02", "03"]);
}

#[test]
fn another_photo_in_a_slides_place_keeps_its_description_and_its_crop_and_is_one_step() {
    let (desk, _practice) = desk();
    let samples = place::samples();
    // Both need a crop, and only their names tell them apart.
    let bands = ["one", "other"].map(|name| {
        let folder = desk.files().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let (made, named) = (wide_band(&samples[0], &folder), format!("{name}.jpg"));
        let band = folder.join(named);
        std::fs::rename(made, &band).unwrap();
        band
    });
    let files: Vec<PathBuf> = vec![samples[1].clone(), bands[0].clone(), samples[2].clone()];
    let window = begin(&desk, &files);
    wait_for_slides(&window, 3);
    mend(&window);
    look_at(&window, 2);
    window.wait("listitem", "Cropped");
    window
        .wait("textbox", "Alt text for slide 2")
        .write("A ridge from end to end");
    let described = |wanted: &str| {
        window.until("the description of the slide", || {
            let field = window.find("textbox", "Alt text for slide 2")?;
            (field.property("value") == wanted).then_some(())
        });
    };

    let dialog = window.file_dialog();
    window.click("button", "Replace this photo…");
    dialog.choose(REPLACE, &bands[1..]);
    wait_for_order(&window, &["02", "other", "03"]);
    window.wait("option", "Slide 2 of 3, other.jpg, ready");
    window.wait("listitem", "Cropped");
    described("A ridge from end to end");
    assert_eq!(undoes(&window), "Undo replacing a photo");

    window.wait("tab", "Slide 2").focus();
    window.press("Ctrl+Z");
    window.wait("option", "Slide 2 of 3, one.jpg, ready");
    window.wait("listitem", "Cropped");
    described("A ridge from end to end");
}
