//! The core speaks German to a window whose person reads German, and English to everybody else. One test: the
//! language is the process's.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::path::Path;
use std::sync::Arc;

use fanfold_workbench::Workbench;
use fanfold_workbench::view::{DraftView, Edit, Language, Settings, SlideState};

use support::{open, until};

fn titles(draft: &DraftView) -> Vec<&str> {
    let findings = draft.slides.iter().flat_map(|slide| &slide.findings);
    findings.map(|finding| finding.title.as_str()).collect()
}

fn judged(draft: &DraftView) {
    let finding = draft.slides[0]
        .findings
        .iter()
        .find(|finding| finding.rule == "image.aspect")
        .unwrap();
    assert_eq!(finding.title, "Zu hoch");
    assert_eq!(
        finding.message,
        "Dieses Bild hat 0,60:1, und höher als 4:5 nimmt Instagram es nicht. Passend zugeschnitten bleiben 75 % davon."
            .replace(" %", "\u{a0}%")
    );
    assert_eq!(
        draft.readiness.sentence,
        "1 Slide anpassen, dann kannst du veröffentlichen."
    );
    assert_eq!(draft.readiness.primary.label, "1 Slide anpassen");
    assert_eq!(draft.state_word, "Entwurf");
    assert_eq!(draft.caption.counters[0].words, "Zeichen");
    assert!(
        draft.slides[0]
            .spoken
            .starts_with("Slide 1 von 1, tall.jpg, ")
    );
    let crop = &draft.slides[0].options[0];
    assert_eq!(crop.title, "Auf 4:5 zuschneiden");
    let why = fanfold_workbench::rule_passport(&finding.row).unwrap();
    assert!(why.sure.starts_with("Sicher"), "{why:?}");
}

async fn typed(bench: &Arc<Workbench>, id: &str) {
    let told = bench.caption_write(id, "x".repeat(2_243)).await.unwrap();
    assert_eq!(told.caption.counters[0].words, "43 zu viel");
    assert!(
        told.caption.findings[0].message.contains("2.243"),
        "{:?}",
        told.caption.findings
    );
    let list = bench.session().await.unwrap();
    assert_eq!(list.drafts[0].line, "1 anzupassen");
    let explained = fanfold_workbench::explain_text("190 463").unwrap();
    let card = serde_json::to_string(&explained).unwrap();
    assert!(card.contains("abgemeldet"), "{card}");

    // What is done from now on is called by its German name, and a refusal is German too.
    let shaped = Edit::SetShape {
        shape: "round".into(),
    };
    let refused = bench.draft_edit(id, shaped).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "„round“ ist keine Form. Schreib sie wie 4:5."
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_is_spoken_to_in_its_own_language_and_a_terminal_in_english() {
    let dir = tempfile::tempdir().unwrap();
    let photos = dir.path().join("photos");
    std::fs::create_dir(&photos).unwrap();
    // A third too tall for Instagram.
    image::RgbImage::from_pixel(1080, 1800, image::Rgb([120, 90, 60]))
        .save(photos.join("tall.jpg"))
        .unwrap();
    let bench = open(&dir.path().join("data")).await;
    let id = bench.draft_new().await.unwrap().id;
    bench.import(Some(&id), vec![photos.clone()]).await.unwrap();
    let here = |draft: &DraftView| {
        draft.slides.len() == 1 && draft.slides[0].state != SlideState::Importing
    };
    let english = until(&bench, &id, here).await;
    assert!(
        titles(&english).contains(&"Too tall"),
        "{:?}",
        titles(&english)
    );

    // Chosen, but nobody has a window: a terminal's words are a contract.
    let german = Settings {
        language: Language::De,
        ..bench.settings()
    };
    bench.set_settings(german.clone()).await.unwrap();
    let draft = bench.draft_open(&id).await.unwrap();
    assert_eq!(draft.readiness.sentence, english.readiness.sentence);

    // A window says hello.
    bench
        .speak_to_window(vec!["fr-FR".into(), "en".into()])
        .await;
    judged(&bench.draft_open(&id).await.unwrap());
    typed(&bench, &id).await;

    // Another choice is heard at once, also by what lies closed in the list.
    let system = Settings {
        language: Language::System,
        ..german
    };
    bench.set_settings(system).await.unwrap();
    let draft = bench.draft_open(&id).await.unwrap();
    assert!(titles(&draft).contains(&"Too tall"));
    assert_eq!(bench.session().await.unwrap().drafts[0].line, "1 to fix");
    bench
        .speak_to_window(vec!["de-AT".into(), "en".into()])
        .await;
    let draft = bench.draft_open(&id).await.unwrap();
    assert!(titles(&draft).contains(&"Zu hoch"));
    bench.close().await.unwrap();

    // A list that was kept in the one language is told in the other.
    drop(bench);
    let again = open(&dir.path().join("data")).await;
    let session = again.session().await.unwrap();
    assert_eq!(session.drafts[0].line, "1 anzupassen");
    assert!(Path::new(&photos).exists(), "originals stay where they are");
}
