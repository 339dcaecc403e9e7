//! How the primary picture of a HEIC or AVIF is put together: coded items, tiles, alpha, turns.

use std::io::{self, Read, Seek};

use fanfold_domain::media::Unreadable;
use heifer_isobmff::boxes::{ConstructionMethod, Grid, Property};
use heifer_isobmff::{HeifFile, Item, ItemId};

use super::content;
use crate::probe::found::MAX_PIXELS;
use crate::probe::source::Source;
use crate::probe::why;

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
        Self::Broken(why(&error))
    }
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
    // A picture of one pixel may be cut from a tile of a billion.
    let large = |(w, h): (u32, u32)| u64::from(w) * u64::from(h) > MAX_PIXELS;
    if large(plan.size) || large(plan.tile) {
        return Err(NoPlan::Broken(Unreadable::TooManyPixels));
    }
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

pub(super) fn codec_of(file: &HeifFile<'_>, item: &Item) -> Option<Codec> {
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
    let [[ax, ay], [dx, dy]] = turn(first);
    let both = turn(second).map(|[across, down]| {
        let sum = |own: i8, other: i8| across * own + down * other;
        [sum(ax, dx), sum(ay, dy)]
    });
    TURNS
        .iter()
        .position(|turn| *turn == both)
        .map_or(1, |n| n as u8 + 1)
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
