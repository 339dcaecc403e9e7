//! Many drafts: the newest are listed, all are counted and found, and those that are not open are not read.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::path::Path;

use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::media::{Color, MediaFacts, MediaKind, Unreadable};
use fanfold_domain::rules::Profile;
use fanfold_store::{MediaRow, Store};
use fanfold_workbench::view::{DraftView, Edit, Event, Settings, Tone};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use support::{BASE, open, until};

const HASH: &str = "aa00000000000000000000000000000000000000000000000000000000000000";

fn at(seconds: i64) -> Timestamp {
    let noon: Timestamp = "2026-09-11T12:00:00Z".parse().unwrap();
    noon + SignedDuration::from_secs(seconds)
}

/// A photo of 4:5, which Instagram takes and the stricter guide does not.
fn upright() -> MediaRow {
    let facts = MediaFacts {
        kind: MediaKind::Image,
        width: 1080,
        height: 1350,
        stored_width: 1080,
        stored_height: 1350,
        color: Color::Srgb,
        unreadable: None,
        decodable: true,
        ..MediaFacts::unreadable("jpeg", 500_000, Unreadable::Missing)
    };
    MediaRow {
        hash: HASH.into(),
        name: "door.jpg".into(),
        bytes: facts.bytes,
        facts,
        imported_at: at(0),
    }
}

fn slide() -> Slide {
    let slide =
        json!({ "id": "s", "media": HASH, "name": "door.jpg", "alt_text": "", "recipe": null });
    serde_json::from_value(slide).unwrap()
}

