//! Ways to fix a slide, in both languages; before and after over each other; people on a picture; what is of no use.

use fanfold_domain::draft::{DRAFT_VERSION, Draft};
use fanfold_store::Store;
use fanfold_tests::cli::Desk;
use fanfold_tests::photos::wide_band;
use fanfold_tests::place;
use fanfold_tests::window::{Window, has};
use jiff::Timestamp;

use super::picture;
use crate::story::{begin, desk, is_read, look_at, slides, unfold, wait_for_slides};

#[test]
fn every_way_to_fix_a_slide_can_be_seen() {
    let (desk, _practice) = desk();
    let samples = place::samples();
    let window = begin(&desk, &samples[1..5]);
    wait_for_slides(&window, 4);
    // The slides are upright, as most feeds are; then a wide one comes.
    window.wait("radio", has("4:5")).click();
    window.until("the slides to be shaped", || {
        slides(&window)
            .iter()
            .all(|name| name.ends_with(", ready"))
            .then_some(())
    });
    someone(&window);
    window.open_with(&[wide_band(&samples[0], &desk.files())]);
    wait_for_slides(&window, 5);
    look_at(&window, 5);
    window.wait("radio", has("Crop to"));
    picture(&window, "fix");
    window.press("w");
    window
        .wait("slider", "Line between before and after")
        .focus();
    window.press("Shift+ArrowLeft");
    picture(&window, "wipe");
    window.press("w");
    window.wait_gone("slider", "Line between before and after");
    german(&window);
    window.wait("radio", has("Split over")).click();
    picture(&window, "panorama");
    window.wait("button", has("Split over")).click();
    wait_for_slides(&window, 7);
    picture(&window, "parts");
    window.wait("button", has("What each shape keeps")).click();
    picture(&window, "shapes");
}

/// One person stands on the picture already, another is being named.
fn someone(window: &Window) {
    look_at(window, 1);
    unfold(window, "Tagged people");
    window.wait("button", has("where people are")).focus();
    window.press("Shift+ArrowLeft");
    window.press("Enter");
    window.wait_focus("combobox", "Who is this?");
    window.type_keys("rowan.west");
    window.press("Enter");
    window.wait("button", has("@rowan.west, "));
    window.wait("button", has("where people are")).focus();
    window.press_times("Shift+ArrowRight", 3);
    window.press("Enter");
    window.wait_focus("combobox", "Who is this?");
    picture(window, "tagging");
    window.press("Escape");
    window.wait_gone("combobox", "Who is this?");
    window.click("button", has("Tagged people"));
}

fn german(window: &Window) {
    window.press("Ctrl+3");
    window.wait("combobox", "Language");
    window.click("option", "Deutsch");
    window.wait("heading", "Einstellungen");
    window.press("Ctrl+1");
    window.click("option", has("Slide 5 von 5"));
    window.click("tab", "Slide 5");
    window.wait("radio", has("4:5"));
    picture(window, "fix-german");
    window.press("Ctrl+3");
    window.wait("combobox", "Sprache");
    window.click("option", "English");
    window.wait("heading", "Settings");
    window.press("Ctrl+1");
    look_at(window, 5);
    window.wait("radio", has("Split over"));
}

#[test]
fn what_cannot_be_used_can_be_seen() {
    let (desk, _practice) = desk();
    let photo = desk.files().join("holiday.jpg");
    std::fs::copy(&place::samples()[3], &photo).unwrap();
    drop(begin(&desk, &[]));
    of_a_newer_fanfold(&desk);
    let window = begin(&desk, &place::samples()[..2]);
    wait_for_slides(&window, 2);
    let carried = window.carry(std::slice::from_ref(&photo));
    std::fs::remove_file(&photo).unwrap();
    carried.at((700, 300));
    carried.drop_here();
    window.until("the missing file to be told", || {
        let names = slides(&window);
        (names.len() == 3 && names.iter().all(|name| is_read(name))).then_some(())
    });
    look_at(&window, 3);
    picture(&window, "lost");
    window.click("button", has("Needs a newer Fanfold"));
    window.wait("alert", has("newer Fanfold"));
    picture(&window, "newer");
}

/// A draft that a later Fanfold has left in the folder.
fn of_a_newer_fanfold(desk: &Desk) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&desk.data()).await.unwrap();
        let draft = Draft {
            version: DRAFT_VERSION + 1,
            title: "From next year".into(),
            ..Draft::default()
        };
        let saved = store.save_draft("later", 0, &draft, None, Timestamp::now());
        saved.await.unwrap();
        store.close().await;
    });
}
