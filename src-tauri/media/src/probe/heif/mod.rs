//! HEIC and AVIF pictures: items in a `meta` box (ISO/IEC 23008-12). What the picture is made of, how
//! it is turned, and where its metadata lies; nothing is decoded.
//!
//! Turning is told as an EXIF orientation, so that it is done once, late and by the same code as for
//! every other format. The EXIF orientation inside such a file is a copy that readers must ignore.
//! Deliberately not here: overlays, sequences beyond their still picture, HDR curves (PQ, HLG) — these
//! are recognised and not opened, rather than opened wrong.

mod plan;

use std::borrow::Cow;
use std::io::{self, Read, Seek};

use fanfold_domain::media::{MediaKind, Unreadable};
use heifer_isobmff::boxes::{ColorInfo, ConstructionMethod, Extent, Property};
use heifer_isobmff::{HeifFile, Item};

use plan::codec_of;
pub(crate) use plan::{Codec, NoPlan, plan};
#[cfg(feature = "heif")]
pub(crate) use plan::{Plan, Tiling};

use super::bytes::{be16, be32, tag};
use super::exif;
use super::found::{Found, Profile};
use super::isobmff::{self, Part};
use super::source::Source;
use crate::guard;

/// 768 tiles of a 200-megapixel phone need 50 KB; the rest is room for a colour profile.
const MAX_META: u64 = 2 << 20;

/// Looking items up takes time by the square of their number.
const MAX_ITEMS: u32 = 10_000;
const MAX_EXIF: u64 = 1 << 20;

/// A profile or a grid is derived from something at most this often.
const MAX_DERIVED: usize = 4;

pub(super) fn inspect<R: Read + Seek>(
    source: &mut Source<R>,
    brand: &'static str,
) -> io::Result<Found> {
    let mut found = Found::recognised(brand, MediaKind::Image);
    found.animated = matches!(
        tag(source.head(), 8),
        Some([b'a', b'v', b'i', b's'] | [b'm', b's', b'f', b'1'] | [b'h', b'e', b'v', b'c' | b'x'])
    );
    let parts = isobmff::top_level(source)?;
    let Some(meta) = parts.iter().find(|part| &part.name == b"meta") else {
        // A sequence may do without a still picture; anything else has lost it.
        let sequence = parts.iter().any(|part| &part.name == b"moov");
        return Ok(if sequence {
            found
        } else {
            found.broken(Unreadable::Truncated)
        });
    };
    if meta.end > source.len() {
        return Ok(found.broken(Unreadable::Truncated));
    }
    let Some(bytes) = lone_meta(source, *meta)? else {
        return Ok(found.broken(Unreadable::Corrupt));
    };
    let Some(Ok(file)) = guard::foreign("picture box reader", || HeifFile::parse(&bytes)) else {
        return Ok(found.broken(Unreadable::Corrupt));
    };
    if let Some(codec) = file
        .primary_item()
        .ok()
        .and_then(|item| codec_of(&file, item))
    {
        found.format = match codec {
            Codec::Hevc => "heic",
            Codec::Av1 => "avif",
        };
    }
    metadata(source, &file, &mut found)?;
    colors(&file, &mut found);
    match plan(source, &file) {
        Ok(plan) => {
            found.decodable = cfg!(feature = "heif") && !is_hdr(&found.profile);
            (found.width, found.height) = plan.crop.map_or(plan.colors.size, |[_, _, w, h]| (w, h));
            found.orientation = plan.orientation;
            found.has_alpha = plan.alpha.is_some();
        }
        Err(NoPlan::Unsupported) => {
            let size = file.image_size(file.primary_id).ok().flatten();
            (found.width, found.height) = size.unwrap_or_default();
        }
        Err(NoPlan::Broken(why)) => {
            let size = file.image_size(file.primary_id).ok().flatten();
            (found.width, found.height) = size.unwrap_or_default();
            found.unreadable = Some(why);
        }
    }
    Ok(found)
}

