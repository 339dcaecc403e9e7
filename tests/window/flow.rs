//! The main job in the window, as a person does it.

use fanfold_tests::place;
use fanfold_tests::window::{Window, has};
use serde_json::json;

use crate::story::{
    begin, composed, desk, file, is_read, mend, publish, sentences, slides, wait_for_slides,
};

#[test]
fn ten_photos_are_ordered_by_keyboard_captioned_mended_and_published() {
    let (desk, practice) = desk();
    let window = begin(&desk, &place::samples());
    let before = wait_for_slides(&window, 10);

    // The first photo moves two places to the right, the new first one back to the left end.
    window.find_all("option", has("Slide 1 of 10"))[0].click();
    window.press_times("Alt+ArrowRight", 2);
    let after = window.until("the order to change", || {
        let after = slides(&window);
        (file(&after[2]) == file(&before[0])).then_some(after)
    });
    assert_eq!(file(&after[0]), file(&before[1]));
    window.press("Alt+ArrowLeft");
    window.until("the slide to move back by one", || {
        (file(&slides(&window)[1]) == file(&before[0])).then_some(())
    });

    window
        .wait("textbox", has("Caption"))
        .write("From the ridge to the stream #hiking @fanfold");
    mend(&window);
    publish(&window);
    window.wait("button", "See it in the practice feed");

    let posts = practice.posts();
    assert_eq!(posts.len(), 1);
    assert_eq!(
        posts[0]["caption"],
        "From the ridge to the stream #hiking @fanfold"
    );
    assert_eq!(posts[0]["items"].as_array().map(Vec::len), Some(10));
}

#[test]
fn a_fault_becomes_a_friendly_card_and_a_retry_goes_live_once() {
    let (desk, practice) = desk();
    let window = composed(&desk, "Second try");
    practice.fail("permission_missing", &json!({}));
    publish(&window);
    let card = window.wait("alert", has(""));
    let words = window.until("the card's words", || {
        let words = sentences(&window, "alert").join(" ");
        (words.len() > 30).then_some(words)
    });
    assert!(
        !words.contains("container") && !words.contains("token"),
        "{words}"
    );
    drop(card);
    assert!(practice.posts().is_empty());
    window.shot("fault-card");

    practice.heal();
    // The card's own button leads on; its words depend on what was wrong.
    let article = window.wait("article", has("Second try"));
    drop(article);
    let button = window.until("the card's button", || {
        ["Try again", "Check again", "Retry", "Publish again"]
            .iter()
            .find_map(|name| window.find("button", has(name)))
    });
    button.click();
    window.wait("button", "See it in the practice feed");
    assert_eq!(practice.posts().len(), 1);
}

#[test]
fn a_lost_answer_is_looked_for_and_never_sent_again() {
    let (desk, practice) = desk();
    let window = composed(&desk, "Lost and found");
    practice.fail("publish_lost", &json!({}));
    publish(&window);
    window.wait("button", "See it in the practice feed");
    assert_eq!(practice.posts().len(), 1);
    assert_eq!(practice.calls("publish"), 1);
}

/// The one that ends is still found by the one that starts, and is gone when it is spoken to.
#[test]
fn whoever_starts_it_again_the_moment_it_ends_has_a_window() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    window.close();
    for _ in 0..3 {
        let window = Window::open(&desk.data(), &[]);
        wait_for_slides(&window, 1);
    }
}

#[test]
fn closing_and_opening_brings_the_draft_back() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..4]);
    wait_for_slides(&window, 4);
    window
        .wait("textbox", has("Caption"))
        .write("Half a thought");
    window.find_all("option", has("Slide 1 of 4"))[0].click();
    window.press("Alt+ArrowRight");
    let order = window.until("the order to change", || {
        let slides = slides(&window);
        file(&slides[1]).contains("01-ridge").then_some(slides)
    });
    window.close();

    let window = begin(&desk, &[]);
    let again = wait_for_slides(&window, 4);
    let names = |slides: &[String]| {
        slides
            .iter()
            .map(|name| file(name).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&again), names(&order));
    let caption = window.wait("textbox", has("Caption"));
    assert_eq!(caption.property("value"), "Half a thought");
}

#[test]
fn mending_is_one_undo() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples());
    let before = wait_for_slides(&window, 10);
    mend(&window);
    window.find_all("option", has("Slide 1 of 10"))[0].click();
    window.press("Ctrl+Z");
    window.until("the mending to be taken back", || {
        (slides(&window) == before).then_some(())
    });
    window.press("Ctrl+Shift+Z");
    window.until("the mending to be back", || {
        (slides(&window) != before).then_some(())
    });
}

#[test]
fn counts_follow_every_key() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    window
        .wait("textbox", has("Caption"))
        .write("Two #tags #here and @one");
    window.until("the counts", || {
        let counts = window.script(
            "return document.getElementById('caption-counters').innerText",
            &json!([]),
        );
        // With or without a separator, as the language of the machine has it.
        let counts = counts.as_str().unwrap_or_default().replace(',', "");
        (counts.contains("24 / 2200") && counts.contains("2 / 30") && counts.contains("1 / 20"))
            .then_some(())
    });
}

#[test]
fn bad_files_are_told_apart_and_the_good_ones_stay() {
    let (desk, _practice) = desk();
    let bad = fanfold_tests::photos::bad(&desk.files());
    let mut files = place::samples()[..2].to_vec();
    files.extend([bad.empty, bad.truncated, bad.strip]);
    let window = begin(&desk, &files);
    let slides = window.until("the files to be told apart", || {
        let slides = slides(&window);
        let read = slides.len() >= 3 && slides.iter().all(|name| is_read(name));
        read.then_some(slides)
    });
    assert!(
        slides.iter().any(|name| name.contains("01-ridge")),
        "{slides:?}"
    );
    window.shot("bad-files");
}
