//! Files of boxes (ISO/IEC 14496-12): HEIC and AVIF pictures, MP4 and MOV films. Brands tell which.
//!
//! Deliberately not here: what is in a picture ([`super::heif`]) and in a film ([`super::film`]).

use std::io::{self, Read, Seek};

use fanfold_domain::media::{MediaKind, Unreadable, VideoFacts};

use super::bytes::{be32, be64, tag};
use super::found::Found;
use super::source::Source;
use super::{film, fragments, heif};

/// A quarter of an hour in fragments of 50 ms.
const MAX_BOXES: usize = 40_000;

/// Four hours at 60 fps need about ten.
const MAX_MOOV: u64 = 64 << 20;

/// A box: its name, where its content starts and ends.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    pub(crate) name: [u8; 4],
    pub(crate) start: u64,
    pub(crate) end: u64,
}

/// The brand decides between picture and film.
pub(super) fn inspect<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    match picture_format(source.head()) {
        Some(format) => heif::inspect(source, format),
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
    let whole = |part: &&Part| &part.name == b"moov" && part.end <= source.len();
    match parts.iter().find(whole).copied() {
        Some(moov) if moov.end - moov.start > MAX_MOOV => {
            found.unreadable = Some(Unreadable::Corrupt);
        }
        Some(moov) => {
            let size = usize::try_from(moov.end - moov.start).unwrap_or(0);
            let body = source.at(moov.start, size)?.into_owned();
            found.has_location = film::has_location(&body);
            if let Some(moov) = film::decode(&body) {
                let fragments = fragments::sum(source, &parts, &moov)?;
                film::read(&moov, &fragments, video, &mut found);
            } else {
                found.video = Some(video);
                found.unreadable = Some(Unreadable::Corrupt);
            }
        }
        None => {
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
pub(crate) fn top_level<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Vec<Part>> {
    let mut parts = Vec::new();
    let mut at = 0_u64;
    while parts.len() < MAX_BOXES && at.saturating_add(8) <= source.len() {
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

/// Where the last box ends that lies in the file whole.
#[cfg(feature = "heif")]
pub(crate) fn boxes_end<R: Read + Seek>(source: &mut Source<R>) -> io::Result<usize> {
    let len = source.len();
    let parts = top_level(source)?;
    let end = parts.iter().rev().find(|part| part.end <= len);
    Ok(end.map_or(0, |part| usize::try_from(part.end).unwrap_or(usize::MAX)))
}

/// The boxes inside `data` after `skip` bytes; stops at the first that does not fit.
pub(crate) fn inner(data: &[u8], skip: usize) -> impl Iterator<Item = ([u8; 4], &[u8])> {
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
