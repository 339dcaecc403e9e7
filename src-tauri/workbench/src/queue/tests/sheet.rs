//! The schedule sheet answers for the account in use.

use super::stage::{Stage, minutes};
use crate::schedule::When;
use crate::view::SlotInput;

/// A Monday, eight in the morning in Berlin.
const MONDAY: &str = "2027-03-15T07:00:00Z";

fn every_day(time: &str) -> Vec<SlotInput> {
    let slot = |day| SlotInput {
        day,
        time: time.to_owned(),
    };
    (1..=7).map(slot).collect()
}

#[tokio::test]
async fn the_sheet_shows_the_slots_and_posts_of_the_account_in_use_and_of_no_other() {
    let stage = Stage::at(MONDAY).await;
    let (bakery, garden) = (stage.account("bakery").await, stage.account("garden").await);
    let third = stage.account("third").await;
    let bench = &stage.bench;
    bench
        .set_slots("bakery", &every_day("09:00"))
        .await
        .unwrap();
    bench
        .set_slots("garden", &every_day("18:30"))
        .await
        .unwrap();
    stage.post(&bakery, "bread", When::NextSlot).await;
    stage.post(&garden, "roses", When::NextSlot).await;
    stage.post(&garden, "tulips", When::NextSlot).await;
    let draft = bench.draft_new().await.unwrap().id;

    bench.account_choose("bakery").await.unwrap();
    let sheet = bench.schedule_options(&draft).await.unwrap();
    assert_eq!(sheet.account, "bakery");
    // Today's is taken by bread, and by nobody else's post.
    assert_eq!(sheet.next_slot.unwrap().at, "2027-03-16T09:00");
    let titles: Vec<_> = sheet.upcoming.iter().map(|post| &*post.title).collect();
    assert_eq!(titles, ["bread"]);

    bench.account_choose("garden").await.unwrap();
    let sheet = bench.schedule_options(&draft).await.unwrap();
    assert_eq!(sheet.account, "garden");
    assert_eq!(sheet.next_slot.unwrap().at, "2027-03-17T18:30");
    assert_eq!(sheet.suggested, "2027-03-17T18:30");
    assert!(
        sheet
            .later_slots
            .iter()
            .all(|slot| slot.at.ends_with("18:30"))
    );
    assert_eq!(sheet.upcoming.len(), 2);
    // The time of another account's post is no company.
    let said = bench
        .schedule_say(&draft, "2027-03-15T09:00")
        .await
        .unwrap();
    assert_eq!(said.note, None);
    let said = bench
        .schedule_say(&draft, "2027-03-15T18:30")
        .await
        .unwrap();
    assert!(said.note.is_some());

    bench.account_choose("third").await.unwrap();
    let sheet = bench.schedule_options(&draft).await.unwrap();
    assert_eq!((sheet.has_slots, sheet.next_slot), (false, None));
    assert!(sheet.upcoming.is_empty());
    stage
        .post_at(&third, "soon", stage.now() + minutes(5))
        .await;
    let sheet = bench.schedule_options(&draft).await.unwrap();
    assert_eq!(sheet.upcoming.len(), 1);
}
