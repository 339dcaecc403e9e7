//! A recipe carried out on an original: decode, cut and scale, convert, lay on a colour, turn,
//! straighten, add bands, encode, look at the result. In this order colours and turns touch two
//! megapixels, not twelve. Quarter turns join the camera's own and move whole pixels.

use std::cell::RefCell;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use fanfold_domain::media::{Color, MediaFacts, Unreadable};
use fanfold_domain::recipe::Recipe;
use fanfold_domain::turn::Turn;

use crate::cancel::Cancel;
use crate::decode::{self, Shrink};
use crate::error::FixError;
use crate::picture::Picture;
use crate::planar::{self, Cut};
use crate::probe::{self, Inspection};
use crate::rights::Rights;
use crate::straighten::Tilt;
use crate::{backdrop, color, encode, geometry, strip};

/// A larger file is no picture that fits into memory decoded.
const MAX_FILE: u64 = 1 << 30;

/// Thumbnails are looked at small: the decoder may shrink down to the last pixel.
const THUMB_RESIDUAL: f64 = 1.0;

const THUMB_QUALITY: u8 = 80;
const PREVIEW_QUALITY: u8 = 85;

/// A finished picture: plain baseline JPEG, sRGB, upright, no metadata but whose it is.
#[derive(Debug, Clone)]
pub struct Rendered {
    pub bytes: Vec<u8>,
    /// What the probe says of `bytes`.
    pub facts: MediaFacts,
}

/// Carries out `recipe` on the file at `path`, which `facts` were probed from. The file is only
/// read. Blocks the thread for 50–200 ms a photo.
pub fn render(
    path: &Path,
    facts: &MediaFacts,
    recipe: &Recipe,
    cancel: &Cancel,
) -> Result<Rendered, FixError> {
    let mut bytes = FILE.take();
    read_into(path, &mut bytes)?;
    let rendered = render_bytes(&bytes, facts, recipe, cancel);
    if bytes.capacity() <= KEPT {
        FILE.set(bytes);
    }
    rendered
}

/// Room for files up to this size is kept from one to the next: asking the system for it takes as
/// long as reading them.
const KEPT: usize = 16 << 20;

thread_local! {
    static FILE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The same for a file held in memory.
pub fn render_bytes(
    bytes: &[u8],
    facts: &MediaFacts,
    recipe: &Recipe,
    cancel: &Cancel,
) -> Result<Rendered, FixError> {
    let inspection = inspect_same(bytes, facts)?;
    let seen = &inspection.facts;
    if !recipe.touches_pixels(seen)
        && let Some(stripped) = stripped(bytes, &inspection, cancel)?
    {
        return Ok(stripped);
    }
    let plan = geometry::plan(seen.width, seen.height, recipe)?;
    let job = Job {
        frame: plan.frame,
        size: plan.picture,
        turn: recipe.turn,
        residual: 2.0,
        background: recipe.background,
        rgb: plan.canvas != plan.picture,
    };
    let picture = match draw(bytes, &inspection, &job, cancel)? {
        Picture::Rgb(raster) => Picture::Rgb(backdrop::laid_on(raster, plan.canvas, plan.fill)?),
        planar @ Picture::Planar(_) => planar,
    };
    step(cancel)?;
    let rights = Rights::of(bytes);
    let room = recipe
        .max_bytes
        .saturating_sub(rights.segment().len() as u64);
    let bytes = encode::jpeg_within(picture, recipe.quality, room, cancel)?;
    let bytes = rights.put_into(bytes);
    let facts = probe::probe_bytes(&bytes);
    if !is_plain(&facts) {
        return Err(FixError::BadOutput);
    }
    Ok(Rendered { bytes, facts })
}

/// The picture as it is, without its metadata; `None` when that does not make a plain JPEG. It is
/// decoded to its end all the same: a file cut short is never passed on.
fn stripped(
    bytes: &[u8],
    inspection: &Inspection,
    cancel: &Cancel,
) -> Result<Option<Rendered>, FixError> {
    decode::decode(bytes, inspection, Shrink::MOST)?;
    step(cancel)?;
    let rendered = strip::jpeg(bytes).map(|stripped| {
        let bytes = Rights::of(bytes).put_into(stripped);
        let facts = probe::probe_bytes(&bytes);
        Rendered { bytes, facts }
    });
    Ok(rendered.filter(|rendered| is_plain(&rendered.facts)))
}

/// Pictures longer than this are looked at closely.
const CLOSE: u32 = 640;

/// A small JPEG (sRGB, upright, transparent parts on white) no longer than `max_side` pixels:
/// 320 for a tile, 1440 for the stage.
pub fn thumbnail(path: &Path, facts: &MediaFacts, max_side: u32) -> Result<Vec<u8>, FixError> {
    thumbnail_bytes(&read(path)?, facts, max_side)
}

/// [`thumbnail`] of a file held in memory.
pub fn thumbnail_bytes(
    bytes: &[u8],
    facts: &MediaFacts,
    max_side: u32,
) -> Result<Vec<u8>, FixError> {
    let quality = if max_side > CLOSE {
        PREVIEW_QUALITY
    } else {
        THUMB_QUALITY
    };
    small(bytes, facts, max_side, quality)
}

/// Decodes a picture to its end; the damage found, if any. Formats without a decoder and films
/// pass: nothing is known against them.
pub fn verify(path: &Path) -> Option<Unreadable> {
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        Err(error) => return error.unreadable(),
    };
    verify_bytes(&bytes)
}

/// [`verify`] for a file in memory.
pub(crate) fn verify_bytes(bytes: &[u8]) -> Option<Unreadable> {
    let inspection = probe::inspect_bytes(bytes);
    decode::decode(bytes, &inspection, Shrink::MOST)
        .err()
        .and_then(|error| error.unreadable())
}

