//! Real accounts in the terminal, on an Instagram that is reached like Meta: connecting, publishing, what happens when
//! access ends, and that no token is anywhere but in the keychain.

use std::path::Path;

use fanfold_tests::bucket::{Bucket, ID, SECRET};
use fanfold_tests::cli::{Desk, Outcome, finish};
use fanfold_tests::place;
use fanfold_tests::practice::Practice;
use serde_json::json;

/// An Instagram somewhere else: nothing of the desk's own practice account.
fn elsewhere(desk: &Desk) -> Practice {
    let instagram = Practice::beside(&desk.files().join("elsewhere"));
    instagram.set(&json!({ "processing_ms": 20 }));
    instagram
}

fn add(desk: &Desk, instagram: &Practice, token: &str, more: &[&str]) -> Outcome {
    let mut arguments = vec!["account", "add", "--token-stdin", "--graph-url"];
    let base = instagram.base();
    arguments.push(&base);
    arguments.extend(more);
    arguments.push("--json");
    desk.run_with(arguments, token.as_bytes())
}

fn post(desk: &Desk, account: &str) -> Outcome {
    let mut command = vec!["post".into()];
    command.extend(
        place::samples()[..2]
            .iter()
            .map(|file| file.as_os_str().to_owned()),
    );
    command.extend(["--account", account, "--fix", "--json"].map(Into::into));
    desk.run(command)
}

#[test]
fn an_account_of_either_login_is_added_checked_published_to_and_removed() {
    for flavour in ["facebook", "instagram"] {
        let desk = Desk::new();
        let instagram = elsewhere(&desk);
        let token = instagram.token(flavour);
        let copied = format!(" {token}\r\n");
        let added = add(&desk, &instagram, &copied, &["--flavour", flavour]).expect_status(0);
        let id = added.text("/id").to_owned();
        assert_eq!(added.text("/flavour"), flavour);
        assert_eq!(added.text("/token_state"), "valid");
        let again = add(&desk, &instagram, &token, &[]).expect_status(0);
        assert_eq!(again.text("/id"), id, "reconnected, not added twice");

        let checked = desk
            .run(["account", "check", &id, "--json"])
            .expect_status(0);
        assert_eq!(checked.result()["missing_permissions"], json!([]));
        let published = post(&desk, &id).expect_status(0);
        assert_eq!(published.text("/state"), "published", "{flavour}");
        assert_eq!(instagram.posts().len(), 1);

        let listed = desk.run(["account", "list", "--json"]).expect_status(0);
        let ids: Vec<_> = listed.result().as_array().unwrap().iter().collect();
        assert!(ids.iter().any(|row| row["id"] == json!(id)));
        assert!(ids.iter().any(|row| row["id"] == "practice"));
        desk.run(["account", "remove", &id, "--json"])
            .expect_status(0);
        assert_eq!(
            post(&desk, &id).status,
            Some(2),
            "nobody by that name any more"
        );
    }
}

#[test]
fn pictures_go_through_the_page_where_there_is_one_and_are_taken_back() {
    let desk = Desk::new();
    let instagram = elsewhere(&desk);
    let token = instagram.token("facebook");
    let host = ["--media-host", "page-photo", "--name", "bakery"];
    add(&desk, &instagram, &token, &host).expect_status(0);
    let published = post(&desk, "bakery").expect_status(0);
    assert_eq!(published.text("/state"), "published");
    assert_eq!(instagram.posts().len(), 1);
    // Lent by the Page, and given back: nothing of the two is left there.
    assert_eq!(instagram.calls("photo"), 2, "one a picture");
    assert_eq!(instagram.calls("delete"), 2);
}

#[test]
fn pictures_go_through_a_bucket_by_either_login_and_are_gone_from_it_afterwards() {
    for flavour in ["facebook", "instagram"] {
        let desk = Desk::new();
        let (instagram, bucket) = (elsewhere(&desk), Bucket::new());
        let (base, spec) = (instagram.base(), bucket.spec());
        let mut adding = desk.command(["account", "add", "--token-stdin", "--json"]);
        adding.args([
            "--name",
            "bakery",
            "--graph-url",
            &base,
            "--media-host",
            &spec,
        ]);
        adding.envs([("AWS_ACCESS_KEY_ID", ID), ("AWS_SECRET_ACCESS_KEY", SECRET)]);
        let token = instagram.token(flavour);
        finish(adding, token.as_bytes()).expect_status(0);
        let published = post(&desk, "bakery").expect_status(0);
        assert_eq!(published.text("/state"), "published", "{flavour}");
        assert_eq!(instagram.posts().len(), 1, "{flavour}");
        assert_eq!(bucket.asked_for("PutObject"), 2, "one a picture");
        assert!(
            bucket.asked_for("GetObject") >= 2,
            "fetched by signed links"
        );
        assert_eq!(bucket.objects(), 0, "taken back once the post is live");
        assert!(!told(&published).contains(SECRET), "{published:?}");
    }
}

