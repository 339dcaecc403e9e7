//! The flight recorder, health and the support file, as somebody who helps gets them; and the duplicate radar's warning.

use std::io::{Cursor, Read};
use std::path::Path;

use fanfold_tests::cli::Desk;
use fanfold_tests::photos;
use fanfold_tests::place;
use fanfold_tests::practice::Practice;
use serde_json::{Value, json};
use zip::ZipArchive;

/// Every file of the support file, by name.
fn exported(desk: &Desk) -> Vec<(String, String)> {
    let out = desk.files().join("support.zip");
    let done = desk.run([
        "logs".as_ref(),
        "export".as_ref(),
        "--json".as_ref(),
        "--out".as_ref(),
        out.as_os_str(),
    ]);
    assert!(done.expect_status(0).result()["bytes"].as_u64() > Some(1000));
    let mut archive = ZipArchive::new(Cursor::new(std::fs::read(&out).unwrap())).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn file<'a>(files: &'a [(String, String)], part: &str) -> &'a str {
    let found = files.iter().find(|(name, _)| name.contains(part));
    &found.unwrap_or_else(|| panic!("no {part} in {files:?}")).1
}

#[test]
fn a_post_that_was_tried_again_has_its_whole_record_in_the_support_file() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    practice.fail("server_error", &json!({ "on": "create_child", "times": 1 }));
    let outcome = desk
        .post(&place::samples()[..3], "Recorded")
        .expect_status(0);
    let post = outcome.text("/post");
    let files = exported(&desk);
    let record: Value = serde_json::from_str(file(&files, post)).unwrap();
    let calls = record["calls"].as_array().unwrap();
    let made = |endpoint: &str| {
        let named = |call: &&Value| call["endpoint"] == endpoint;
        calls.iter().filter(named).count()
    };
    assert_eq!(made("container.create_slide"), 4, "one of three twice");
    assert_eq!(made("media.publish"), 1);
    for call in calls {
        assert_eq!(call["post"], post);
        assert!(call["ms"].is_u64() && call["request_id"].is_string());
    }
    let refused = calls.iter().find(|call| call["http"] == 500);
    assert!(refused.unwrap()["trace_id"].is_string(), "{calls:?}");
    let sentence = record["sentence"].as_str().unwrap();
    assert!(sentence.contains("1 tried again"), "{sentence}");
    let kinds: Vec<&str> = record["journal"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["kind"].as_str())
        .collect();
    assert_eq!(kinds.first(), Some(&"queued"));
    assert!(kinds.contains(&"published"), "{kinds:?}");
    assert_eq!(record["post"]["state"], "published");
    // Where it is live says whose it is.
    let address = outcome.text("/permalink");
    for (name, text) in &files {
        assert!(!text.contains(address), "{address} is in {name}");
    }
    for part in [
        "about.json",
        "settings.json",
        "accounts.json",
        "posts.json",
        "logs/",
    ] {
        assert!(!file(&files, part).is_empty());
    }
}

#[test]
fn no_secret_and_no_name_leaves_in_the_support_file_even_where_a_server_quoted_it() {
    let desk = Desk::new();
    let elsewhere = Practice::beside(&desk.files().join("elsewhere"));
    let token = elsewhere.token("instagram");
    let base = elsewhere.base();
    let add = [
        "account",
        "add",
        "--token-stdin",
        "--json",
        "--graph-url",
        &base,
    ];
    let added = desk.run_with(add, token.as_bytes()).expect_status(0);
    let (id, username) = (
        added.text("/id").to_owned(),
        added.text("/username").to_owned(),
    );
    let secret = "client_secret=9f8e7d6c5b4a39281706f5e4d3c2b1a0";
    let code = "AQDloginCodeOfSomebody0123456789";
    let quote =
        format!("Malformed access token {token}; {secret}; https://localhost/cb?code={code}#_");
    let spoken = json!({
        "on": "*",
        "error": { "code": 100, "message": quote, "title": quote, "user_message": quote },
    });
    elsewhere.fail("server_error", &spoken);
    let photo = &place::samples()[0];
    let mut posting = vec!["post".as_ref(), photo.as_os_str()];
    posting.extend(["--account", &id, "--fix", "--json"].map(AsRef::<std::ffi::OsStr>::as_ref));
    assert_ne!(desk.run(posting).status, Some(0));
    // What an older Fanfold, or another program, may have written.
    let old = desk.data().join("logs/fanfold.2020-01-01.jsonl");
    std::fs::write(
        &old,
        format!("{{\"message\":\"{quote} of @{username}, bare {token}\"}}\n"),
    )
    .unwrap();

    let files = exported(&desk);
    for (name, text) in &files {
        for canary in [
            token.as_str(),
            "9f8e7d6c5b4a",
            code,
            &username,
            photo_name(photo),
        ] {
            assert!(!text.contains(canary), "{canary} is in {name}:\n{text}");
        }
    }
    assert!(
        file(&files, "2020-01-01").contains("***"),
        "masked, not dropped"
    );
    assert!(file(&files, "2020-01-01").contains("@account-1"));
}

