//! HEIC and AVIF pictures: items in a `meta` box (ISO/IEC 23008-12). What the picture is made of, how
//! it is turned, and where its metadata lies; nothing is decoded.
//!
//! Turning is told as an EXIF orientation, so that it is done once, late and by the same code as for
//! every other format. The EXIF orientation inside such a file is a copy that readers must ignore.
//! Deliberately not here: overlays, sequences beyond their still picture, HDR curves (PQ, HLG) — these
//! are recognised and not opened, rather than opened wrong.

use std::io::{self, Read, Seek};

use fanfold_domain::media::{MediaKind, Unreadable};
use heifer_isobmff::boxes::{ColorInfo, ConstructionMethod, Extent, Grid, Property};
use heifer_isobmff::{HeifFile, Item, ItemId};

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

/// Who coded the pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codec {
    Hevc,
    Av1,
}

/// One plane of pixels, made of tiles of one size, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tiling {
    pub(crate) codec: Codec,
    pub(crate) size: (u32, u32),
    pub(crate) tile: (u32, u32),
    pub(crate) columns: usize,
    pub(crate) tiles: Vec<ItemId>,
}

/// The primary picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) colors: Tiling,
    pub(crate) alpha: Option<Tiling>,
    /// Left, top, width, height of what is to be seen, when that is not all.
    pub(crate) crop: Option<[u32; 4]>,
    /// As an EXIF orientation, 1–8.
    pub(crate) orientation: u8,
}

/// Why there is no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPlan {
    /// Right, and of a kind that is not opened here.
    Unsupported,
    Broken(Unreadable),
}

impl From<heifer_isobmff::Error> for NoPlan {
    fn from(_: heifer_isobmff::Error) -> Self {
        Self::Broken(Unreadable::Corrupt)
    }
}

impl From<io::Error> for NoPlan {
    fn from(error: io::Error) -> Self {
        Self::Broken(super::why(&error))
    }
}

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

/// How the primary picture is put together, checked so far that decoding takes time and memory in
/// proportion to the file and the picture.
pub(crate) fn plan<R: Read + Seek>(
    source: &mut Source<R>,
    file: &HeifFile<'_>,
) -> Result<Plan, NoPlan> {
    let primary = file.primary_item()?;
    let colors = tiling(source, file, primary)?;
    let mut alpha = None;
    for id in file.referencing_items(primary.id, b"auxl") {
        if is_alpha(file, id)? {
            let plane = tiling(source, file, file.item(id)?)?;
            if plane.size != colors.size {
                return Err(NoPlan::Unsupported);
            }
            alpha = Some(plane);
            break;
        }
    }
    let (mut crop, mut orientation) = (None, 1);
    for property in file.item_properties(primary.id)? {
        match property {
            Property::CleanAperture { .. } if orientation == 1 => {
                crop = clean_aperture(property, colors.size);
            }
            Property::CleanAperture { .. } => return Err(NoPlan::Unsupported),
            // Quarter turns against the clock.
            Property::Rotation(quarters) => {
                for _ in 0..quarters % 4 {
                    orientation = then(orientation, 8);
                }
            }
            Property::Mirror(top_bottom) => {
                orientation = then(orientation, if *top_bottom { 4 } else { 2 });
            }
            _ => {}
        }
    }
    Ok(Plan {
        colors,
        alpha,
        crop,
        orientation,
    })
}

fn tiling<R: Read + Seek>(
    source: &mut Source<R>,
    file: &HeifFile<'_>,
    item: &Item,
) -> Result<Tiling, NoPlan> {
    let broken = NoPlan::Broken(Unreadable::Corrupt);
    let size = file.image_size(item.id)?.filter(|(w, h)| *w > 0 && *h > 0);
    let plan = match &item.item_type.0 {
        b"hvc1" | b"hev1" | b"av01" => Tiling {
            codec: codec_of(file, item).ok_or(NoPlan::Unsupported)?,
            size: size.ok_or(broken)?,
            tile: size.ok_or(broken)?,
            columns: 1,
            tiles: vec![item.id],
        },
        b"grid" => {
            let data = content(source, file, item, 64)?.ok_or(NoPlan::Unsupported)?;
            let grid = Grid::parse(&data)?;
            let tiles = file.referenced_items(item.id, b"dimg").to_vec();
            let first = file.item(*tiles.first().ok_or(broken)?)?;
            Tiling {
                codec: codec_of(file, first).ok_or(NoPlan::Unsupported)?,
                size: (grid.output_width, grid.output_height),
                tile: file.image_size(first.id)?.ok_or(broken)?,
                columns: usize::from(grid.columns),
                tiles,
            }
            .checked(usize::from(grid.rows))?
        }
        _ => return Err(NoPlan::Unsupported),
    };
    let mut coded = 0_u64;
    for id in &plan.tiles {
        let tile = file.item(*id)?;
        if codec_of(file, tile) != Some(plan.codec) || tile.item_type.0 == *b"grid" {
            return Err(NoPlan::Unsupported);
        }
        if plan.tiles.len() > 1 && file.image_size(*id)? != Some(plan.tile) {
            return Err(broken);
        }
        coded = coded.saturating_add(present(source.len(), tile)?);
    }
    // Tiles may share their bytes, a flat sky say; a thousand on one another are made to burn time.
    if coded > source.len().saturating_mul(4) {
        return Err(broken);
    }
    Ok(plan)
}