#[test]
fn a_post_that_waits_for_the_account_goes_on_by_itself_once_it_is_connected_again() {
    let desk = Desk::new();
    let instagram = elsewhere(&desk);
    let added = add(&desk, &instagram, &instagram.token("instagram"), &[]).expect_status(0);
    let id = added.text("/id").to_owned();
    instagram.rehearse("access_expired", true);
    let stopped = post(&desk, &id).expect_status(1);
    assert_eq!(stopped.text("/state"), "needs_attention");
    assert_eq!(stopped.text("/error/action"), "reconnect");
    let listed = desk.run(["account", "list", "--json"]);
    let rows = listed.result().as_array().unwrap();
    let row = rows.iter().find(|row| row["id"] == json!(id)).unwrap();
    assert_eq!(row["token_state"], "expired", "seen by the publish");

    add(&desk, &instagram, &instagram.token("instagram"), &[]).expect_status(0);
    desk.run(["queue", "run", "--until-idle", "--json"])
        .expect_status(0);
    assert_eq!(instagram.posts().len(), 1);
}

#[test]
fn a_removed_account_stops_its_own_post_and_not_the_queue() {
    let desk = Desk::new();
    let instagram = elsewhere(&desk);
    let added = add(&desk, &instagram, &instagram.token("instagram"), &[]).expect_status(0);
    let id = added.text("/id").to_owned();
    instagram.rehearse("access_expired", true);
    let stopped = post(&desk, &id).expect_status(1);
    let waiting = stopped.text("/post").to_owned();
    desk.run(["account", "remove", &id, "--json"])
        .expect_status(0);
    desk.run(["queue", "retry", &waiting, "--json"])
        .expect_status(0);

    let queue = ["queue", "run", "--until-idle", "--json"];
    let run = desk.run(queue).expect_status(1);
    assert_eq!(run.text("/state"), "needs_attention");
    assert_eq!(run.text("/error/action"), "reconnect");
    desk.run(queue).expect_status(0);
    assert!(instagram.posts().is_empty());
}

#[test]
fn without_a_media_host_nothing_is_queued_and_the_way_to_one_is_told() {
    let desk = Desk::new();
    let instagram = elsewhere(&desk);
    let none = ["--media-host", "", "--name", "bakery"];
    add(&desk, &instagram, &instagram.token("instagram"), &none).expect_status(0);
    let refused = post(&desk, "bakery");
    assert_eq!(refused.text("/error/code"), "account", "{refused:?}");
    assert!(refused.text("/error/hint").contains("Media host"));
    let queue = desk.run(["queue", "list", "--json"]).expect_status(0);
    assert_eq!(queue.result(), &json!([]));
}

#[test]
fn what_cannot_be_connected_is_told_and_leaves_nothing_behind() {
    let desk = Desk::new();
    let instagram = elsewhere(&desk);
    let token = instagram.token("facebook");
    let nobody = add(&desk, &instagram, "EAAnobodyknowsthistoken", &[]).expect_status(1);
    assert_eq!(nobody.text("/error/action"), "reconnect");
    assert_eq!(nobody.text("/token_state"), "revoked");
    assert!(!nobody.stdout.contains("nobodyknows") && !nobody.stderr.contains("nobodyknows"));
    let empty = add(&desk, &instagram, "\n", &[]);
    assert_eq!(empty.status, Some(2), "{empty:?}");
    let plain = [
        "account",
        "add",
        "--token-stdin",
        "--graph-url",
        "http://example.com",
        "--json",
    ];
    assert_eq!(desk.run_with(plain, token.as_bytes()).status, Some(2));
    instagram.rehearse("account_is_personal", true);
    let personal = add(&desk, &instagram, &token, &[]);
    assert_ne!(personal.status, Some(0), "{personal:?}");
    let listed = desk.run(["account", "list", "--json"]).expect_status(0);
    assert_eq!(
        listed.result().as_array().unwrap().len(),
        1,
        "only the practice account"
    );
}

/// A token that can be told from everything else, in every place a program leaves traces.
#[test]
fn a_token_is_nowhere_but_in_the_keychain() {
    let desk = Desk::new();
    let instagram = elsewhere(&desk);
    let mut said = String::new();
    let mut canaries = Vec::new();
    for flavour in ["facebook", "instagram"] {
        let token = instagram.token(flavour);
        said += &told(&add(&desk, &instagram, &token, &["--name", flavour]));
        canaries.push(token);
        said += &told(&desk.run(["account", "check", flavour, "--json"]));
        said += &told(&post(&desk, flavour));
        for trouble in ["maintenance_page", "access_logged_out"] {
            instagram.rehearse(trouble, true);
            said += &told(&post(&desk, flavour));
            said += &told(&desk.run(["account", "check", flavour]));
            said += &told(&desk.run(["account", "refresh", flavour]));
        }
        instagram.calm();
    }
    for canary in &canaries {
        // The part that no other text shares.
        let canary = &canary[canary.len() - 20..];
        assert!(!said.contains(canary), "a program printed it");
        assert_nowhere(&desk.data(), canary);
    }
}

fn told(outcome: &Outcome) -> String {
    format!("{}{}", outcome.stdout, outcome.stderr)
}

fn assert_nowhere(folder: &Path, secret: &str) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_nowhere(&path, secret);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{} holds the token", path.display());
        }
    }
}
