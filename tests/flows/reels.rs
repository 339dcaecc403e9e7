//! Clips go live: as reels, in carousels and as stories, sent to Instagram or fetched by it.

use std::path::PathBuf;

use fanfold_tests::cli::{Desk, Outcome};
use fanfold_tests::films::upright;
use fanfold_tests::place;
use fanfold_tests::practice::Practice;
use serde_json::{Value, json};

fn posted(desk: &Desk, account: &str, files: &[PathBuf], more: &[&str]) -> Outcome {
    let mut command = desk.command(["post"]);
    let caption = desk.files().join("caption.txt");
    std::fs::write(&caption, "Tide coming in").unwrap();
    command
        .args(files)
        .args(["--account", account, "--fix", "--json"]);
    command.arg("--caption-file").arg(caption).args(more);
    let output = command.output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let json = |line: &str| serde_json::from_str::<Value>(line).ok();
    Outcome {
        status: output.status.code(),
        lines: stdout.lines().filter_map(json).collect(),
        stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A practice account of its own by one of the logins.
fn account(desk: &Desk, instagram: &Practice, flavour: &str) -> String {
    let base = instagram.base();
    let arguments = [
        "account",
        "add",
        "--token-stdin",
        "--graph-url",
        &base,
        "--json",
    ];
    let token = instagram.token(flavour);
    let added = desk.run_with(arguments, token.as_bytes()).expect_status(0);
    added.text("/id").to_owned()
}

fn elsewhere(desk: &Desk) -> Practice {
    let instagram = Practice::beside(&desk.files().join("elsewhere"));
    instagram.set(&json!({ "processing_ms": 20 }));
    instagram
}

#[test]
fn a_clip_becomes_a_reel_sent_by_one_login_and_fetched_by_the_other() {
    for (flavour, uploads) in [("facebook", 1), ("instagram", 0)] {
        let desk = Desk::new();
        let instagram = elsewhere(&desk);
        let id = account(&desk, &instagram, flavour);
        let film = upright(&desk.files(), "tide.mov");
        let outcome =
            posted(&desk, &id, &[film], &["--first-comment", "High tide"]).expect_status(0);
        assert_eq!(outcome.text("/state"), "published", "{flavour}");
        let posts = instagram.posts();
        assert_eq!(posts.len(), 1, "{flavour}");
        assert_eq!(posts[0]["shape"], "reel", "{flavour}");
        assert_eq!(posts[0]["caption"], "Tide coming in");
        assert_eq!(posts[0]["comments"], 1);
        assert_eq!(instagram.calls("upload"), uploads, "{flavour}");
    }
}

#[test]
fn clips_and_pictures_go_live_in_one_carousel() {
    let desk = Desk::new();
    let instagram = elsewhere(&desk);
    let id = account(&desk, &instagram, "facebook");
    let mut files = vec![upright(&desk.files(), "tide.mov")];
    files.extend(place::samples()[..2].to_vec());
    let outcome = posted(&desk, &id, &files, &[]).expect_status(0);
    assert_eq!(outcome.text("/state"), "published");
    let posts = instagram.posts();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0]["shape"], "carousel");
    assert_eq!(posts[0]["items"].as_array().unwrap().len(), 3);
}

#[test]
fn a_picture_and_a_clip_become_stories_without_words() {
    let desk = Desk::new();
    let instagram = elsewhere(&desk);
    let id = account(&desk, &instagram, "facebook");
    let film = upright(&desk.files(), "tide.mov");
    for (file, shape) in [
        (place::samples()[0].clone(), "story_image"),
        (film, "story_video"),
    ] {
        let outcome = posted(&desk, &id, &[file], &["--as", "story"]).expect_status(0);
        assert_eq!(outcome.text("/state"), "published", "{shape}");
        let newest = instagram.posts().remove(0);
        assert_eq!(newest["shape"], shape);
        assert!(newest["caption"].as_str().unwrap_or_default().is_empty());
    }
    assert_eq!(instagram.posts().len(), 2);
}

#[test]
fn a_story_whose_publish_reply_is_lost_is_found_and_not_sent_again() {
    let desk = Desk::new();
    let instagram = elsewhere(&desk);
    let id = account(&desk, &instagram, "facebook");
    instagram.fail("publish_lost", &json!({}));
    let files = [place::samples()[0].clone()];
    let outcome = posted(&desk, &id, &files, &["--as", "story"]).expect_status(0);
    assert_eq!(outcome.text("/state"), "published", "{outcome:?}");
    assert_eq!(instagram.posts().len(), 1);
    assert_eq!(instagram.calls("publish"), 1);
}

#[test]
fn an_upload_that_breaks_in_the_middle_goes_on_from_there() {
    let desk = Desk::new();
    let instagram = elsewhere(&desk);
    let id = account(&desk, &instagram, "facebook");
    instagram.fail("upload_cut", &json!({}));
    let film = upright(&desk.files(), "tide.mov");
    let outcome = posted(&desk, &id, &[film], &[]).expect_status(0);
    assert_eq!(outcome.text("/state"), "published", "{outcome:?}");
    assert_eq!(instagram.calls("upload"), 2);
    assert_eq!(
        instagram.calls("create_single"),
        1,
        "the container was kept"
    );
    assert_eq!(instagram.posts().len(), 1);
}

#[test]
fn files_that_do_not_make_the_kind_asked_for_are_wrong_usage() {
    let desk = Desk::new();
    let two = place::samples()[..2].to_vec();
    for (files, kind) in [
        (&two[..], "story"),
        (&two[..1], "reel"),
        (&two[..1], "carousel"),
    ] {
        let outcome = posted(&desk, "practice", files, &["--as", kind]);
        assert_eq!(outcome.status, Some(2), "{kind}: {outcome:?}");
    }
}
