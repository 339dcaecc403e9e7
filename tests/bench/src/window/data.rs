//! What is measured with: photos of 48 megapixels, and drafts by the thousand.

use std::fs;
use std::path::{Path, PathBuf};

use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::media::{MediaFacts, Unreadable};
use fanfold_store::{MediaRow, Store};
use image::imageops::{self, FilterType};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::corpus::files;
use crate::error::{Error, Result};
use crate::pixels::Pixels;

/// Two drafts of ten.
const PHOTOS: usize = 20;
const SIZE: (u32, u32) = (8064, 6048);

/// Twenty different photos, made once: the samples enlarged. Without a camera's grain, which costs nothing once a
/// thumbnail is made.
pub(super) fn large_photos(folder: &Path, samples: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder).map_err(Error::io(folder))?;
    let samples = files(samples)?;
    let mut photos = Vec::new();
    for (number, sample) in samples.iter().cycle().take(PHOTOS).enumerate() {
        let file = folder.join(format!(
            "{}-{:02}.jpg",
            if number < 10 { "a" } else { "b" },
            number % 10 + 1
        ));
        if !file.is_file() {
            let picture = image::open(sample)
                .map_err(Error::picture(sample))?
                .into_rgb8();
            // The second ten are other parts of the same samples: no two files are alike.
            let inset = u32::from(number >= 10) * 40;
            let (w, h) = (picture.width() - inset, picture.height() - inset);
            let part = imageops::crop_imm(&picture, inset, inset, w, h).to_image();
            let large = imageops::resize(&part, SIZE.0, SIZE.1, FilterType::Triangle);
            let pixels = Pixels {
                width: SIZE.0,
                height: SIZE.1,
                data: large.into_raw(),
            };
            let jpeg = pixels.to_jpeg(90).map_err(Error::picture(&file))?;
            fs::write(&file, jpeg).map_err(Error::io(&file))?;
        }
        photos.push(file);
    }
    Ok(photos)
}

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

/// Drafts with captions of some 600 characters and five slides, a second apart.
pub(super) fn many_drafts(data: &Path, count: u32) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new().map_err(Error::io("a runtime"))?;
    runtime.block_on(async {
        let store = Store::open(data).await.map_err(said)?;
        let begun = Timestamp::from_second(1_767_225_600).map_err(said)?;
        for number in 0..50 {
            store.put_media(&photo(number, begun)).await.map_err(said)?;
        }
        for number in 0..count {
            let at = begun + SignedDuration::from_secs(i64::from(number));
            let id = format!("{number:032}");
            store
                .save_draft(&id, 0, &draft(number), None, at)
                .await
                .map_err(said)?;
        }
        store.close().await;
        Ok(())
    })
}

fn hash(number: u32) -> String {
    format!("{number:064x}")
}

fn photo(number: u32, at: Timestamp) -> MediaRow {
    MediaRow {
        hash: hash(number),
        name: "IMG_2044.jpg".into(),
        bytes: 0,
        facts: MediaFacts::unreadable("jpeg", 0, Unreadable::Missing),
        imported_at: at,
    }
}

fn draft(number: u32) -> Draft {
    let mut chance = u64::from(number);
    let words: Vec<&str> = (0..90)
        .filter_map(|_| {
            chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            WORDS.get((chance >> 33) as usize % WORDS.len()).copied()
        })
        .collect();
    let slides = (0..5).filter_map(|slide| {
        let media = hash((number * 5 + slide) % 50);
        let slide = json!({ "id": media, "media": media, "name": "IMG_2044.jpg", "alt_text": "", "recipe": null });
        serde_json::from_value::<Slide>(slide).ok()
    });
    Draft {
        title: format!("Needle {number}"),
        caption: words.join(" "),
        slides: slides.collect(),
        ..Draft::default()
    }
}

fn said(error: impl std::fmt::Display) -> Error {
    Error::Job {
        what: "The data folder".into(),
        detail: error.to_string(),
    }
}
