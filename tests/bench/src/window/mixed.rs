//! Fifty files of every kind a person may drag in at once: large photos, screenshots, pictures of the web, what phones
//! and other programs write, clips, and files that are broken or no pictures at all.

use std::fs;
use std::path::{Path, PathBuf};

use image::imageops::{self, FilterType};

use crate::corpus::files;
use crate::error::{Error, Result};

/// A phone's screenshot, and a picture as the web has them.
const SCREENSHOT: (u32, u32) = (1290, 2796);
const WEB: (u32, u32) = (2048, 1365);

/// Of each that many.
const SCREENSHOTS: usize = 8;
const WEBS: usize = 6;

/// How far apart in the list are two files that come one after the other.
const STRIDE: usize = 7;

/// Files with known truth of the kinds that this program cannot write, sound and broken ones.
const KNOWN: [&str; 16] = [
    "420.heic",
    "422.heic",
    "gps-exif.heic",
    "odd-size.heic",
    "display-p3.heic",
    "exif-orientation.heic",
    "420.avif",
    "alpha.avif",
    "animated.gif",
    "lzw.tif",
    "cmyk.jpg",
    "cut-baseline-420.jpg",
    "page.pdf",
    "empty.jpg",
    "h264.mov",
    "rotate-90.mp4",
];

/// The files, `photos` among them; what is not there is made. In an order in which the kinds are mixed.
pub(super) fn files_of_every_kind(
    folder: &Path,
    photos: &[PathBuf],
    samples: &Path,
    known: &Path,
) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder).map_err(Error::io(folder))?;
    let samples = files(samples)?;
    let mut made = Vec::new();
    for number in 0..SCREENSHOTS + WEBS {
        let (ending, size) = if number < SCREENSHOTS {
            ("png", SCREENSHOT)
        } else {
            ("webp", WEB)
        };
        let file = folder.join(format!("picture-{number:02}.{ending}"));
        if !file.is_file() {
            let place = number.checked_rem(samples.len()).unwrap_or_default();
            let sample = samples.get(place).ok_or_else(|| Error::Picture {
                what: "The samples".into(),
                detail: "there are none".into(),
            })?;
            write(&file, sample, number as u32, size)?;
        }
        made.push(file);
    }
    let known = KNOWN.iter().map(|name| known.join(name));
    let all: Vec<PathBuf> = photos.iter().cloned().chain(made).chain(known).collect();
    // In strides, so that no kind comes in one piece.
    let mixed = (0..STRIDE).flat_map(|from| all.iter().skip(from).step_by(STRIDE));
    Ok(mixed.cloned().collect())
}

/// A sample in another size, no two of them alike; what its name says that it is.
fn write(file: &Path, sample: &Path, number: u32, (width, height): (u32, u32)) -> Result<()> {
    let picture = image::open(sample)
        .map_err(Error::picture(sample))?
        .into_rgb8();
    let (w, h) = (picture.width() - number * 8, picture.height() - number * 8);
    let part = imageops::crop_imm(&picture, number * 8, number * 8, w, h).to_image();
    imageops::resize(&part, width, height, FilterType::Triangle)
        .save(file)
        .map_err(Error::picture(file))
}