fn photo_name(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

#[test]
fn a_file_that_cannot_be_written_is_said_and_leaves_the_old_one() {
    let desk = Desk::new();
    let out = desk.files().join("no/such/folder/support.zip");
    let refused = desk.run([
        "logs".as_ref(),
        "export".as_ref(),
        "--out".as_ref(),
        out.as_os_str(),
    ]);
    assert_eq!(refused.status, Some(3));
    assert!(
        refused.stderr.contains("cannot be written"),
        "{}",
        refused.stderr
    );
}

#[test]
fn health_tells_sign_in_quota_usage_containers_and_errors_of_every_account() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let nobody = desk.run(["health", "--json"]).expect_status(0);
    assert_eq!(nobody.result(), &json!([]), "nothing to tell yet");
    desk.post(&place::samples()[..2], "Healthy")
        .expect_status(0);
    let well = desk.run(["health", "--json"]).expect_status(0);
    let row = &well.result()[0];
    assert_eq!(row["account"], "practice");
    assert_eq!(row["token"]["state"], "valid");
    assert!(
        row["permissions"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    assert_eq!(row["publishing_quota"]["used"], 1);
    assert_eq!(row["containers"]["open"], 0);
    assert!(row["containers"]["created"].as_u64() >= Some(3));
    assert!(row["api_usage"]["percent"].is_number());
    assert!(row["calls"]["total"].as_u64() > Some(4));
    assert_eq!(row["calls"]["failed"], 0);
    assert_eq!(row["error"], Value::Null);

    // The calls go out side by side: all of them are struck, whichever come first.
    practice.fail("server_error", &json!({ "on": "*", "times": 50 }));
    let ill = desk.run(["health", "--json"]).expect_status(1);
    let row = &ill.result()[0];
    assert!(row["error"]["title"].is_string(), "{row}");
    assert!(row["calls"]["error_rate"].as_f64() > Some(0.0));
    assert_eq!(row["publishing_quota"]["used"], 1, "what was known stays");
}

#[test]
fn the_same_picture_compressed_and_sized_anew_is_warned_of_and_another_is_not() {
    let desk = Desk::new();
    let _practice = Practice::beside(&desk.data());
    let photo = &place::samples()[0];
    desk.post(
        std::slice::from_ref(photo),
        "On the ridge before breakfast #hiking",
    )
    .expect_status(0);

    let copy = photos::copied_smaller(photo, &desk.files());

    let again = desk
        .post(&[&copy], "On the ridge, before breakfast. #hiking")
        .expect_status(0);
    assert!(
        again
            .stderr
            .contains("The same picture and the same caption"),
        "{}",
        again.stderr
    );
    assert!(
        again.lines.iter().all(|line| line["type"] != "warning"),
        "stdout is the contract's"
    );
    let other = desk
        .post(
            &place::samples()[3..4],
            "On the ridge before breakfast #hiking",
        )
        .expect_status(0);
    assert!(!other.stderr.contains("looks like"), "{}", other.stderr);
    let words = desk
        .post(
            &[&copy],
            "Tickets for the spring fair are on sale from Monday",
        )
        .expect_status(0);
    assert!(
        words.stderr.contains("The same picture"),
        "the very same file: {}",
        words.stderr
    );
}
