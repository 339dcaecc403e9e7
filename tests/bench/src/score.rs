//! How close what a program wrote comes to the [reference picture](mod@crate::reference): SSIMULACRA2, where 100 is the same and
//! about one point is the least that anyone sees, and the size of the files.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use ssimulacra2::{LinearRgb, compute_frame_ssimulacra2};

use crate::error::{Error, Result};
use crate::job;
use crate::pixels::Pixels;
use crate::reference::{self, Light};

/// A program's pictures in figures.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quality {
    pub(crate) program: String,
    /// SSIMULACRA2 over all photos.
    pub(crate) mean: f64,
    /// Of the worst one.
    pub(crate) least: f64,
    /// Bytes a photo.
    pub(crate) bytes: f64,
}

/// Scores what each program made of `sources` in its folder.
pub(crate) fn all(sources: &[PathBuf], programs: &[(&str, PathBuf)]) -> Result<Vec<Quality>> {
    let photos: Vec<Vec<(f64, u64)>> = sources
        .par_iter()
        .map(|source| photo(source, programs))
        .collect::<Result<_>>()?;
    let figures = programs.iter().enumerate().map(|(place, (program, _))| {
        let rows: Vec<(f64, u64)> = photos
            .iter()
            .filter_map(|photo| photo.get(place).copied())
            .collect();
        summary(program, &rows)
    });
    Ok(figures.collect())
}

fn summary(program: &str, rows: &[(f64, u64)]) -> Quality {
    let count = rows.len().max(1) as f64;
    Quality {
        program: program.to_owned(),
        mean: rows.iter().map(|(score, _)| score).sum::<f64>() / count,
        least: rows.iter().map(|(score, _)| *score).fold(100.0, f64::min),
        bytes: rows.iter().map(|(_, bytes)| *bytes as f64).sum::<f64>() / count,
    }
}

/// Score and bytes of each program's picture of one photo.
fn photo(source: &Path, programs: &[(&str, PathBuf)]) -> Result<Vec<(f64, u64)>> {
    let stored = read(source)?.1;
    let wanted = reference::ready(&stored, job::READY);
    drop(stored);
    let scored = programs.iter().map(|(_, folder)| {
        let output = job::output(folder, source);
        let (bytes, made) = read(&output)?;
        let score = score(&wanted, &made).map_err(Error::picture(&output))?;
        Ok((score, bytes))
    });
    scored.collect()
}

fn read(path: &Path) -> Result<(u64, Pixels)> {
    let bytes = fs::read(path).map_err(Error::io(path))?;
    let pixels = Pixels::from_jpeg(&bytes).map_err(Error::picture(path))?;
    Ok((bytes.len() as u64, pixels))
}

/// SSIMULACRA2 of an 8-bit sRGB picture beside what was wanted.
fn score(wanted: &Light, made: &Pixels) -> std::result::Result<f64, String> {
    let curve: Vec<f32> = (0..=255_u8)
        .map(|value| reference::linear(f64::from(value) / 255.0) as f32)
        .collect();
    let light = |value: u8| curve.get(usize::from(value)).copied().unwrap_or(1.0);
    let data = made
        .data
        .as_chunks::<3>()
        .0
        .iter()
        .map(|pixel| pixel.map(light));
    let made = frame(data.collect(), made.width as usize, made.height as usize)?;
    let wanted = frame(wanted.data.clone(), wanted.width, wanted.height)?;
    compute_frame_ssimulacra2(wanted, made).map_err(|error| error.to_string())
}

fn frame(
    data: Vec<[f32; 3]>,
    width: usize,
    height: usize,
) -> std::result::Result<LinearRgb, String> {
    LinearRgb::new(data, width, height).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(noise: u32) -> Pixels {
        let data = (0..64 * 80_u32)
            .flat_map(|place| {
                let (x, y) = (place % 64, place / 64);
                let value = 40 + x * 2 + (place.wrapping_mul(2_654_435_761) >> 24) * noise / 255;
                [value.min(255) as u8, (y * 3) as u8, 90]
            })
            .collect();
        Pixels {
            width: 64,
            height: 80,
            data,
        }
    }

    fn light(picture: &Pixels) -> Light {
        let part = |value: u8| reference::linear(f64::from(value) / 255.0) as f32;
        Light {
            width: 64,
            height: 80,
            data: picture
                .data
                .as_chunks::<3>()
                .0
                .iter()
                .map(|pixel| pixel.map(part))
                .collect(),
        }
    }

    #[test]
    fn the_same_picture_scores_a_hundred_and_a_worse_one_less() {
        let wanted = light(&picture(0));
        let [same, near, far] =
            [0, 8, 60].map(|noise| score(&wanted, &picture(noise)).expect("it is scored"));
        assert!((same - 100.0).abs() < 1e-6, "{same}");
        assert!(same > near && near > far, "{same} {near} {far}");
    }

    #[test]
    fn another_size_is_no_score() {
        let mut other = picture(0);
        other.height = 40;
        other.data.truncate(64 * 40 * 3);
        assert!(score(&light(&picture(0)), &other).is_err());
    }

    #[test]
    fn a_summary_tells_mean_worst_and_size() {
        let quality = summary("x", &[(80.0, 100), (90.0, 300)]);
        assert_eq!(
            (quality.mean, quality.least, quality.bytes),
            (85.0, 80.0, 200.0)
        );
    }
}
