//! What a file is, found by reading as little of it as the answer needs: about 16 KB and the tail.
//!
//! Never fails: a file that cannot be used is a fact. Damage inside the coded data is found by
//! [`crate::verify`] and by every rendering.

mod avi;
mod bmp;
mod bytes;
mod exif;
mod film;
mod found;
mod fragments;
mod gif;
pub(crate) mod heif;
mod icc;
mod isobmff;
mod jpeg;
mod matroska;
mod png;
mod sniff;
mod source;
mod sps;
mod tiff;
mod webp;

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;

use fanfold_domain::media::{MediaFacts, MediaKind, Unreadable};
use rayon::prelude::*;

pub(crate) use found::{Inspection, MAX_PIXELS, Profile};
#[cfg(feature = "heif")]
pub(crate) use isobmff::boxes_end;
pub(crate) use source::Source;

use crate::cancel::Cancel;
use found::Found;
use sniff::Format;

/// The facts of the file at `path`. Blocks on the disk; takes microseconds for a photo.
pub fn probe(path: &Path) -> MediaFacts {
    // Before it is opened: a pipe that nobody writes to would never open.
    if is_no_file(path) {
        return MediaFacts::unreadable("unknown", 0, Unreadable::NotAFile);
    }
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return MediaFacts::unreadable("unknown", 0, why(&error)),
    };
    match file.metadata() {
        Ok(meta) if !meta.is_file() => MediaFacts::unreadable("unknown", 0, Unreadable::NotAFile),
        Ok(meta) => settled(inspect(file, meta.len()), || crate::verify(path)),
        Err(error) => MediaFacts::unreadable("unknown", 0, why(&error)),
    }
}

/// Whether there is something at `path` that is no file: a folder, a pipe, a device.
pub(crate) fn is_no_file(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| !meta.is_file())
}

/// The facts of a file held in memory.
pub fn probe_bytes(bytes: &[u8]) -> MediaFacts {
    settled(inspect_bytes(bytes), || crate::render::verify_bytes(bytes))
}

/// Decodes where the header promises more than there seems to be, and nowhere else: a good photo
/// costs its header alone.
fn settled(inspection: Inspection, decode: impl FnOnce() -> Option<Unreadable>) -> MediaFacts {
    let mut facts = inspection.facts;
    if inspection.doubtful && facts.unreadable.is_none() && facts.decodable {
        facts.unreadable = decode();
    }
    facts
}

/// The small picture that a camera puts into a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallPicture {
    /// A JPEG as stored, 160 × 120 as a rule; not checked further.
    pub jpeg: Vec<u8>,
    /// 1–8: how to turn it, as the photo itself.
    pub orientation: u8,
}

/// The small picture inside the photo at `path`, read in microseconds: something to show until the
/// thumbnail is made. `None` for other formats, and where there is none.
pub fn exif_thumbnail(path: &Path) -> Option<SmallPicture> {
    let file = File::open(path).ok()?;
    let len = file
        .metadata()
        .ok()
        .filter(std::fs::Metadata::is_file)?
        .len();
    let mut source = Source::new(file, len).ok()?;
    if sniff::sniff(source.head()) != Format::Jpeg {
        return None;
    }
    let block = jpeg::exif_block(&mut source).ok()??;
    Some(SmallPicture {
        jpeg: exif::thumbnail(&block)?.to_vec(),
        orientation: exif::read(&block).orientation.max(1),
    })
}

/// Probes all files on all cores. `on_result` gets each answer with its place in `paths` as soon as
/// it is known, from any thread, in any order. After [`Cancel::cancel`] no further file is opened.
pub fn probe_many<P: AsRef<Path> + Sync>(
    paths: &[P],
    cancel: &Cancel,
    on_result: impl Fn(usize, MediaFacts) + Sync,
) {
    paths.par_iter().enumerate().for_each(|(place, path)| {
        if !cancel.is_cancelled() {
            on_result(place, probe(path.as_ref()));
        }
    });
}

pub(crate) fn inspect_bytes(bytes: &[u8]) -> Inspection {
    inspect(Cursor::new(bytes), bytes.len() as u64)
}

fn inspect<R: Read + Seek>(reader: R, len: u64) -> Inspection {
    if len == 0 {
        return unusable(0, Unreadable::Empty);
    }
    match Source::new(reader, len).and_then(|mut source| read(&mut source)) {
        Ok(found) => found.into_inspection(len),
        Err(error) => unusable(len, why(&error)),
    }
}

fn read<R: Read + Seek>(source: &mut Source<R>) -> io::Result<Found> {
    match sniff::sniff(source.head()) {
        Format::Jpeg => jpeg::inspect(source),
        Format::Png => png::inspect(source),
        Format::Webp => webp::inspect(source),
        Format::Gif => gif::inspect(source),
        Format::Bmp => bmp::inspect(source),
        Format::Tiff => tiff::inspect(source),
        Format::Boxes => isobmff::inspect(source),
        Format::Matroska(name) => matroska::inspect(source, name),
        Format::Avi => avi::inspect(source),
        Format::OtherImage(name) => Ok(Found::recognised(name, MediaKind::Image)),
        Format::OtherVideo(name) => Ok(Found::recognised(name, MediaKind::Video)),
        Format::OtherFile(name) => Ok(Found::recognised(name, MediaKind::Unknown)),
        Format::Unknown => Ok(Found::recognised("unknown", MediaKind::Unknown)),
    }
}

fn unusable(bytes: u64, why: Unreadable) -> Inspection {
    Inspection {
        facts: MediaFacts::unreadable("unknown", bytes, why),
        profile: Profile::Untagged,
        inverted_inks: false,
        doubtful: false,
    }
}

#[cfg(test)]
mod bounds;

/// What a failed read means for the file.
pub(crate) fn why(error: &io::Error) -> Unreadable {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unreadable::Missing,
        io::ErrorKind::PermissionDenied => Unreadable::Denied,
        io::ErrorKind::IsADirectory => Unreadable::NotAFile,
        _ => Unreadable::Corrupt,
    }
}
