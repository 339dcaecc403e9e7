//! The peer that a first try gives: the `image` crate from end to end, each step on the whole picture.
//!
//! It uses all cores, one photo on each, as Fanfold does; everything else is as the crate's documentation shows it.

use std::fs;
use std::path::{Path, PathBuf};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, RgbImage};
use moxcms::{ColorProfile, Layout, TransformOptions};
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::job;

/// Writes each file's ready picture into `out`.
pub(crate) fn all(files: &[PathBuf], out: &Path) -> Result<()> {
    files.par_iter().try_for_each(|file| {
        let bytes = ready(file)?;
        let output = job::output(out, file);
        fs::write(&output, bytes).map_err(Error::io(&output))
    })
}

fn ready(path: &Path) -> Result<Vec<u8>> {
    let reader = ImageReader::open(path).map_err(Error::io(path))?;
    let reader = reader.with_guessed_format().map_err(Error::io(path))?;
    let mut decoder = reader.into_decoder().map_err(Error::picture(path))?;
    let orientation = decoder.orientation().map_err(Error::picture(path))?;
    let profile = decoder.icc_profile().map_err(Error::picture(path))?;
    let picture = DynamicImage::from_decoder(decoder).map_err(Error::picture(path))?;
    let mut picture = picture.into_rgb8();
    if let Some(profile) = profile {
        picture = srgb(&picture, &profile).map_err(Error::picture(path))?;
    }
    let mut picture = DynamicImage::from(picture);
    picture.apply_orientation(orientation);
    let (width, height) = job::READY;
    let picture = picture.resize_to_fill(width, height, FilterType::Lanczos3);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, job::READY_QUALITY)
        .encode_image(&picture)
        .map_err(Error::picture(path))?;
    Ok(bytes)
}

fn srgb(picture: &RgbImage, profile: &[u8]) -> std::result::Result<RgbImage, moxcms::CmsError> {
    let mut converted = RgbImage::new(picture.width(), picture.height());
    ColorProfile::new_from_slice(profile)?
        .create_transform_8bit(
            Layout::Rgb,
            &ColorProfile::new_srgb(),
            Layout::Rgb,
            TransformOptions::default(),
        )?
        .transform(picture, &mut converted)?;
    Ok(converted)
}
