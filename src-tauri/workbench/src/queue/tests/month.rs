//! A month of fifty accounts.

use std::collections::{BTreeMap, BTreeSet};

use fanfold_domain::publish::PostState;
use jiff::Timestamp;

use super::stage::{Stage, minutes, time};
use crate::schedule::When;
use crate::view::SlotInput;

/// Thirteen posts for each of fifty accounts, in the slots of their weeks.
async fn plan(stage: &Stage) -> BTreeMap<String, Vec<Timestamp>> {
    let mut planned: BTreeMap<String, Vec<Timestamp>> = BTreeMap::new();
    for number in 0..50u8 {
        let account = stage.account(&format!("a{number:02}")).await;
        let mut week: Vec<SlotInput> = [1, 3, 5]
            .map(|day| SlotInput {
                day,
                time: format!("{:02}:{:02}", 9 + number % 9, number % 60),
            })
            .into();
        if number < 2 {
            // In the hour that the clocks skip.
            week.push(SlotInput {
                day: 7,
                time: format!("02:{number:02}"),
            });
            week.push(SlotInput {
                day: 7,
                time: "12:00".to_owned(),
            });
        }
        stage.bench.set_slots(&account.id, &week).await.unwrap();
        for turn in 0..13 {
            let name = format!("{} {turn:02}", account.id);
            let row = stage.post(&account, &name, When::NextSlot).await;
            planned.entry(account.id.clone()).or_default().push(row.due);
        }
    }
    planned
}

#[tokio::test]
async fn a_month_of_fifty_accounts_goes_out_once_each_in_order_and_at_its_times() {
    // Berlin sets its clocks on 28 March 2027.
    let stage = Stage::at("2027-03-15T07:00:00Z").await;
    // A day without network in the middle: Sunday the 21st, when few post.
    let (lost, found) = (time("2027-03-21T06:00:00Z"), time("2027-03-22T06:30:00Z"));
    stage.instagram.offline(lost, found);
    let planned = plan(&stage).await;
    stage.live_until(time("2027-04-16T00:00:00Z")).await;

    let live = stage.instagram.live();
    assert_eq!(live.len(), 650);
    let names: BTreeSet<&str> = live.iter().map(|post| post.caption.as_str()).collect();
    assert_eq!(names.len(), 650, "exactly once each");
    let states = stage.states().await;
    assert!(states.iter().all(|state| *state == PostState::Published));
    let mut in_the_dark = 0;
    for (account, times) in planned {
        assert!(times.is_sorted());
        let own: Vec<_> = live.iter().filter(|post| post.account == account).collect();
        let order: Vec<String> = (0..13).map(|turn| format!("{account} {turn:02}")).collect();
        let seen: Vec<&str> = own.iter().map(|post| post.caption.as_str()).collect();
        assert_eq!(seen, order, "the order of {account}");
        for (post, due) in own.iter().zip(times) {
            let dark = due >= lost && due < found;
            in_the_dark += usize::from(dark);
            // Without network it goes out as soon as that is back: its own try comes at the latest
            // after five and a half minutes.
            let latest = if dark { found } else { due } + minutes(8);
            assert!(post.at >= due, "{} is early", post.caption);
            assert!(
                post.at <= latest,
                "{} was due {due} and went out {}",
                post.caption,
                post.at
            );
        }
    }
    assert_eq!(in_the_dark, 2, "the day without network had its posts");
    let first = time("2027-03-28T01:00:00Z");
    assert!(
        live.iter()
            .any(|post| post.at >= first && post.at < first + minutes(8)),
        "a slot that the clocks skip is the first moment after"
    );
}
