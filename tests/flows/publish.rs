//! A post goes live once for each time it was asked for.

use fanfold_tests::cli::Desk;
use fanfold_tests::photos;
use fanfold_tests::place;
use fanfold_tests::practice::Practice;
use serde_json::Value;

#[test]
fn ten_photos_of_mixed_kinds_go_live_as_one_carousel() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let outcome = desk
        .post(&photos::ten(&desk.files()), "Ten at once #mixed")
        .expect_status(0);
    assert_eq!(outcome.text("/type"), "result");
    assert_eq!(outcome.text("/state"), "published");

    let posts = practice.posts();
    assert_eq!(posts.len(), 1);
    let post = &posts[0];
    assert_eq!(post["caption"], "Ten at once #mixed");
    assert_eq!(post["items"].as_array().map(Vec::len), Some(10));
    assert_eq!(post["id"], *outcome.text("/media_id"));
    assert_eq!(post["permalink"], *outcome.text("/permalink"));
    assert_eq!(
        (
            practice.calls("create_child"),
            practice.calls("create_parent")
        ),
        (10, 1)
    );
}

#[test]
fn asked_for_twice_it_is_live_twice_and_no_more() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let files = photos::ten(&desk.files());
    let first = desk.post(&files, "Same again").expect_status(0);
    let second = desk.post(&files, "Same again").expect_status(0);
    assert_ne!(first.text("/post"), second.text("/post"));
    assert_ne!(first.text("/media_id"), second.text("/media_id"));
    assert_eq!(practice.posts().len(), 2);

    let again = desk
        .run(["queue", "run", "--until-idle", "--json"])
        .expect_status(0);
    assert_eq!(practice.posts().len(), 2, "{again:?}");
}

#[test]
fn one_photo_goes_out_as_a_single_picture() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    desk.post(&place::samples()[..1], "Alone").expect_status(0);
    assert_eq!(practice.posts().len(), 1);
}

#[test]
fn every_line_of_the_stream_keeps_the_contract() {
    let desk = Desk::new();
    let _practice = Practice::beside(&desk.data());
    let outcome = desk.post(&place::samples(), "Lines").expect_status(0);
    let (last, before) = outcome.lines.split_last().expect("lines came");
    assert_eq!(
        outcome.stdout.trim().lines().count(),
        outcome.lines.len(),
        "every line is JSON"
    );
    for line in before {
        match line["type"].as_str() {
            Some("progress") => {
                let steps = [
                    "check", "prepare", "upload", "create", "process", "publish", "comment",
                    "verify",
                ];
                assert!(
                    steps.contains(&line["step"].as_str().unwrap_or_default()),
                    "{line}"
                );
                assert!(line["done"].is_u64() && line["total"].is_u64(), "{line}");
                assert!(line["item"].is_u64() || line["item"].is_null(), "{line}");
                assert_eq!(line["post"], last["post"], "{line}");
            }
            Some("waiting") => assert!(
                line["reason"].is_string() && line["until"].is_string(),
                "{line}"
            ),
            other => panic!("a line of type {other:?}: {line}"),
        }
    }
    for key in ["post", "state", "media_id", "permalink", "error"] {
        assert!(last.get(key).is_some(), "{key} is missing: {last}");
    }
    assert!(
        before.iter().any(|line| line["step"] == "publish"),
        "no publish step was told"
    );
}

#[test]
fn a_dry_run_sends_nothing() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let mut command = desk.posting(&place::samples(), "Not yet");
    command.arg("--dry-run");
    let output = command.output().expect("fanfold-cli ends");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let stdout = String::from_utf8_lossy(&output.stdout);
    let last: Value = serde_json::from_str(stdout.trim().lines().last().unwrap()).unwrap();
    assert_eq!(last["state"], "dry_run");
    assert!(practice.posts().is_empty());
    assert_eq!(
        practice.calls("create_child") + practice.calls("create_parent"),
        0
    );
}

#[test]
fn the_queue_lists_what_went_live() {
    let desk = Desk::new();
    let _practice = Practice::beside(&desk.data());
    let posted = desk.post(&place::samples()[..2], "Listed").expect_status(0);
    let list = desk.run(["queue", "list", "--json"]).expect_status(0);
    let rows = list.result().as_array().expect("a list");
    let row = rows
        .iter()
        .find(|row| row["post"] == *posted.text("/post"))
        .expect("its row");
    assert_eq!(row["state"], "published");
    assert_eq!(row["media_id"], *posted.text("/media_id"));
}
