//! How long the list of drafts and a search of it take, with many.
//!
//! `cargo run --release -p fanfold-workbench --example drafts -- 10000`

#![expect(clippy::print_stdout, reason = "a program for people who measure")]

use std::error::Error;
use std::time::{Duration, Instant};

use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::media::{MediaFacts, Unreadable};
use fanfold_store::{MediaRow, Store};
use fanfold_workbench::{DataFolder, Options, Workbench};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

const WORDS: [&str; 24] = [
    "Saturday",
    "morning",
    "bread",
    "from",
    "the",
    "oven",
    "flour",
    "mill",
    "crème",
    "brûlée",
    "ridge",
    "stream",
    "before",
    "breakfast",
    "#bakery",
    "#slowfood",
    "@mill",
    "light",
    "blue",
    "door",
    "harbour",
    "winter",
    "apples",
    "jam",
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: u32 = std::env::args()
        .nth(1)
        .map_or(Ok(10_000), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    fill(folder.path(), count).await?;

    let begin = Instant::now();
    let options = Options {
        media_base: "media://localhost/".into(),
        ..Options::default()
    };
    let bench = Workbench::open(DataFolder::choose(Some(folder.path().into()))?, options).await?;
    println!("open {count} drafts: {:?}", begin.elapsed());
    for round in ["first, 200 judged", "again"] {
        let begin = Instant::now();
        let session = bench.session().await?;
        let (listed, total) = (session.drafts.len(), session.drafts_total);
        println!(
            "session, {round}: {:?} ({listed} of {total})",
            begin.elapsed()
        );
    }
    for text in [
        "c",
        "creme brul",
        "needle 77",
        "no such words",
        "%",
        "oven door harbour jam",
    ] {
        // What is found first is judged and kept; a search is asked for again with every key.
        bench.drafts_find(text).await?;
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..20 {
            let begin = Instant::now();
            found = bench.drafts_find(text).await?.len();
            times.push(begin.elapsed());
        }
        times.sort_unstable();
        let median = times.get(10).copied().unwrap_or_default();
        let worst = times.last().copied().unwrap_or_default();
        println!("find {text:?}: {found} drafts, median {median:?}, worst {worst:?}");
    }
    let id = bench.draft_new().await?.id;
    let mut worst = Duration::ZERO;
    let begin = Instant::now();
    for length in 0..100 {
        let start = Instant::now();
        bench.caption_write(&id, "x".repeat(length)).await?;
        worst = worst.max(start.elapsed());
    }
    println!(
        "a key in the caption: {:?} mean, {worst:?} worst",
        begin.elapsed() / 100
    );
    bench.close().await?;
    Ok(())
}

async fn fill(folder: &std::path::Path, count: u32) -> Result<(), Box<dyn Error>> {
    let store = Store::open(folder).await?;
    let begun: Timestamp = "2026-01-01T00:00:00Z".parse()?;
    for number in 0..count {
        let mut chance = u64::from(number);
        let words: Vec<&str> = (0..90)
            .filter_map(|_| {
                chance = chance
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                WORDS.get((chance >> 33) as usize % WORDS.len()).copied()
            })
            .collect();
        let slides = (0..5).map(|slide| format!("{:064x}", (number * 5 + slide) % 50));
        let slides: Vec<Slide> = slides
            .map(|media| {
                let slide = json!({ "id": media, "media": media, "name": "IMG_2044.jpg", "alt_text": "", "recipe": null });
                serde_json::from_value(slide)
            })
            .collect::<Result<_, _>>()?;
        for slide in &slides {
            store
                .put_media(&MediaRow {
                    hash: slide.media.clone(),
                    name: slide.name.clone(),
                    bytes: 0,
                    facts: MediaFacts::unreadable("jpeg", 0, Unreadable::Missing),
                    imported_at: begun,
                })
                .await?;
        }
        let draft = Draft {
            caption: format!("{} needle {number}", words.join(" ")),
            slides,
            ..Draft::default()
        };
        let at = begun + SignedDuration::from_secs(i64::from(number));
        store
            .save_draft(&format!("{number:032}"), 0, &draft, None, at)
            .await?;
    }
    store.close().await;
    Ok(())
}
