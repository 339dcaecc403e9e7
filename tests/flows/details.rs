//! People, collaborators, a place and labels arrive with the post that they were given to.

use fanfold_tests::cli::{Desk, finish};
use fanfold_tests::films::upright;
use fanfold_tests::place;
use fanfold_tests::practice::Practice;
use serde_json::json;

/// A place of the practice Instagram.
const HARBOUR: &str = "106000000000001";

#[test]
fn a_carousel_arrives_with_its_people_its_place_and_its_label() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let mut command = desk.posting(&place::samples()[..2], "Together");
    command.args(["--collaborator", "@Ann.Baker", "--collaborator", "ben"]);
    command.args(["--location", HARBOUR, "--ai-label"]);
    command.args(["--tag", "2:@carl@0.25,0.75", "--tag", "2:dora"]);
    finish(command, b"").expect_status(0);
    let post = &practice.posts()[0];
    let own = &post["particulars"];
    assert_eq!(own["collaborators"], json!(["ann.baker", "ben"]));
    assert_eq!(own["location_id"], HARBOUR);
    assert_eq!(own["is_ai_generated"], true);
    assert!(own.get("share_to_feed").is_none(), "{own}");
    assert!(post["items"][0]["user_tags"].is_null());
    assert_eq!(
        post["items"][1]["user_tags"],
        json!([
            { "username": "carl", "x": 0.25, "y": 0.75 },
            { "username": "dora", "x": 0.5, "y": 0.5 },
        ])
    );
}

#[test]
fn a_single_picture_carries_the_same_itself() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let mut command = desk.posting(&place::samples()[..1], "Alone");
    command.args(["--collaborator", "ben", "--location", HARBOUR]);
    command.args(["--ai-label", "--tag", "1:carl@0,1"]);
    finish(command, b"").expect_status(0);
    let post = &practice.posts()[0];
    let own = &post["particulars"];
    assert_eq!(own["collaborators"], json!(["ben"]));
    assert_eq!(own["location_id"], HARBOUR);
    assert_eq!(own["is_ai_generated"], true);
    let tags = json!([{ "username": "carl", "x": 0.0, "y": 1.0 }]);
    assert_eq!(post["items"][0]["user_tags"], tags);
}

#[test]
fn a_reel_names_its_people_and_stays_out_of_the_feed_when_it_is_told_to() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let mut command = desk.posting(&[upright(&desk.files(), "tide.mov")], "Tide");
    command.args([
        "--tag",
        "1:carl@0.5,0.5",
        "--collaborator",
        "ben",
        "--no-feed",
    ]);
    finish(command, b"").expect_status(0);
    let post = &practice.posts()[0];
    assert_eq!(post["particulars"]["share_to_feed"], false);
    assert_eq!(post["particulars"]["collaborators"], json!(["ben"]));
    // On a clip people have no place.
    assert_eq!(
        post["items"][0]["user_tags"],
        json!([{ "username": "carl" }])
    );
}

#[test]
fn a_story_takes_its_people_and_its_label_and_nothing_that_it_has_no_room_for() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let mut command = desk.posting(&place::samples()[..1], "Unsaid");
    command.args([
        "--as",
        "story",
        "--collaborator",
        "ben",
        "--location",
        HARBOUR,
    ]);
    command.args(["--ai-label", "--tag", "1:carl@0.5,0.5"]);
    finish(command, b"").expect_status(0);
    let post = &practice.posts()[0];
    let own = &post["particulars"];
    assert_eq!(own["is_ai_generated"], true);
    assert!(own.get("collaborators").is_none() && own.get("location_id").is_none());
    assert_eq!(post["items"][0]["user_tags"][0]["username"], "carl");
}

#[test]
fn what_nobody_could_read_is_refused_before_anything_is_sent() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let marks = format!("1:a{}@0.5,0.5", "\u{301}".repeat(10_000));
    let many: Vec<String> = (0..1000).map(|one| format!("1:u{one}@0.5,0.5")).collect();
    let wrong: [Vec<&str>; 6] = [
        vec!["--collaborator", "evil\u{202E}eman"],
        vec!["--tag", &marks],
        vec!["--tag", "1:ann@NaN,0"],
        vec!["--tag", "3:ann@0,0"],
        vec!["--location", "../me"],
        many.iter().flat_map(|tag| ["--tag", tag]).collect(),
    ];
    for arguments in wrong {
        let mut command = desk.posting(&place::samples()[..2], "No");
        command.args(&arguments);
        let outcome = finish(command, b"").expect_status(2);
        assert!(
            outcome.stderr.len() + outcome.stdout.len() < 2000,
            "{arguments:?}"
        );
    }
    // A name that is only misspelt is judged with the rest of the post.
    let mut command = desk.posting(&place::samples()[..2], "No");
    command.args(["--collaborator", "jürgen maier"]);
    let outcome = finish(command, b"").expect_status(1);
    assert_eq!(outcome.text("/state"), "needs_attention");
    assert_eq!(practice.posts().len(), 0);
    assert_eq!(practice.calls("create_child"), 0);
}
