//! How long it takes from a drop to all thumbnails, and from Fix all to done.
//!
//! `cargo run --release -p fanfold-workbench --example figures -- PHOTO…`

#![expect(clippy::print_stdout, reason = "a program for people who measure")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use fanfold_workbench::view::{DraftView, Event, SlideState};
use fanfold_workbench::{DataFolder, Options, Workbench};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let folder = std::env::temp_dir().join(format!("fanfold-figures-{}", std::process::id()));
    let options = Options {
        media_base: "media://localhost/".into(),
        ..Options::default()
    };
    let bench = Workbench::open(DataFolder::choose(Some(folder.clone()))?, options).await?;
    let mut events = bench.listen();
    let id = bench.draft_new().await?.id;

    let start = Instant::now();
    let count = files.len();
    bench.import(Some(&id), files).await?;
    let there = |draft: &DraftView| {
        let done = draft
            .slides
            .iter()
            .all(|slide| slide.state != SlideState::Importing);
        draft.slides.len() == count && done
    };
    loop {
        if let Event::Draft { draft } = events.recv().await?
            && there(&draft)
        {
            break;
        }
    }
    println!(
        "drop to all thumbnails of {count} photos: {:?}",
        start.elapsed()
    );

    let start = Instant::now();
    let fixed = bench.fix(&id, None).await?;
    let ready = fixed
        .slides
        .iter()
        .filter(|slide| slide.state == SlideState::Ready)
        .count();
    println!("Fix all to done ({ready} ready): {:?}", start.elapsed());

    let text = "Saturday bake #bread @mill ".repeat(81);
    let mut worst = std::time::Duration::ZERO;
    let begin = Instant::now();
    for length in 2000..2100 {
        let start = Instant::now();
        let text = text.get(..length).unwrap_or_default().to_owned();
        bench.caption_write(&id, text).await?;
        worst = worst.max(start.elapsed());
    }
    println!(
        "a key at 2,000 characters, in the core: {:?} mean, {worst:?} worst",
        begin.elapsed() / 100
    );
    bench.close().await?;
    std::fs::remove_dir_all(folder)?;
    Ok(())
}