/// Drafts as another Fanfold left them, `(id, draft)`, a second apart.
async fn left(folder: &Path, drafts: impl IntoIterator<Item = (String, Draft)>) {
    let store = Store::open(folder).await.unwrap();
    store.put_media(&upright()).await.unwrap();
    for (second, (id, draft)) in (0..).zip(drafts) {
        store
            .save_draft(&id, 0, &draft, None, at(second))
            .await
            .unwrap();
    }
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_two_hundred_are_listed_and_all_are_counted_and_found() {
    let dir = tempfile::tempdir().unwrap();
    let named = |number: u32| Draft {
        caption: format!("Crème brûlée {number}"),
        ..Draft::default()
    };
    left(dir.path(), (0..250).map(|n| (format!("d{n}"), named(n)))).await;
    let bench = open(dir.path()).await;
    let session = bench.session().await.unwrap();
    assert_eq!((session.drafts.len(), session.drafts_total), (200, 250));
    assert_eq!(session.drafts[0].title, "Crème brûlée 249");
    assert!(!session.first_start && session.open.is_none());

    let found = bench.drafts_find("CREME 7").await.unwrap();
    let found: Vec<&str> = found.iter().map(|draft| draft.id.as_str()).collect();
    let expected = (0..250).rev().filter(|n| n.to_string().contains('7'));
    let expected: Vec<String> = expected.map(|n| format!("d{n}")).collect();
    assert_eq!(found, expected);
    assert_eq!(bench.drafts_find("").await.unwrap().len(), 200);

    // One that is in no list is opened like any other.
    until(&bench, "d0", |draft| draft.caption.text == "Crème brûlée 0").await;
    let mut events = bench.listen();
    let new = bench.draft_new().await.unwrap();
    let told = loop {
        if let Event::Drafts { drafts, total } = events.recv().await.unwrap() {
            break (drafts, total);
        }
    };
    assert_eq!((told.0.len(), told.1), (200, 251));
    assert_eq!(told.0[0].id, new.id, "a new one is on top");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_is_not_open_is_listed_as_it_was_seen_until_the_rules_change() {
    let dir = tempfile::tempdir().unwrap();
    let draft = Draft {
        title: "A blue door".into(),
        slides: vec![slide()],
        ..Draft::default()
    };
    left(dir.path(), [("d".to_owned(), draft)]).await;
    let line = |draft: &fanfold_workbench::view::DraftSummary| (draft.line.clone(), draft.tone);
    let bench = open(dir.path()).await;
    let listed = bench.session().await.unwrap().drafts;
    assert_eq!(line(&listed[0]), ("1 slide".to_owned(), Tone::Calm));
    assert_eq!(
        listed[0].thumb_url.as_deref(),
        Some(&*format!("{BASE}thumb/{HASH}"))
    );
    let store = Store::open(dir.path()).await.unwrap();
    let kept = store.draft_lines(1).await.unwrap()[0].summary.clone();
    assert!(kept.is_some(), "what was seen is kept");

    let settings = Settings {
        rules: Profile::Guide,
        ..bench.settings()
    };
    bench.set_settings(settings).await.unwrap();
    let listed = bench.session().await.unwrap().drafts;
    assert_eq!(line(&listed[0]), ("1 to fix".to_owned(), Tone::Fix));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_a_newer_fanfold_stays_in_sight_and_spoils_no_list() {
    let dir = tempfile::tempdir().unwrap();
    let newer = Draft {
        version: 99,
        title: "From tomorrow".into(),
        ..Draft::default()
    };
    let own = Draft {
        title: "From today".into(),
        ..Draft::default()
    };
    let drafts = [("newer".to_owned(), newer), ("own".to_owned(), own)];
    left(dir.path(), drafts).await;
    let bench = open(dir.path()).await;
    let listed = bench.session().await.unwrap().drafts;
    let lines: Vec<&str> = listed.iter().map(|draft| draft.line.as_str()).collect();
    assert_eq!(lines, ["Empty", "Needs a newer Fanfold"]);
    assert_eq!(listed[1].title, "From tomorrow", "its name can be read");
    let store = Store::open(dir.path()).await.unwrap();
    let kept = store.draft_lines(9).await.unwrap();
    let kept: Vec<bool> = kept.iter().map(|line| line.summary.is_some()).collect();
    assert_eq!(kept, [true, false], "it is looked at again the next time");
    let error = bench.draft_open("newer").await.unwrap_err();
    assert_eq!(error.code(), "draft_newer");
    assert_eq!(bench.drafts_find("tomorrow").await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_draft_has_all_of_it_and_a_history_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(dir.path()).await;
    let photo = dir.path().join("a.png");
    image::RgbImage::from_pixel(900, 500, image::Rgb([9, 99, 199]))
        .save(&photo)
        .unwrap();
    let id = bench.draft_new().await.unwrap().id;
    bench.import(Some(&id), vec![photo]).await.unwrap();
    let here = |draft: &DraftView| draft.slides.len() == 1 && draft.importing.is_none();
    let slide = until(&bench, &id, here).await.slides[0].id.clone();
    let (text, title) = ("A door".to_owned(), "Doors".to_owned());
    for edit in [
        Edit::SetAlt { slide, text },
        Edit::SetTitle { title },
        Edit::SetAiLabel { on: true },
    ] {
        bench.draft_edit(&id, edit).await.unwrap();
    }
    bench.caption_write(&id, "Red".into()).await.unwrap();
    bench.comment_write(&id, "More".into()).await.unwrap();
    let own = bench.fix(&id, None).await.unwrap();

    let copy = bench.draft_duplicate(&id).await.unwrap();
    assert_ne!(copy.id, own.id);
    assert_eq!(copy.title, "Doors 2");
    assert_eq!((copy.undo, copy.redo), (None, None));
    assert_eq!(copy.caption.text, "Red");
    assert_eq!(copy.first_comment.text, "More");
    assert!(copy.details.ai_label);
    let (mine, theirs) = (&own.slides[0], &copy.slides[0]);
    assert_ne!(mine.id, theirs.id);
    assert_eq!((&*theirs.alt_text, theirs.state), ("A door", mine.state));
    assert_eq!(
        theirs.picture_url, mine.picture_url,
        "the same file, fixed alike"
    );
    // What is done to one is not done to the other.
    let slides = vec![theirs.id.clone()];
    let gone = Edit::RemoveSlides { slides };
    bench.draft_edit(&copy.id, gone).await.unwrap();
    assert_eq!(bench.draft_open(&id).await.unwrap().slides.len(), 1);
    assert_eq!(bench.draft_open(&id).await.unwrap().title, "Doors");
    // It is on the disk.
    bench.close().await.unwrap();
    let bench = open(dir.path()).await;
    let drafts = bench.session().await.unwrap().drafts;
    let titles: Vec<_> = drafts.iter().map(|draft| draft.title.as_str()).collect();
    assert!(
        titles.contains(&"Doors") && titles.contains(&"Doors 2"),
        "{titles:?}"
    );
    assert!(bench.draft_duplicate("nobody").await.is_err());
}
