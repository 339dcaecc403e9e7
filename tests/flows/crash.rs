//! Killed anywhere, switched off anywhere: what was asked for goes live once, never twice.

use fanfold_tests::cli::{Desk, Outcome, kill_after};
use fanfold_tests::photos;
use fanfold_tests::place;
use fanfold_tests::practice::Practice;
use serde_json::json;

/// Runs the queue until nothing is left to do, as a person would who starts Fanfold again.
fn go_on(desk: &Desk) -> Outcome {
    desk.run(["queue", "run", "--until-idle", "--json"])
}

#[test]
fn killed_after_any_line_it_is_live_exactly_once() {
    let mut killed_before_it_was_live = 0;
    for lines in [1, 2, 4, 8, 12, 16, 20, 24, 28, 32] {
        let desk = Desk::new();
        let practice = Practice::beside(&desk.data());
        practice.set(&json!({ "processing_ms": 50 }));
        let seen = kill_after(desk.posting(&place::samples(), "Once"), lines);
        killed_before_it_was_live += usize::from(practice.posts().is_empty());
        let outcome = go_on(&desk);
        // Killed before the post was stored, nothing was asked for yet; any line says that it was stored.
        assert!(!seen.is_empty(), "it was killed after a line");
        assert_eq!(
            practice.posts().len(),
            1,
            "killed after {lines} lines {seen:?}, then {outcome:?}"
        );
        let last = desk.run(["queue", "list", "--json"]).expect_status(0);
        assert_eq!(last.text("/0/state"), "published", "after {lines} lines");
    }
    assert!(
        killed_before_it_was_live > 3,
        "most kills must come in the middle"
    );
}

#[test]
fn killed_twice_and_asked_for_twice_two_are_live() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let files = photos::ten(&desk.files());
    desk.post(&files, "First").expect_status(0);
    kill_after(desk.posting(&files, "Second"), 14);
    kill_after(desk.command(["queue", "run", "--until-idle", "--json"]), 2);
    go_on(&desk);
    let posts = practice.posts();
    let captions: Vec<_> = posts
        .iter()
        .filter_map(|post| post["caption"].as_str())
        .collect();
    assert_eq!(captions, ["Second", "First"]);
}

#[test]
fn a_publish_whose_answer_is_lost_and_whose_program_is_killed_is_found_live() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    // The effect happens, the reply is kept back: the program can only be waiting when it is killed.
    practice.fail(
        "publish_lost",
        &json!({ "kind": "stall", "when": "after", "delay_ms": 5000 }),
    );
    let mut running = fanfold_tests::process::Running::start(
        desk.posting(&place::samples(), "Lost")
            .stdout(std::process::Stdio::null()),
    );
    let patience = std::time::Duration::from_mins(1);
    fanfold_tests::process::wait_for("the post to be live", patience, || {
        (practice.posts().len() == 1).then_some(())
    });
    running.kill();
    practice.heal();
    let outcome = go_on(&desk);
    assert_eq!(practice.posts().len(), 1, "{outcome:?}");
    assert_eq!(
        practice.calls("publish"),
        1,
        "it asked again for what was live"
    );
    let list = desk.run(["queue", "list", "--json"]).expect_status(0);
    assert_eq!(list.text("/0/state"), "published");
}

#[test]
fn two_programs_on_one_folder_publish_once() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    kill_after(desk.posting(&place::samples(), "Shared"), 6);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| go_on(&desk));
        }
    });
    assert_eq!(practice.posts().len(), 1);
}

#[test]
fn an_instagram_that_is_switched_off_in_the_middle_loses_and_doubles_nothing() {
    let desk = Desk::new();
    // Killing the only program ends the practice Instagram that it served itself, too.
    let seen = kill_after(desk.posting(&place::samples(), "Off"), 10);
    assert!(!seen.is_empty());
    go_on(&desk).expect_status(0);
    let practice = Practice::beside(&desk.data());
    assert_eq!(practice.posts().len(), 1);
}