/// The `meta` box alone, as a file of its own; `None` when it is larger than any that is written.
fn lone_meta<R: Read + Seek>(source: &mut Source<R>, meta: Part) -> io::Result<Option<Vec<u8>>> {
    let size = meta.end - meta.start;
    if size > MAX_META {
        return Ok(None);
    }
    let body = source.at(meta.start, size as usize)?;
    let count = isobmff::inner(&body, 4)
        .find(|(name, _)| name == b"iinf")
        .and_then(|(_, iinf)| match iinf.first()? {
            0 => be16(iinf, 4).map(u32::from),
            _ => be32(iinf, 4),
        });
    if count.is_some_and(|count| count > MAX_ITEMS) {
        return Ok(None);
    }
    let mut file = b"\0\0\0\x10ftypmif1\0\0\0\0".to_vec();
    file.extend((size as u32 + 8).to_be_bytes());
    file.extend(b"meta");
    file.extend_from_slice(&body);
    Ok(Some(file))
}
/// EXIF and XMP of any picture in the file: where one was taken, all were.
fn metadata<R: Read + Seek>(
    source: &mut Source<R>,
    file: &HeifFile<'_>,
    found: &mut Found,
) -> io::Result<()> {
    for item in &file.items {
        match &item.item_type.0 {
            b"Exif" => {
                let data = content(source, file, item, MAX_EXIF)?.unwrap_or_default();
                let at = be32(&data, 0).unwrap_or(0) as usize;
                let block = data.get(at.saturating_add(4)..).unwrap_or_default();
                let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
                let exif = exif::read(block);
                found.has_location |= exif.has_location;
                if exif.adobe_rgb && found.profile == Profile::Untagged {
                    found.profile = Profile::AdobeRgb;
                }
            }
            b"mime" if item.content_type.as_deref() == Some("application/rdf+xml") => {
                let data = content(source, file, item, MAX_EXIF)?.unwrap_or_default();
                found.has_location |= exif::xmp_has_location(&data);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The bytes of a small item; `None` when it is larger than `limit` or made of other items.
fn content<R: Read + Seek>(
    source: &mut Source<R>,
    file: &HeifFile<'_>,
    item: &Item,
    limit: u64,
) -> io::Result<Option<Vec<u8>>> {
    let Some(location) = &item.location else {
        return Ok(None);
    };
    let total = location
        .extents
        .iter()
        .fold(0_u64, |sum, e| sum.saturating_add(e.length));
    if total > limit {
        return Ok(None);
    }
    match location.construction_method {
        ConstructionMethod::File => {
            let mut bytes = Vec::new();
            for Extent { offset, length, .. } in &location.extents {
                let length = if *length == 0 { limit } else { *length };
                bytes.extend_from_slice(&source.at(*offset, length as usize)?);
            }
            Ok(Some(bytes))
        }
        ConstructionMethod::Idat => Ok(file.item_data(item.id).ok().map(Cow::into_owned)),
        ConstructionMethod::Item => Ok(None),
    }
}

/// The primary picture's colours, or its first tile's; a profile counts more than code points.
fn colors(file: &HeifFile<'_>, found: &mut Found) {
    let mut id = file.primary_id;
    for _ in 0..MAX_DERIVED {
        let Ok(properties) = file.item_properties(id) else {
            return;
        };
        let mut said = false;
        for property in properties {
            match property {
                Property::Color(ColorInfo::Icc(icc)) if !icc.is_empty() => {
                    found.profile = Profile::Icc(icc.clone());
                    return;
                }
                Property::Color(ColorInfo::Nclx {
                    primaries,
                    transfer,
                    ..
                }) => {
                    found.profile = Profile::coded(*primaries, *transfer);
                    said = true;
                }
                _ => {}
            }
        }
        match file.referenced_items(id, b"dimg").first() {
            Some(first) if !said => id = *first,
            _ => return,
        }
    }
}

/// Brightness beyond white (PQ, HLG): shown as sRGB it would be a grey, washed-out picture.
fn is_hdr(profile: &Profile) -> bool {
    matches!(
        profile,
        Profile::Coded {
            transfer: 16 | 18,
            ..
        }
    )
}