impl Tiling {
    /// As many tiles as it takes, and no tile that nothing of is seen.
    fn checked(self, rows: usize) -> Result<Self, NoPlan> {
        let fits = |count: usize, tile: u32, whole: u32| {
            let (count, tile, whole) = (count as u64, u64::from(tile), u64::from(whole));
            count > 0 && whole > 0 && count * tile >= whole && (count - 1) * tile < whole
        };
        let right = self.tiles.len() == rows * self.columns
            && fits(self.columns, self.tile.0, self.size.0)
            && fits(rows, self.tile.1, self.size.1);
        right
            .then_some(self)
            .ok_or(NoPlan::Broken(Unreadable::Corrupt))
    }
}

fn codec_of(file: &HeifFile<'_>, item: &Item) -> Option<Codec> {
    match &item.item_type.0 {
        b"hvc1" | b"hev1" => Some(Codec::Hevc),
        b"av01" => Some(Codec::Av1),
        b"grid" => {
            let first = file.referenced_items(item.id, b"dimg").first()?;
            let first = file.item(*first).ok()?;
            (first.item_type.0 != *b"grid").then(|| codec_of(file, first))?
        }
        _ => None,
    }
}

/// Bytes of an item, all of which must be in the file.
fn present(len: u64, item: &Item) -> Result<u64, NoPlan> {
    let location = item
        .location
        .as_ref()
        .ok_or(NoPlan::Broken(Unreadable::Corrupt))?;
    if location.construction_method == ConstructionMethod::Item {
        return Err(NoPlan::Unsupported);
    }
    let mut sum = 0_u64;
    for extent in &location.extents {
        sum = sum.saturating_add(extent.length);
        let end = extent.offset.saturating_add(extent.length.max(1));
        if location.construction_method == ConstructionMethod::File && end > len {
            return Err(NoPlan::Broken(Unreadable::Truncated));
        }
    }
    Ok(sum)
}

fn is_alpha(file: &HeifFile<'_>, id: ItemId) -> Result<bool, NoPlan> {
    Ok(file.item_properties(id)?.any(|property| {
        matches!(property, Property::AuxiliaryType(kind)
            if kind == "urn:mpeg:hevc:2015:auxid:1" || kind == "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha")
    }))
}

/// What is to be seen of a picture of `size` (ISO/IEC 14496-12, 12.1.4): centred, then moved.
fn clean_aperture(property: &Property, size: (u32, u32)) -> Option<[u32; 4]> {
    let Property::CleanAperture {
        width,
        height,
        horiz_offset,
        vert_offset,
    } = property
    else {
        return None;
    };
    let side = |whole: u32, length: (u32, u32), offset: (i32, u32)| {
        let length = f64::from(length.0) / f64::from(length.1);
        let middle = f64::from(offset.0) / f64::from(offset.1) + f64::from(whole) / 2.0;
        let start = (middle - length / 2.0).round();
        let inside =
            start >= 0.0 && length.round() >= 1.0 && start + length.round() <= f64::from(whole);
        inside.then_some((start as u32, length.round() as u32))
    };
    let (left, w) = side(size.0, *width, *horiz_offset)?;
    let (top, h) = side(size.1, *height, *vert_offset)?;
    ((w, h) != size).then_some([left, top, w, h])
}

/// The orientation that does `first` and then `second`.
fn then(first: u8, second: u8) -> u8 {
    // Where right and down go, with y downwards (EXIF 2.32, 4.6.4).
    const TURNS: [[[i8; 2]; 2]; 8] = [
        [[1, 0], [0, 1]],
        [[-1, 0], [0, 1]],
        [[-1, 0], [0, -1]],
        [[1, 0], [0, -1]],
        [[0, 1], [1, 0]],
        [[0, -1], [1, 0]],
        [[0, -1], [-1, 0]],
        [[0, 1], [-1, 0]],
    ];
    let turn = |n: u8| {
        TURNS
            .get(usize::from(n.saturating_sub(1)))
            .copied()
            .unwrap_or([[1, 0], [0, 1]])
    };
    let [[a, b], [c, d]] = turn(second);
    let [[e, f], [g, h]] = turn(first);
    let both = [
        [a * e + b * g, a * f + b * h],
        [c * e + d * g, c * f + d * h],
    ];
    TURNS
        .iter()
        .position(|turn| *turn == both)
        .map_or(1, |n| n as u8 + 1)
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
        ConstructionMethod::Idat => Ok(file.item_data(item.id).ok().map(|data| data.into_owned())),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_add_up() {
        assert_eq!(then(1, 6), 6);
        assert_eq!(then(6, 6), 3);
        assert_eq!(then(8, 6), 1);
        // Turned a quarter to the right, then mirrored left to right: rows and columns change places.
        assert_eq!(then(6, 2), 5);
        assert_eq!(then(2, 6), 7);
        for any in 1..=8 {
            assert_eq!(then(then(any, 2), 2), any);
            assert_eq!((0..4).fold(any, |turned, _| then(turned, 8)), any);
        }
    }

    #[test]
    fn an_aperture_outside_the_picture_is_not_used() {
        let aperture = |w: u32, x: i32| Property::CleanAperture {
            width: (w, 1),
            height: (10, 1),
            horiz_offset: (x, 1),
            vert_offset: (0, 1),
        };
        assert_eq!(
            clean_aperture(&aperture(20, 0), (40, 10)),
            Some([10, 0, 20, 10])
        );
        assert_eq!(
            clean_aperture(&aperture(20, 10), (40, 10)),
            Some([20, 0, 20, 10])
        );
        assert_eq!(clean_aperture(&aperture(20, 11), (40, 10)), None);
        assert_eq!(clean_aperture(&aperture(40, 0), (40, 10)), None);
        assert_eq!(clean_aperture(&aperture(0, 0), (40, 10)), None);
    }
}
