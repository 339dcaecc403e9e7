//! The program killed wherever it can be: at every call to Instagram, before and after its effect, and at every write to
//! its database. A new one then finishes: exactly one post, and none is lost that was asked for.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};

use fanfold_proof as table;
use fanfold_tests::cli::Desk;
use fanfold_tests::exif::Notes;
use fanfold_tests::photos;
use fanfold_tests::practice::Practice;
use fanfold_tests::process::Running;
use serde_json::{Value, json};

const CAPTION: &str = "Killed and alive";

/// A desk with an Instagram of the stricter kind, where publishing twice shows twice.
fn scene() -> (Desk, Practice, Vec<PathBuf>) {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    practice.set(&json!({ "processing_ms": 15, "quirks": { "publishes_again": true } }));
    let files = (0..2)
        .map(|seed| {
            let file = desk.files().join(format!("{seed}.jpg"));
            let photo = photos::jpeg(&photos::picture(seed, 320, 400), Notes::default());
            std::fs::write(&file, photo).unwrap();
            file
        })
        .collect();
    (desk, practice, files)
}

/// A new program finishes. Whether there was anything to finish.
fn finished(desk: &Desk, practice: &Practice, name: &str) -> bool {
    let asked = practice.heard().iter().any(|call| call == "create_child");
    let ran = desk.run(["queue", "run", "--until-idle", "--json"]);
    let list = desk.run(["queue", "list", "--json"]).expect_status(0);
    let stored = !list.result().as_array().unwrap().is_empty();
    assert!(stored || !asked, "{name}: sent, and not stored");
    assert_eq!(
        practice.posts().len(),
        usize::from(stored),
        "{name}: {ran:?}"
    );
    if stored {
        assert_eq!(list.text("/0/state"), "published", "{name}: {ran:?}");
        assert_eq!(practice.posts()[0]["comments"], 1, "{name}: {ran:?}");
    }
    stored
}

/// What the journal said it was about to do, of all that it ever was.
fn intents(data: &Path) -> Vec<String> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = fanfold_store::Store::open(data).await.unwrap();
        let rows = store.recent_journal(1000).await.unwrap();
        store.close().await;
        rows.iter()
            .filter_map(|row| row.entry["intents"].as_array())
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    })
}

/// The journal's word for a call.
fn word(call: &str) -> &str {
    match call {
        "status" => "read",
        "media" => "read_media",
        other => other,
    }
}

/// Killed while call number `nth` stands still. `None` when there are fewer calls.
fn killed_at_call(nth: usize, after: bool) -> Option<String> {
    let (desk, practice, files) = scene();
    let when = if after { "after" } else { "before" };
    practice.fault(&json!({ "on": "*", "kind": "stall", "when": when, "skip": nth, "times": 1 }));
    let mut command = desk.posting(&files, CAPTION);
    command.args(["--first-comment", "More tomorrow"]);
    let mut running = Running::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
    while practice.struck() == 0 {
        if running.child.try_wait().unwrap().is_some() {
            return None;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    running.kill();
    practice.heal();
    // Calls go side by side; the one that stands still has no status yet, and is among the last.
    let name = format!("call {nth}, {when}");
    let heard = practice.heard();
    let known = [
        "create_child",
        "create_parent",
        "status",
        "publish",
        "media",
        "comment",
    ];
    let meant = intents(&desk.data());
    for call in heard.iter().filter(|call| known.contains(&call.as_str())) {
        let noted = meant.iter().any(|intent| intent.starts_with(word(call)));
        assert!(
            noted,
            "{name}: {call} was sent and not noted before: {meant:?}"
        );
    }
    finished(&desk, &practice, &name);
    Some(heard.last().cloned().unwrap_or_default())
}

/// Killed when write number `nth` is about to be committed. `None` when there are fewer writes.
fn killed_at_write(nth: usize) -> Option<bool> {
    let (desk, practice, files) = scene();
    let mut command = desk.posting(&files, CAPTION);
    command.args(["--first-comment", "More tomorrow"]);
    command.env("FANFOLD_CRASH_AT_WRITE", nth.to_string());
    let mut running = Running::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
    let status = running.child.wait().unwrap();
    if status.code() == Some(0) {
        return None;
    }
    assert_eq!(status.code(), None, "write {nth}: it was to be killed");
    Some(finished(&desk, &practice, &format!("write {nth}")))
}

/// Plays `0, 1, 2…` on two threads until one of them says that there are no more; what each said.
fn until_none<T: Send>(play: impl Fn(usize) -> Option<T> + Sync) -> Vec<T> {
    let (next, end) = (AtomicUsize::new(0), AtomicUsize::new(usize::MAX));
    let work = || {
        let mut said = Vec::new();
        loop {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            if nth >= end.load(Ordering::Relaxed) {
                return said;
            }
            match play(nth) {
                Some(one) => said.push(one),
                None => {
                    end.fetch_min(nth, Ordering::Relaxed);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        let both = [scope.spawn(work), scope.spawn(work)];
        both.into_iter()
            .flat_map(|one| one.join().unwrap())
            .collect()
    })
}

#[test]
fn killed_at_every_call_and_every_write_a_new_program_finishes_with_exactly_one() {
    let begun = std::time::Instant::now();
    let calls = until_none(|nth| killed_at_call(nth / 2, nth % 2 == 1));
    let writes = until_none(|nth| killed_at_write(nth + 1));
    let early = writes.iter().filter(|stored| !**stored).count();
    // The way of a carousel of two: two children, a parent, reads, publish, media, comment.
    assert!(calls.len() >= 14, "only {} calls: {calls:?}", calls.len());
    assert!(
        writes.len() - early >= 15,
        "only {} writes, {early} before the post was stored; built without crash points?",
        writes.len()
    );
    let text = format!(
        "# Killed wherever it can be\n\n{}\n**{} kills**, each followed by a new program that finished: exactly one live \
         post each, in {:.0} s.\n",
        table::markdown(
            &[
                "killed at".to_owned(),
                "kills".to_owned(),
                "live afterwards".to_owned()
            ],
            &[
                vec![
                    "every call to Instagram, before and after its effect".to_owned(),
                    calls.len().to_string(),
                    "1 each".to_owned(),
                ],
                vec![
                    "every write before the post is stored (tables, account)".to_owned(),
                    early.to_string(),
                    "0 each, nothing was sent".to_owned(),
                ],
                vec![
                    "every write from then on, about to be committed".to_owned(),
                    (writes.len() - early).to_string(),
                    "1 each".to_owned(),
                ],
            ],
        ),
        calls.len() + writes.len(),
        begun.elapsed().as_secs_f64(),
    );
    table::show("kills", &text);
}
