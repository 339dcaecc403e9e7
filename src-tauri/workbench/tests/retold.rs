//! What was said before is said in the language that is spoken now: why a post stopped, its timeline, what the
//! practice Instagram can be made to do. One test: the language is the process's. Publishing needs a keychain:
//! `cargo xtask test` brings one.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fanfold_domain::publish::PostState;
use fanfold_workbench::view::{ErrorCard, Event, PostView, RehearsalView, SlideState};
use fanfold_workbench::{Workbench, retold};
use tokio::sync::broadcast::Receiver;

use support::{open, until};

async fn speak(bench: &Arc<Workbench>, tag: &str) {
    bench.speak_to_window(vec![tag.into()]).await;
}

async fn stopped(events: &mut Receiver<Event>, id: &str) -> PostView {
    let stops = async {
        loop {
            if let Ok(Event::Post { post }) = events.recv().await
                && post.id == id
                && post.error.is_some()
                && matches!(post.state, PostState::NeedsAttention | PostState::Failed)
            {
                return *post;
            }
        }
    };
    tokio::time::timeout(Duration::from_mins(2), stops)
        .await
        .unwrap()
}

/// A draft that could go out.
async fn draft(bench: &Arc<Workbench>, photos: &Path) -> String {
    std::fs::create_dir(photos).unwrap();
    let photo = image::RgbImage::from_pixel(1080, 1080, image::Rgb([120, 90, 60]));
    photo.save(photos.join("bread.jpg")).unwrap();
    let id = bench.draft_new().await.unwrap().id;
    let photos = photos.to_owned();
    bench.import(Some(&id), vec![photos]).await.unwrap();
    until(bench, &id, |draft| {
        draft.slides.len() == 1 && draft.slides[0].state != SlideState::Importing
    })
    .await;
    id
}

fn texts(card: &ErrorCard) -> Vec<String> {
    let mut all = vec![card.title.clone(), card.message.clone()];
    all.push(card.posted.clone());
    all.extend(card.steps.clone());
    all
}

async fn card(bench: &Arc<Workbench>, id: &str) -> ErrorCard {
    let posts = bench.activity().await.unwrap();
    let post = posts.into_iter().find(|post| post.id == id).unwrap();
    post.error.unwrap()
}

async fn timeline(bench: &Arc<Workbench>, id: &str) -> String {
    let timeline = bench.post_timeline(id).await.unwrap();
    let lines = timeline.rows.iter();
    let lines: Vec<_> = lines
        .map(|row| format!("{} {}", row.words, row.detail))
        .collect();
    lines.join("\n")
}

fn every_rehearsal_is_told(english: &[RehearsalView], german: &[RehearsalView]) {
    assert!(english.len() > 200, "{}", english.len());
    for (english, german) in english.iter().zip(german) {
        assert_eq!(english.id, german.id);
        for (english, german) in [
            (&english.group, &german.group),
            (&english.title, &german.title),
            (&english.text, &german.text),
        ] {
            assert_ne!(english, german);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_in_one_language_is_told_in_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let bench = open(&dir.path().join("data")).await;
    speak(&bench, "en").await;
    let id = draft(&bench, &dir.path().join("photos")).await;
    bench.use_practice().await.unwrap();
    let listed = bench.rehearse("permission_missing", true).await.unwrap();
    let mut events = bench.listen();
    let post = bench.publish_draft(&id).await.unwrap();
    let english = stopped(&mut events, &post.id).await.error.unwrap();
    let english_timeline = timeline(&bench, &post.id).await;
    assert!(
        english_timeline.contains(&english.title),
        "{english_timeline}"
    );

    // Stored in English, told in German.
    speak(&bench, "de").await;
    every_rehearsal_is_told(&listed, &bench.rehearsals().await.unwrap());
    let german = card(&bench, &post.id).await;
    let pairs = texts(&english).into_iter().zip(texts(&german));
    for (english, german) in pairs {
        assert_ne!(english, german);
        assert_eq!(retold(&english), german);
    }
    let german_timeline = timeline(&bench, &post.id).await;
    assert!(german_timeline.contains(&german.title), "{german_timeline}");
    assert!(
        !german_timeline.contains(&english.title),
        "{german_timeline}"
    );

    // And the other way round: what a German window stored is what a terminal has always said.
    let mut events = bench.listen();
    bench.post_retry(&post.id).await.unwrap();
    let again = stopped(&mut events, &post.id).await;
    assert_eq!(again.error.map(|card| card.title), Some(german.title));
    speak(&bench, "en").await;
    assert_eq!(texts(&card(&bench, &post.id).await), texts(&english));

    // A failure with a value in it.
    speak(&bench, "de").await;
    let full = "The disk is full (/photos). Free some space, then try again.";
    let told = retold(full).into_owned();
    assert!(
        told.starts_with("Das Laufwerk ist voll (/photos)."),
        "{told}"
    );
    speak(&bench, "en").await;
    assert_eq!(retold(&told), full);
    bench.close().await.unwrap();
}
