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
mod groups;
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
use std::time::{Duration, Instant};

use fanfold_domain::media::{MediaFacts, MediaKind, Unreadable};
use rayon::prelude::*;

pub(crate) use bytes::{be32, tag};
pub(crate) use found::{Inspection, MAX_PIXELS, Profile, shown_width};
#[cfg(feature = "heif")]
pub(crate) use isobmff::boxes_end;
pub(crate) use isobmff::{Part, inner, top_level};
pub(crate) use source::{Placed, Source};

use crate::cancel::Cancel;
use found::Found;
use sniff::Format;

/// The facts of the file at `path`. Blocks on the disk; takes microseconds for a photo.
pub fn probe(path: &Path) -> MediaFacts {
    let opened = open(path).and_then(|file| Ok((file.metadata()?, file)));
    match opened {
        Ok((meta, _)) if !meta.is_file() => {
            MediaFacts::unreadable("unknown", 0, Unreadable::NotAFile)
        }
        Ok((meta, file)) => {
            let inspection = inspect(Placed::new(file), meta.len());
            settled(inspection, || crate::verify(path))
        }
        Err(_) if is_no_file(path) => MediaFacts::unreadable("unknown", 0, Unreadable::NotAFile),
        Err(error) => MediaFacts::unreadable("unknown", 0, why(&error)),
    }
}

/// Opens for reading and never waits: a pipe that nobody writes to opens at once.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let at_once = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    let mut options = File::options();
    match options.read(true).custom_flags(at_once).open(path) {
        // Another program is asked to give the file free: that may be waited for.
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => File::open(path),
        other => other,
    }
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
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
    let file = open(path).ok()?;
    let len = file
        .metadata()
        .ok()
        .filter(std::fs::Metadata::is_file)?
        .len();
    let mut source = Source::new(Placed::new(file), len).ok()?;
    if sniff::sniff(source.head()) != Format::Jpeg {
        return None;
    }
    let block = jpeg::exif_block(&mut source).ok()??;
    Some(SmallPicture {
        jpeg: exif::thumbnail(&block)?.to_vec(),
        orientation: exif::read(&block).orientation.max(1),
    })
}

/// Threads take this long to start, or about a hundred photos.
const SOON: Duration = Duration::from_millis(1);

/// Probes all files, on all cores once there is much to do. `on_result` gets each answer with its place in `paths` as soon as
/// it is known, from any thread, in any order. After [`Cancel::cancel`] no further file is opened.
pub fn probe_many<P: AsRef<Path> + Sync>(
    paths: &[P],
    cancel: &Cancel,
    on_result: impl Fn(usize, MediaFacts) + Sync,
) {
    let one = |place: usize, path: &P| {
        if !cancel.is_cancelled() {
            on_result(place, probe(path.as_ref()));
        }
    };
    let start = Instant::now();
    let mut paths = paths.iter().enumerate();
    while start.elapsed() < SOON {
        let Some((place, path)) = paths.next() else {
            return;
        };
        one(place, path);
    }
    let rest: Vec<_> = paths.collect();
    rest.into_par_iter()
        .for_each(|(place, path)| one(place, path));
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