fn small(
    bytes: &[u8],
    facts: &MediaFacts,
    max_side: u32,
    quality: u8,
) -> Result<Vec<u8>, FixError> {
    let inspection = inspect_same(bytes, facts)?;
    let seen = &inspection.facts;
    let job = Job {
        frame: [0.0, 0.0, f64::from(seen.width), f64::from(seen.height)],
        size: geometry::fit_inside(seen.width, seen.height, max_side),
        turn: Turn::NONE,
        residual: THUMB_RESIDUAL,
        background: [255; 3],
        rgb: false,
    };
    let picture = draw(bytes, &inspection, &job, &Cancel::new())?;
    encode::jpeg(&picture, quality)
}

/// What to draw: a frame of the picture as it is seen, at a size.
#[derive(Clone, Copy)]
struct Job {
    frame: [f64; 4],
    size: (u32, u32),
    turn: Turn,
    residual: f64,
    background: [u8; 3],
    /// Something is done to the picture afterwards that needs RGB.
    rgb: bool,
}

fn draw(
    bytes: &[u8],
    inspection: &Inspection,
    job: &Job,
    cancel: &Cancel,
) -> Result<Picture, FixError> {
    if !job.turn.is_straightened() {
        return draw_level(bytes, inspection, job, cancel);
    }
    let facts = &inspection.facts;
    let seen = job.turn.size(facts.width, facts.height);
    let tilt = Tilt {
        degrees: job.turn.degrees(),
        seen: (f64::from(seen.0), f64::from(seen.1)),
        frame: job.frame,
        size: job.size,
    };
    let part = tilt.part();
    if tilt.is_too_large(&part) {
        return Err(FixError::BadRecipe("too long a strip to straighten"));
    }
    let level = Job {
        frame: part.frame,
        size: part.size,
        rgb: true,
        ..*job
    };
    match draw_level(bytes, inspection, &level, cancel)? {
        Picture::Rgb(raster) => Ok(Picture::Rgb(tilt.taken(&raster, &part, cancel)?)),
        Picture::Planar(_) => Err(FixError::BadRecipe("drawn in other colours than asked for")),
    }
}

/// [`draw`] for edges that stay level: the camera's turn and a person's quarters are one.
fn draw_level(
    bytes: &[u8],
    inspection: &Inspection,
    job: &Job,
    cancel: &Cancel,
) -> Result<Picture, FixError> {
    let facts = &inspection.facts;
    let orientation = geometry::turned_orientation(facts.orientation, job.turn.quarters());
    let turned = orientation >= 5;
    let (width, height) = job.turn.size(facts.width, facts.height);
    let seen = (f64::from(width), f64::from(height));
    let frame = geometry::stored_frame(orientation, job.frame, seen);
    let size = if turned {
        (job.size.1, job.size.0)
    } else {
        job.size
    };
    let [x, y, w, h] = frame;
    let factor = (w / f64::from(size.0)).min(h / f64::from(size.1));
    let shrink = Shrink {
        factor,
        residual: job.residual,
    };
    step(cancel)?;
    if matches!(facts.format.as_str(), "jpeg" | "webp") && !job.rgb {
        let cut = Cut {
            frame,
            size,
            shrink,
            orientation,
        };
        if let Some(planes) = planar::drawn(bytes, inspection, &cut)? {
            return Ok(Picture::Planar(planes));
        }
    }
    let raster = decode::decode(bytes, inspection, shrink)?;
    step(cancel)?;
    // The decoder may have shrunk; what it really made counts.
    let sx = f64::from(raster.width) / f64::from(facts.stored_width.max(1));
    let sy = f64::from(raster.height) / f64::from(facts.stored_height.max(1));
    let raster = raster.into_scaled([x * sx, y * sy, w * sx, h * sy], size)?;
    step(cancel)?;
    let raster = color::to_srgb(raster, inspection);
    let raster = raster.flattened(job.background);
    Ok(Picture::Rgb(raster.upright(orientation)))
}

fn step(cancel: &Cancel) -> Result<(), FixError> {
    if cancel.is_cancelled() {
        return Err(FixError::Cancelled);
    }
    Ok(())
}

/// The file must still be the one that the caller judged.
fn inspect_same(bytes: &[u8], facts: &MediaFacts) -> Result<Inspection, FixError> {
    let inspection = probe::inspect_bytes(bytes);
    decode::admissible(&inspection)?;
    let seen = &inspection.facts;
    let same = seen.bytes == facts.bytes
        && seen.format == facts.format
        && (seen.stored_width, seen.stored_height) == (facts.stored_width, facts.stored_height);
    if !same {
        return Err(FixError::Changed);
    }
    Ok(inspection)
}

fn is_plain(facts: &MediaFacts) -> bool {
    facts.format == "jpeg"
        && facts.color == Color::Srgb
        && facts.orientation == 1
        && facts.unreadable.is_none()
        && !facts.has_location
}

fn read(path: &Path) -> Result<Vec<u8>, FixError> {
    let mut bytes = Vec::new();
    read_into(path, &mut bytes)?;
    Ok(bytes)
}

/// The whole file in place of what is in `bytes`.
fn read_into(path: &Path, bytes: &mut Vec<u8>) -> Result<(), FixError> {
    let unusable = |error: std::io::Error| FixError::Unusable(probe::why(&error));
    let file = File::open(path).map_err(unusable)?;
    let len = file.metadata().map_err(unusable)?.len();
    if len > MAX_FILE {
        return Err(FixError::Unusable(Unreadable::TooManyPixels));
    }
    bytes.clear();
    bytes.reserve_exact(len as usize);
    file.take(MAX_FILE).read_to_end(bytes).map_err(unusable)?;
    Ok(())
}
