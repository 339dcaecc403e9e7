//! Files that another program lets go over the window: one twice, too many, sixty at once, between two slides, while a
//! post is on its way, and gone from under a draft.

use std::path::PathBuf;

use fanfold_tests::photos::mixed;
use fanfold_tests::place;
use fanfold_tests::window::has;
use serde_json::json;

use crate::story::{
    before, begin, composed, desk, publish, slides, wait_for_order, wait_for_slides,
};

#[test]
fn the_same_file_twice_is_two_slides_and_more_than_ten_are_offered_as_two_posts() {
    let (desk, _practice) = desk();
    let samples = place::samples();
    let window = begin(&desk, &samples[..1]);
    wait_for_slides(&window, 1);
    let twice: Vec<PathBuf> = vec![samples[0].clone(), samples[0].clone()];
    let carried = window.carry(&twice);
    carried.at((700, 300));
    carried.drop_here();
    wait_for_order(&window, &["01", "01", "01"]);
    wait_for_slides(&window, 3);

    let carried = window.carry(&samples[1..]);
    carried.at((700, 300));
    window.wait("paragraph", has("offers to make 2 posts of them"));
    carried.drop_here();
    let names = wait_for_slides(&window, 12);
    assert_eq!(names.len(), 12);
    window.wait("button", has("2 slides too many"));
    window.click("button", has("Make 2 posts"));
    wait_for_slides(&window, 10);
    window.wait("button", has("Part 2"));
}

#[test]
fn sixty_files_dropped_at_once_come_in_and_those_of_no_use_are_told_apart() {
    let (desk, _practice) = desk();
    let files = mixed(&desk.files(), 60);
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    let carried = window.carry(&files);
    carried.at((700, 300));
    carried.drop_here();
    let names = wait_for_slides(&window, 61);
    let unusable = names.iter().filter(|name| name.contains("empty file"));
    assert_eq!(unusable.count(), 6, "{names:?}");
    window.wait("button", "Split into 7 posts");
}

#[test]
fn what_is_dropped_while_a_post_is_on_its_way_goes_to_the_draft_and_not_out_with_it() {
    let (desk, practice) = desk();
    practice.set(&json!({ "processing_ms": 8000 }));
    let window = composed(&desk, "Already on its way");
    window.click("option", has("Slide 10 of 10"));
    window.press("Delete");
    wait_for_slides(&window, 9);
    publish(&window);
    window.wait("region", has("Already on its way, "));
    let carried = window.carry(&[desk_photo(&desk)]);
    carried.at((700, 300));
    window.wait("paragraph", has("The post on its way goes out as it is"));
    carried.drop_here();
    window.until("the file to be in the draft", || {
        (slides(&window).len() == 10).then_some(())
    });
    window.wait("button", "See it in the practice feed");
    let posts = practice.posts();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0]["items"].as_array().map(Vec::len), Some(9));
}

#[test]
fn a_file_let_go_between_two_slides_stands_there_whether_it_hovered_long_or_not() {
    let (desk, _practice) = desk();
    let samples = place::samples();
    let window = begin(&desk, &samples[..3]);
    wait_for_slides(&window, 3);
    let carried = window.carry(&samples[5..6]);
    carried.at((700, 300)).at(before(&window, 2));
    window.wait("paragraph", "1 file: before slide 2");
    carried.drop_here();
    wait_for_order(&window, &["01", "06", "02", "03"]);
    wait_for_slides(&window, 4);
    window.wait_gone("paragraph", has("before slide"));

    // A quick hand lets go before the window has said anything.
    let carried = window.carry(&samples[6..7]);
    carried.at((700, 300)).at(before(&window, 4));
    carried.drop_here();
    wait_for_order(&window, &["01", "06", "02", "07", "03"]);
    wait_for_slides(&window, 5);
    let carried = window.carry(&samples[7..8]);
    carried.at(before(&window, 1)).at((700, 300));
    carried.drop_here();
    wait_for_order(&window, &["01", "06", "02", "07", "03", "08"]);
    wait_for_slides(&window, 6);
    window.press("Ctrl+Z");
    wait_for_order(&window, &["01", "06", "02", "07", "03"]);
    window.press("Ctrl+Z");
    wait_for_order(&window, &["01", "06", "02", "03"]);
}

/// One more photo, in a folder that a person may empty.
fn desk_photo(desk: &fanfold_tests::cli::Desk) -> PathBuf {
    let photo = desk.files().join("late.jpg");
    std::fs::copy(&place::samples()[3], &photo).unwrap();
    photo
}

#[test]
fn a_file_that_is_gone_takes_nothing_from_its_draft_and_one_that_was_never_there_says_so() {
    let (desk, practice) = desk();
    let photo = desk_photo(&desk);
    let window = begin(&desk, std::slice::from_ref(&photo));
    wait_for_slides(&window, 1);
    std::fs::remove_file(&photo).unwrap();
    let carried = window.carry(&[photo]);
    carried.at((700, 300));
    carried.drop_here();
    let names = window.until("the missing file to be told", || {
        let names = slides(&window);
        let told = names.len() == 2 && names.iter().all(|name| crate::story::is_read(name));
        told.then_some(names)
    });
    assert!(!names[1].ends_with(", ready"), "{names:?}");
    window.click("option", has("Slide 2 of 2"));
    window.press("Delete");
    wait_for_slides(&window, 1);
    // Its own copy is whole: it is framed, mended and published.
    crate::story::mend_if_needed(&window);
    publish(&window);
    window.wait("button", "See it in the practice feed");
    assert_eq!(practice.posts().len(), 1);
}
