//! Two programs at one queue, both killed now and then: every post goes live, none twice.

use std::collections::BTreeMap;
use std::time::Duration;

use fanfold_domain::rules::Policy;
use fanfold_proof as table;
use fanfold_tests::cli::{Desk, kill_after};
use fanfold_tests::exif::Notes;
use fanfold_tests::photos;
use fanfold_tests::practice::Practice;
use fanfold_workbench::queue_api::PostOrder;
use fanfold_workbench::{DataFolder, Options, When, Workbench};
use serde_json::json;

const POSTS: usize = 200;
const ACCOUNTS: [&str; 4] = ["bakery", "garden", "harbour", "workshop"];
/// Rounds after which it is given up. What is late on a busy machine goes out apart, and a program ends when
/// nothing is due just then: so there may be many, of a moment each.
const ENOUGH: usize = 600;
/// Lines after which each program is killed, round by round.
const ROUNDS: [[usize; 2]; 6] = [[40, 75], [110, 20], [60, 60], [5, 150], [90, 33], [71, 104]];

/// Two hundred posts, due in a moment, dealt out over the accounts.
async fn fill(desk: &Desk) {
    let folder = DataFolder::choose(Some(desk.data())).unwrap();
    let bench = Workbench::open(folder, Options::default()).await.unwrap();
    let photo = desk.files().join("photo.jpg");
    let bytes = photos::jpeg(&photos::picture(7, 320, 400), Notes::default());
    std::fs::write(&photo, bytes).unwrap();
    let listed = bench.account_rows().await.unwrap();
    let id_of = |name: &str| {
        let row = listed.iter().find(|row| row.username == name);
        row.unwrap_or_else(|| panic!("{name} is not connected"))
            .id
            .clone()
    };
    let ids = ACCOUNTS.map(id_of);
    for number in 0..POSTS {
        let order = PostOrder {
            files: vec![photo.clone()],
            kind: None,
            account: ids[number % ids.len()].clone(),
            caption: format!("Post {number}"),
            alt: Vec::new(),
            first_comment: None,
            at: Some(When::At(in_a_moment())),
            fix: false,
            dry_run: false,
            policy: Policy::default(),
            details: fanfold_workbench::queue_api::OrderDetails::default(),
        };
        let posted = bench.post(order, &|_| {}, &|_| {});
        let report = Box::pin(posted).await.unwrap();
        assert_eq!(report.state, "scheduled", "{report:?}");
    }
    bench.close().await.unwrap();
}

fn in_a_moment() -> jiff::Timestamp {
    jiff::Timestamp::now() + Duration::from_secs(1)
}

fn states(desk: &Desk) -> BTreeMap<String, usize> {
    let list = desk.run(["queue", "list", "--json"]).expect_status(0);
    let mut states = BTreeMap::new();
    for row in list.result().as_array().unwrap() {
        let state = row["state"].as_str().unwrap().to_owned();
        *states.entry(state).or_default() += 1;
    }
    states
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn two_programs_that_are_killed_now_and_then_publish_two_hundred_posts_once_each() {
    let begun = std::time::Instant::now();
    let desk = Desk::new();
    let instagram = Practice::beside(&desk.files().join("elsewhere"));
    instagram.set(&json!({
        "processing_ms": 10, "quota_total": 10_000, "containers_per_day": 10_000,
        "app_calls_per_hour": 10_000_000, "business_calls_per_day": 10_000_000,
        "quirks": { "publishes_again": true },
    }));
    let base = instagram.base();
    for name in ACCOUNTS {
        let token = instagram.member(name);
        let add = [
            "account",
            "add",
            "--token-stdin",
            "--graph-url",
            &base,
            "--json",
        ];
        desk.run_with(add, token.as_bytes()).expect_status(0);
    }
    tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(fill(&desk));

    let queue = || desk.command(["queue", "run", "--until-idle", "--json"]);
    let mut kills = 0;
    for lines in ROUNDS {
        let seen = std::thread::scope(|scope| {
            let both = lines.map(|lines| scope.spawn(move || kill_after(queue(), lines)));
            both.map(|one| one.join().unwrap().len())
        });
        // Fewer lines than asked for: it had ended by itself.
        kills += seen
            .iter()
            .zip(lines)
            .filter(|(seen, lines)| *seen == lines)
            .count();
    }
    let live = |round: usize| {
        let done = states(&desk).get("published") == Some(&POSTS);
        assert!(
            done || round < ENOUGH,
            "{:?} after {round} rounds",
            states(&desk)
        );
        done
    };
    let mut round = 0;
    while !live(round) {
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| desk.run(["queue", "run", "--until-idle", "--json"]));
            }
        });
        round += 1;
    }
    let mut captions: BTreeMap<String, usize> = BTreeMap::new();
    for post in instagram.posts() {
        *captions
            .entry(post["caption"].as_str().unwrap_or_default().to_owned())
            .or_default() += 1;
    }
    let twice: Vec<_> = captions.iter().filter(|(_, count)| **count != 1).collect();
    assert!(twice.is_empty(), "live more than once: {twice:?}");
    assert_eq!(captions.len(), POSTS);
    assert!(kills >= 6, "only {kills} of the kills came in the middle");
    let sent = instagram.calls("publish");
    table::show(
        "together",
        &format!(
            "# Two programs at one queue\n\n**{POSTS} posts** of {} accounts, two programs, {kills} kills in the middle: \
             {} live, none twice, {sent} publish calls, in {:.0} s.\n",
            ACCOUNTS.len(),
            captions.len(),
            begun.elapsed().as_secs_f64(),
        ),
    );
}
