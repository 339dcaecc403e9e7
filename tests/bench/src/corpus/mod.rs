//! The photos and films that everything is measured on, made once from a seed: nothing is fetched, and two machines
//! measure the same pictures.
//!
//! They are the repository's sample photos, enlarged to what a phone takes and given grain until the files are as
//! large as a phone's. Deliberately not here: what only real phones write (HEIC, gain maps, pictures behind pictures).

mod exif;
mod films;
mod picture;
mod sets;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use rayon::prelude::*;

pub(crate) use sets::{Set, files};

use crate::error::{Error, Result};
use exif::Notes;
use picture::Plan;

/// Changes whenever a file of the corpus does: an older corpus is made again.
const VERSION: &str = "2";

/// JPEG quality of the sources, as phones choose it.
const QUALITY: u8 = 90;

/// Links to photos, for the measurement of probing.
const LINKS: usize = 1000;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where the corpus stands, or will
    #[arg(long)]
    folder: PathBuf,
    /// Photos to begin with
    #[arg(long)]
    samples: PathBuf,
}

/// Makes what is not there.
pub(crate) fn make(arguments: &Arguments) -> Result<()> {
    let folder = &arguments.folder;
    let stamp = folder.join("VERSION");
    if fs::read_to_string(&stamp).is_ok_and(|version| version == VERSION) {
        return Ok(());
    }
    println!("Making photos and films in {} (once).", folder.display());
    // Beside its place, and moved there when it is whole: a corpus is there or it is not.
    let part = &folder.with_extension("part");
    remove(part)?;
    make_in(part, &arguments.samples)?;
    fs::write(part.join("VERSION"), VERSION).map_err(Error::io(part))?;
    remove(folder)?;
    fs::rename(part, folder).map_err(Error::io(folder))
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Error::io(folder))?;
    }
    Ok(())
}

fn make_in(folder: &Path, photos: &Path) -> Result<()> {
    for set in Set::ALL {
        let folder = set.folder(folder);
        fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
    }
    let samples = samples(photos)?;
    phone_photos(folder, &samples)?;
    large_photos(folder, &samples)?;
    mixed(folder, &samples)?;
    links(folder)?;
    films::make(&Set::Films.folder(folder), &Set::Container.folder(folder))
}

/// The sample photos in the order of their names.
fn samples(folder: &Path) -> Result<Vec<RgbImage>> {
    let files = sets::files(folder)?;
    files
        .par_iter()
        .map(|file| {
            let picture = image::open(file).map_err(Error::picture(file))?;
            Ok(picture.into_rgb8())
        })
        .collect()
}

fn sample(samples: &[RgbImage], number: usize) -> Result<&RgbImage> {
    let missing = || Error::Picture {
        what: "The samples".into(),
        detail: "there are none".into(),
    };
    let place = number.checked_rem(samples.len()).ok_or_else(missing)?;
    samples.get(place).ok_or_else(missing)
}

/// Ten of 12 megapixels, twice: with the profile of a wide-gamut camera, and without one.
fn phone_photos(folder: &Path, samples: &[RgbImage]) -> Result<()> {
    (0..10).into_par_iter().try_for_each(|number| {
        let plan = Plan {
            size: (4032, 3024),
            seed: number as u64,
            bytes: 3_050_000 + number * 70_000,
        };
        let (pixels, jpeg) = picture::photo(sample(samples, number)?, plan, QUALITY)?;
        let name = format!("photo-{:02}.jpg", number + 1);
        for (set, display_p3) in [(Set::Jpeg12, true), (Set::Jpeg12Srgb, false)] {
            let notes = Notes {
                number: number as u32,
                display_p3,
            };
            write(
                &set.folder(folder).join(&name),
                &exif::annotate(&jpeg, &pixels, notes)?,
            )?;
        }
        Ok(())
    })
}

/// Four of 48 megapixels; one after the other, as each takes half a gigabyte while it is made.
fn large_photos(folder: &Path, samples: &[RgbImage]) -> Result<()> {
    for number in 0..4 {
        let plan = Plan {
            size: (8064, 6048),
            seed: 100 + number as u64,
            bytes: 7_400_000 + number * 1_300_000,
        };
        let (pixels, jpeg) = picture::photo(sample(samples, number * 2)?, plan, QUALITY)?;
        let notes = Notes {
            number: 100 + number as u32,
            display_p3: true,
        };
        let name = format!("large-{:02}.jpg", number + 1);
        write(
            &Set::Jpeg48.folder(folder).join(name),
            &exif::annotate(&jpeg, &pixels, notes)?,
        )?;
    }
    Ok(())
}

/// Six photos, two large ones, a PNG and a WebP.
fn mixed(folder: &Path, samples: &[RgbImage]) -> Result<()> {
    let mix = Set::Mix10.folder(folder);
    for (set, count) in [(Set::Jpeg12, 6), (Set::Jpeg48, 2)] {
        for file in set.files(folder)?.iter().take(count) {
            link(file, &mix.join(file.file_name().unwrap_or_default()))?;
        }
    }
    let plan = Plan {
        size: (4032, 3024),
        seed: 200,
        bytes: 3_000_000,
    };
    let (pixels, _) = picture::photo(sample(samples, 9)?, plan, QUALITY)?;
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(
            &pixels.data,
            pixels.width,
            pixels.height,
            ExtendedColorType::Rgb8,
        )
        .map_err(Error::picture("The PNG"))?;
    write(&mix.join("screenshot.png"), &png)?;
    // The image crate writes lossless WebP only; libvips is there as a peer and writes what the web uses.
    let plain = picture::photo(sample(samples, 8)?, Plan { seed: 201, ..plan }, QUALITY)?.1;
    let source = folder.join("webp-source.jpg");
    write(&source, &plain)?;
    let mut vips = Command::new("vips");
    vips.arg("webpsave").arg(&source).arg(mix.join("web.webp"));
    films::run(vips.args(["--Q", "90", "--strip"]))?;
    fs::remove_file(&source).map_err(Error::io(&source))
}

fn links(folder: &Path) -> Result<()> {
    let photos = Set::Jpeg12.files(folder)?;
    let target = Set::Links.folder(folder);
    for (number, photo) in photos.iter().cycle().take(LINKS).enumerate() {
        link(photo, &target.join(format!("{number:04}.jpg")))?;
    }
    Ok(())
}

fn link(from: &Path, to: &Path) -> Result<()> {
    fs::hard_link(from, to).map_err(Error::io(to))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(Error::io(path))
}
