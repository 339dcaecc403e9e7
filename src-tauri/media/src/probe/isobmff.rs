//! Files of boxes (ISO/IEC 14496-12): HEIC and AVIF pictures, MP4 and MOV films. Brands tell which;
//! pictures give their size cheaply.
//!
//! Deliberately not here: a film's tracks ([`super::film`]), and EXIF in pictures that this build
//! cannot decode anyway.

use std::io::{self, Read, Seek};

use fanfold_domain::media::{MediaKind, Unreadable, VideoFacts};

use super::bytes::{be16, be32, be64, tag, u8_at};
use super::film;
use super::found::{Found, MAX_PROFILE, Profile};
use super::source::Source;

const MAX_BOXES: usize = 4096;
const MAX_META: u64 = 4 << 20;

/// Four hours at 60 fps need about ten.
const MAX_MOOV: u64 = 64 << 20;

/// A box: its name, where its content starts and ends.
#[derive(Clone, Copy)]
struct Part {
    name: [u8; 4],
    start: u64,
    end: u64,
}

/// The brand decides between picture and film.
pub(super) fn inspect<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    match picture_format(source.head()) {
        Some(format) => picture(source, format),
        None => movie(source),
    }
}

fn picture_format(head: &[u8]) -> Option<&'static str> {
    let size = (be32(head, 0)? as usize).clamp(8, 256);
    let brands: Vec<[u8; 4]> = std::iter::once(8)
        .chain((16..size).step_by(4))
        .filter_map(|at| tag(head, at))
        .collect();
    if brands.iter().any(|b| matches!(b, b"avif" | b"avis")) {
        return Some("avif");
    }
    let major = brands.first()?;
    matches!(
        major,
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1"
    )
    .then_some("heic")
}

fn picture<R: Read + Seek>(source: &mut Source<R>, format: &'static str) -> io::Result<Found> {
    let mut found = Found::recognised(format, MediaKind::Image);
    let Some(meta) = top_level(source)?.into_iter().find(|p| &p.name == b"meta") else {
        return Ok(found.broken(Unreadable::Truncated));
    };
    if meta.end > source.len() {
        return Ok(found.broken(Unreadable::Truncated));
    }
    let size = usize::try_from((meta.end - meta.start).min(MAX_META)).unwrap_or(0);
    let meta = source.at(meta.start, size)?;
    // `meta` is a full box: four bytes of version and flags first.
    let properties = inner(&meta, 4)
        .find(|(name, _)| name == b"iprp")
        .and_then(|(_, iprp)| inner(iprp, 0).find(|(name, _)| name == b"ipco"));
    let Some((_, properties)) = properties else {
        return Ok(found.broken(Unreadable::Corrupt));
    };
    for (name, data) in inner(properties, 0) {
        match &name {
            b"ispe" => {
                let (w, h) = (be32(data, 4).unwrap_or(0), be32(data, 8).unwrap_or(0));
                // Tiles and thumbnails are smaller than the picture.
                if u64::from(w) * u64::from(h) > found.pixels() {
                    (found.width, found.height) = (w, h);
                }
            }
            b"irot" => found.turned = u8_at(data, 0).is_some_and(|angle| angle & 1 == 1),
            b"colr" => match data.get(..4) {
                Some(b"prof" | b"rICC") if data.len() <= MAX_PROFILE => {
                    found.profile = Profile::Icc(data.get(4..).unwrap_or_default().to_vec());
                }
                Some(b"nclx") if be16(data, 4) == Some(12) => found.profile = Profile::DisplayP3,
                _ => {}
            },
            _ => {}
        }
    }
    found.animated =
        matches!(tag(source.head(), 8), Some(b) if &b == b"avis" || &b == b"msf1" || &b == b"hevc");
    Ok(found)
}

fn movie<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    let quicktime = match tag(source.head(), 4) {
        Some(name) if &name == b"ftyp" => tag(source.head(), 8) == Some(*b"qt  "),
        _ => true,
    };
    let mut found = Found::recognised(if quicktime { "mov" } else { "mp4" }, MediaKind::Video);
    let parts = top_level(source)?;
    let place = |name: &[u8; 4]| parts.iter().position(|p| &p.name == name);
    let video = VideoFacts {
        moov_first: match (place(b"moov"), place(b"mdat")) {
            (Some(moov), Some(mdat)) => Some(moov < mdat),
            _ => None,
        },
        fragmented: Some(place(b"moof").is_some()),
        ..VideoFacts::default()
    };
    let cut = parts.last().is_some_and(|last| last.end > source.len());
    match parts.iter().find(|part| &part.name == b"moov") {
        Some(moov) if moov.end <= source.len() => {
            let size = moov.end - moov.start;
            if size <= MAX_MOOV {
                let body = source.at(moov.start, usize::try_from(size).unwrap_or(0))?;
                film::read(&body, video, &mut found);
            } else {
                found.unreadable = Some(Unreadable::Corrupt);
            }
        }
        _ => {
            found.video = Some(video);
            found.unreadable = Some(Unreadable::Truncated);
        }
    }
    if cut {
        found.unreadable = Some(Unreadable::Truncated);
    }
    Ok(found)
}

/// The outermost boxes, in order; the last may reach beyond the file.
fn top_level<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Vec<Part>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while parts.len() < MAX_BOXES && at + 8 <= source.len() {
        let head = source.at(at, 16)?;
        let (Some(size), Some(name)) = (be32(&head, 0), tag(&head, 4)) else {
            break;
        };
        let (start, end) = match size {
            0 => (at + 8, source.len()),
            1 => match be64(&head, 8) {
                Some(size) if size >= 16 => (at + 16, at.saturating_add(size)),
                _ => break,
            },
            2..8 => break,
            _ => (at + 8, at + u64::from(size)),
        };
        parts.push(Part { name, start, end });
        at = end;
    }
    Ok(parts)
}

/// The boxes inside `data` after `skip` bytes; stops at the first that does not fit.
fn inner(data: &[u8], skip: usize) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = data.get(skip..).unwrap_or_default();
    std::iter::from_fn(move || {
        let size = be32(rest, 0)? as usize;
        let name = tag(rest, 4)?;
        let content = rest.get(8..size)?;
        rest = rest.get(size..).unwrap_or_default();
        Some((name, content))
    })
    .take(MAX_BOXES)
}
