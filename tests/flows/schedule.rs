//! Posts with a time, in the terminal: they wait for it, survive what happens meanwhile, and go out once.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fanfold_tests::cli::{Desk, Outcome};
use fanfold_tests::photos;
use fanfold_tests::place;
use fanfold_tests::practice::Practice;
use serde_json::json;

/// So many seconds from now, as RFC 3339.
fn later(seconds: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let mut days = (now.as_secs() + seconds) / 86_400;
    let rest = (now.as_secs() + seconds) % 86_400;
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= if leap(year) { 366 } else { 365 } {
        days -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let feb = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, feb, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    let day = days + 1;
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn schedule(desk: &Desk, caption: &str, at: &str) -> Outcome {
    let mut command = desk.posting(&place::samples()[..2], caption);
    command.args(["--at", at]);
    let output = command.output().expect("fanfold-cli ends");
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    Outcome {
        status: output.status.code(),
        lines: stdout
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        stdout,
    }
}

fn run(desk: &Desk) -> Outcome {
    desk.run(["queue", "run", "--until-idle", "--json"])
}

#[test]
fn a_scheduled_post_waits_for_its_time_and_needs_its_files_no_more() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    practice.set(&json!({ "processing_ms": 20 }));
    let files = photos::ten(&desk.files());
    let mut command = desk.posting(&files[..2], "Later");
    let due = later(4);
    command.args(["--at", &due]);
    assert_eq!(command.output().unwrap().status.code(), Some(0));
    for file in &files {
        std::fs::remove_file(file).unwrap();
    }
    run(&desk).expect_status(0);
    let early = practice.posts().len();
    let list = desk.run(["queue", "list", "--json"]).expect_status(0);
    let waits = list.text("/0/state") == "scheduled";
    assert!(early == 0 && waits || early == 1, "{list:?}");
    std::thread::sleep(Duration::from_secs(5));
    run(&desk).expect_status(0);
    assert_eq!(practice.posts().len(), 1);
}

#[test]
fn a_held_account_keeps_its_posts_until_it_is_resumed() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    practice.set(&json!({ "processing_ms": 20 }));
    let held = desk
        .run(["queue", "pause", "practice", "--json"])
        .expect_status(0);
    assert_eq!(held.result()["paused"][0]["by_person"], true);
    // Far enough off that a busy machine does not come to it late: what is due already is published by hand.
    let held = schedule(&desk, "Held", &later(10)).expect_status(0);
    assert_eq!(held.text("/state"), "scheduled");
    std::thread::sleep(Duration::from_secs(11));
    run(&desk).expect_status(0);
    assert!(practice.posts().is_empty());
    desk.run(["queue", "resume", "practice", "--json"])
        .expect_status(0);
    run(&desk).expect_status(0);
    assert_eq!(practice.posts().len(), 1);
}

#[test]
fn slots_are_set_and_filled_one_after_the_other() {
    let desk = Desk::new();
    let _practice = Practice::beside(&desk.data());
    let nowhere = schedule(&desk, "Nowhere", "next-slot");
    assert_eq!(nowhere.status, Some(1), "{nowhere:?}");
    let week = "mon 09:00, thu 18:30";
    let set = desk.run(["queue", "slots", "practice", "--set", week, "--json"]);
    let set = set.expect_status(0);
    assert_eq!(set.result()["days"][0]["times"], json!(["09:00"]));
    assert_eq!(set.result()["days"][3]["times"], json!(["18:30"]));
    for caption in ["One", "Two", "Three"] {
        let posted = schedule(&desk, caption, "next-slot").expect_status(0);
        assert_eq!(posted.text("/state"), "scheduled");
    }
    let list = desk.run(["queue", "list", "--json"]).expect_status(0);
    let rows = list.result().as_array().unwrap();
    let mut due: Vec<&str> = rows.iter().filter_map(|row| row["due"].as_str()).collect();
    assert_eq!(due.len(), 3);
    due.dedup();
    assert_eq!(due.len(), 3, "each its own slot");
    let wrong = desk.run(["queue", "slots", "practice", "--set", "someday 9", "--json"]);
    assert_eq!(wrong.status, Some(2));
    // Another time for one of them.
    let id = list.text("/0/post").to_owned();
    let moved = desk.run([
        "queue",
        "move",
        &id,
        "--at",
        "2099-01-01T10:00:00+01:00",
        "--json",
    ]);
    assert_eq!(moved.expect_status(0).text("/due"), "2099-01-01T09:00:00Z");
    let past = desk.run([
        "queue",
        "move",
        &id,
        "--at",
        "2001-01-01T10:00:00Z",
        "--json",
    ]);
    assert_eq!(past.status, Some(2));
}

#[test]
fn a_time_long_past_is_a_mistake_and_nothing_is_queued() {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    let refused = schedule(&desk, "Yesterday", "2001-01-01T10:00:00Z");
    assert_eq!(refused.status, Some(2), "{refused:?}");
    assert!(practice.posts().is_empty());
    let list = desk.run(["queue", "list", "--json"]).expect_status(0);
    assert_eq!(list.result(), &json!([]));
}
