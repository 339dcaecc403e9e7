//! Trouble at Instagram's end: told in words, tried again where that helps, never doubled.

use fanfold_tests::cli::Desk;
use fanfold_tests::place;
use fanfold_tests::practice::Practice;
use serde_json::json;

fn post_with(preset: &str) -> (Desk, Practice, fanfold_tests::cli::Outcome) {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    practice.set(&json!({ "processing_ms": 20 }));
    practice.fail(preset, &json!({}));
    let outcome = desk.post(&place::samples()[..3], preset);
    (desk, practice, outcome)
}

#[test]
fn trouble_that_passes_is_waited_out() {
    let passing = [
        "server_error",
        "instagram_trouble",
        "maintenance_page",
        "empty_reply",
        "half_reply",
        "connection_lost",
        "not_ready",
        "publish_lost",
        "publish_error_but_live",
    ];
    for preset in passing {
        let (_desk, practice, outcome) = post_with(preset);
        let outcome = outcome.expect_status(0);
        assert_eq!(outcome.text("/state"), "published", "{preset}");
        assert_eq!(practice.posts().len(), 1, "{preset}");
    }
}

#[test]
fn what_a_person_must_mend_is_told_with_the_thing_to_do() {
    for (preset, action) in [
        ("token_expired", "reconnect"),
        ("checkpoint", "open_instagram"),
        ("permission_missing", "grant_permission"),
        ("picture_ratio", "fix_media"),
        ("caption_too_long", "fix_caption"),
    ] {
        let (_desk, practice, outcome) = post_with(preset);
        let outcome = outcome.expect_status(1);
        assert_eq!(outcome.text("/state"), "needs_attention", "{preset}");
        assert_eq!(
            outcome.text("/error/action"),
            action,
            "{preset}: {outcome:?}"
        );
        assert!(!outcome.text("/error/title").is_empty(), "{preset}");
        assert!(practice.posts().is_empty(), "{preset}");
    }
}

#[test]
fn after_the_mending_a_retry_goes_live_once() {
    let (desk, practice, outcome) = post_with("permission_missing");
    let post = outcome.text("/post").to_owned();
    practice.heal();
    let retried = desk.run(["queue", "retry", &post, "--json"]);
    let ran = desk.run(["queue", "run", "--until-idle", "--json"]);
    assert_eq!(practice.posts().len(), 1, "{retried:?} {ran:?}");
}

#[test]
fn a_full_quota_leaves_the_post_in_the_queue() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    practice.set(&json!({ "quota_total": 0, "processing_ms": 20 }));
    let mut command = desk.posting(&place::samples()[..2], "Later");
    command.args(["--max-wait", "1"]);
    let output = command.output().expect("fanfold-cli ends");
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert!(practice.posts().is_empty());
    let list = desk.run(["queue", "list", "--json"]).expect_status(0);
    assert_eq!(list.text("/0/state"), "waiting", "{list:?}");
    assert!(!list.text("/0/until").is_empty(), "{list:?}");
}
