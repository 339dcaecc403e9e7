//! What belongs to a post beside its pictures, on the desk and at a practice Instagram: typed, kept,
//! asked for, published, shown.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use fanfold_domain::account::Flavour;
use fanfold_domain::publish::PostState;
use fanfold_workbench::Workbench;
use fanfold_workbench::view::{
    DraftView, Edit, Event, HashtagGroup, Place, Snippet, Tag, Wordbook,
};

use support::{BASE, open, until};
use tokio::sync::broadcast::Receiver;

fn photo(folder: &std::path::Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let picture = image::RgbImage::from_fn(640, 640, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, 90])
    });
    picture.save(&path).unwrap();
    path
}

async fn with(bench: &Arc<Workbench>, files: Vec<PathBuf>) -> DraftView {
    let id = bench.draft_new().await.unwrap().id;
    let count = files.len();
    bench.import(Some(&id), files).await.unwrap();
    let here = |draft: &DraftView| draft.slides.len() == count && draft.importing.is_none();
    until(bench, &id, here).await
}

fn tag(username: &str, x: f64, y: f64) -> Tag {
    Tag::placed(username, Some(x), Some(y))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_with_a_draft_is_judged_saved_and_taken_back_step_by_step() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let photos = vec![photo(dir.path(), "a.jpg"), photo(dir.path(), "b.jpg")];
    let draft = with(&bench, photos).await;
    let (id, slide) = (draft.id.clone(), draft.slides[1].id.clone());
    assert_eq!(draft.details.alt_words, "Alt text on 0 of 2 slides");
    assert_eq!(
        (draft.details.tags_max, draft.details.collaborators_max),
        (20, 3)
    );

    let told = bench.comment_write(&id, "#one @ann".into()).await.unwrap();
    assert_eq!(told.first_comment.counters[1].value, 1);
    assert_eq!(told.undo.as_deref(), Some("Undo typing the first comment"));
    let tags = vec![tag("@Carl", 0.25, 7.0), tag("carl", 0.1, 0.1)];
    let edit = Edit::SetTags {
        slide: slide.clone(),
        tags,
    };
    let tagged = bench.draft_edit(&id, edit).await.unwrap();
    assert_eq!(tagged.slides[1].tags, [tag("carl", 0.25, 1.0)]);

    let usernames = ["ann", "ben", "carl", "dora"].map(str::to_owned).to_vec();
    let edit = Edit::SetCollaborators { usernames };
    let many = bench.draft_edit(&id, edit).await.unwrap();
    assert_eq!(many.details.findings[0].title, "Too many collaborators");
    assert!(!many.readiness.can_publish);
    assert_eq!(many.readiness.sentence, many.details.findings[0].message);

    let far = vec![tag("x", 0.5, 0.5); 1000];
    let edit = Edit::SetTags { slide, tags: far };
    let refused = bench.draft_edit(&id, edit).await.unwrap_err();
    assert_eq!(refused.code(), "usage");
    bench.close().await.unwrap();
    drop(bench);

    let again = open(&dir.path().join("data")).await;
    let back = again.draft_open(&id).await.unwrap();
    assert_eq!(back.details.collaborators.len(), 4);
    assert_eq!(back.slides[1].tags, [tag("carl", 0.25, 1.0)]);
    assert_eq!(back.first_comment.text, "#one @ann");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_picture_keeps_each_person_on_the_part_that_shows_them() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let wide = dir.path().join("wide.png");
    let picture = image::RgbImage::from_fn(1280, 640, |x, _| image::Rgb([(x % 251) as u8; 3]));
    picture.save(&wide).unwrap();
    let draft = with(&bench, vec![wide]).await;
    let (id, slide) = (draft.id.clone(), draft.slides[0].id.clone());
    let tags = vec![tag("ann", 0.25, 0.5), tag("ben", 0.75, 0.5)];
    let edit = Edit::SetTags {
        slide: slide.clone(),
        tags: tags.clone(),
    };
    bench.draft_edit(&id, edit).await.unwrap();
    let choice = fanfold_workbench::view::FixChoice::Split { parts: 2 };
    let split = bench.fix_with(&id, &slide, choice).await.unwrap();
    assert_eq!(split.slides[0].tags, [tag("ann", 0.5, 0.5)]);
    assert_eq!(split.slides[1].tags, [tag("ben", 0.5, 0.5)]);
    let whole = bench
        .draft_edit(&id, Edit::ClearFix { slide })
        .await
        .unwrap();
    assert_eq!(whole.slides[0].tags, tags);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wordbook_is_kept_and_what_is_wrong_with_a_new_one_leaves_the_old() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(dir.path()).await;
    assert_eq!(bench.wordbook().await.unwrap(), Wordbook::default());
    let group = |name: &str, tag: &str| HashtagGroup {
        id: String::new(),
        name: name.into(),
        tags: vec![tag.into()],
    };
    let text = Snippet {
        id: String::new(),
        name: "Hours".into(),
        text: "Open from 8".into(),
    };
    let book = Wordbook {
        groups: vec![group("Bread", "sourdough"), group("Hills", "#ridge")],
        snippets: vec![text],
    };
    let kept = bench.wordbook_set(book).await.unwrap();
    assert!(kept.groups.iter().all(|group| group.id.len() == 32));
    let bad = Wordbook {
        groups: vec![group("Bad", "no hashtag!")],
        snippets: Vec::new(),
    };
    assert_eq!(bench.wordbook_set(bad).await.unwrap_err().code(), "usage");
    bench.close().await.unwrap();
    drop(bench);
    assert_eq!(open(dir.path()).await.wordbook().await.unwrap(), kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn places_and_the_profile_ask_the_account_in_use() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    let nobody = bench.profile_grid().await.unwrap();
    assert_eq!(nobody.line, "Choose an account to see its profile.");
    assert_eq!(
        bench.places_search("harbour").await.unwrap_err().code(),
        "not_now"
    );
    bench.use_practice().await.unwrap();
    let empty = bench.profile_grid().await.unwrap();
    assert!(
        empty.posts.is_empty() && empty.line.ends_with("has no posts yet."),
        "{empty:?}"
    );

    let found = bench.places_search(" harbour ").await.unwrap();
    let named: Vec<_> = found
        .iter()
        .map(|place| (&*place.name, &*place.line))
        .collect();
    assert_eq!(
        named,
        [
            ("Practice Harbour Café", "Hamburg, Germany"),
            ("Practice Harbour Baths", "Copenhagen, Denmark"),
        ]
    );
    assert!(bench.places_search("  ").await.unwrap().is_empty());
    assert_eq!(
        bench
            .places_search(&"x".repeat(1_000_000))
            .await
            .unwrap_err()
            .code(),
        "usage"
    );
    bench.close().await.unwrap();
}

/// Until the post is live.
async fn live(events: &mut Receiver<Event>, id: &str) {
    let heard = async {
        loop {
            if let Ok(Event::Post { post }) = events.recv().await
                && post.id == id
            {
                assert!(post.error.is_none(), "{post:?}");
                if post.state == PostState::Published {
                    return;
                }
            }
        }
    };
    let in_time = tokio::time::timeout(Duration::from_mins(2), heard).await;
    in_time.expect("it goes live");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_goes_live_with_all_that_belongs_to_it_and_stands_in_the_profile() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    bench.use_practice().await.unwrap();
    let found = bench.places_search("harbour").await.unwrap();
    let draft = with(&bench, vec![photo(dir.path(), "a.jpg")]).await;
    let (id, slide) = (draft.id.clone(), draft.slides[0].id.clone());
    bench.caption_write(&id, "With @dora".into()).await.unwrap();
    for edit in [
        Edit::SetTags {
            slide,
            tags: vec![tag("carl", 0.25, 0.75)],
        },
        Edit::SetCollaborators {
            usernames: vec!["ben".into()],
        },
        Edit::SetLocation {
            place: Some(found[0].clone()),
        },
        Edit::SetAiLabel { on: true },
    ] {
        bench.draft_edit(&id, edit).await.unwrap();
    }
    let ready = bench.draft_open(&id).await.unwrap();
    assert!(ready.readiness.can_publish, "{:?}", ready.readiness);
    let mut events = bench.listen();
    let post = bench.publish_draft(&id).await.unwrap();
    live(&mut events, &post.id).await;
    let shown = bench.draft_open(&id).await.unwrap();
    assert_eq!(
        shown.state_word, "Published",
        "read back it is the same post"
    );
    // Another place is another post.
    let elsewhere = Edit::SetLocation {
        place: Some(found[1].clone()),
    };
    let other = bench.draft_edit(&id, elsewhere).await.unwrap();
    assert_eq!(other.state_word, "Draft");

    let grid = bench.profile_grid().await.unwrap();
    assert_eq!(grid.posts.len(), 1, "{grid:?}");
    assert!(
        grid.line.starts_with("The newest post of @"),
        "{}",
        grid.line
    );
    let address = grid.posts[0].url.strip_prefix(BASE).unwrap();
    let picture = bench.picture(address).await.unwrap().unwrap();
    assert!(picture.bytes.starts_with(&[0xFF, 0xD8]));
    assert_eq!(
        bench.mention_history().await.unwrap(),
        ["dora", "carl", "ben"]
    );
    bench.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn instagram_login_says_that_it_has_no_places_and_publishes_without() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    bench.connect_practice(Flavour::Instagram).await.unwrap();
    let refused = bench.places_search("harbour").await.unwrap_err();
    assert_eq!(refused.to_string(), "A place needs Facebook login.");
    assert!(refused.hint().is_some());
    let draft = with(&bench, vec![photo(dir.path(), "a.jpg")]).await;
    let reason = draft.details.location_reason.as_deref();
    assert_eq!(reason, Some("A place needs Facebook login."));
    let place = Place {
        id: "106000000000001".into(),
        name: "Café".into(),
        line: String::new(),
    };
    let edit = Edit::SetLocation { place: Some(place) };
    let set = bench.draft_edit(&draft.id, edit).await.unwrap();
    assert_eq!(set.details.findings[0].title, "The place is left out");
    assert!(set.readiness.can_publish, "{:?}", set.readiness);
    bench.close().await.unwrap();
}
