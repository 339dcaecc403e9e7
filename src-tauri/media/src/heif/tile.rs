//! One coded picture to eight-bit pixels.

use fanfold_domain::media::Unreadable;
use heifer::color::{ColorParams, frame_to_rgba_sized};
use heifer::heifer_hevc_dec::decoder::{DecodeOptions, decode_picture};
use heifer::heifer_hevc_dec::recon::Frame;
use heifer::image::Image;
use heifer_isobmff::HeifFile;
use heifer_isobmff::boxes::{ColorInfo, Property};
use re_rav1d::dav1d::{Decoder, PixelLayout, PlanarImageComponent, Settings};

use crate::error::FixError;
use crate::probe::heif::Codec;

/// Coders fill up to whole blocks; what is beyond the picture is cut off again.
const BLOCK: u64 = 128;

/// Rows without gaps.
pub(super) struct Tile {
    pub(super) width: usize,
    pub(super) channels: usize,
    pub(super) data: Vec<u8>,
}

/// Red, green, blue and a full alpha.
pub(super) fn colors(
    file: &HeifFile<'_>,
    id: u32,
    codec: Codec,
    size: (u32, u32),
) -> Result<Tile, FixError> {
    let (frame, params) = decode(file, id, codec, size)?;
    if frame.chroma_format == 0 {
        return Ok(Tile {
            width: size.0 as usize,
            channels: 3,
            data: luma(&frame, params.full_range, size)
                .into_iter()
                .flat_map(|v| [v; 3])
                .collect(),
        });
    }
    let image: Image<u8> = frame_to_rgba_sized(&frame, params, size.0, size.1);
    Ok(Tile {
        width: size.0 as usize,
        channels: 4,
        data: image.data,
    })
}

/// One byte a pixel.
pub(super) fn alpha(
    file: &HeifFile<'_>,
    id: u32,
    codec: Codec,
    size: (u32, u32),
) -> Result<Tile, FixError> {
    let (frame, params) = decode(file, id, codec, size)?;
    Ok(Tile {
        width: size.0 as usize,
        channels: 1,
        data: luma(&frame, params.full_range, size),
    })
}

/// The frame, at least as large as `size`, and how to read its values.
fn decode(
    file: &HeifFile<'_>,
    id: u32,
    codec: Codec,
    (width, height): (u32, u32),
) -> Result<(Frame, ColorParams), FixError> {
    let full = |side: u32| u64::from(side).next_multiple_of(BLOCK);
    let max_pixels = full(width) * full(height);
    let frame = match codec {
        Codec::Hevc => hevc(file, id, max_pixels)?,
        Codec::Av1 => av1(file, id, max_pixels)?,
    };
    let [wide, ..] = frame.widths;
    let [high, ..] = frame.heights;
    if wide < width || high < height {
        return Err(damaged());
    }
    // What the container says counts more than what the coder says.
    let said = file
        .item_properties(id)
        .map_err(|_| damaged())?
        .find_map(|p| match p {
            Property::Color(ColorInfo::Nclx {
                matrix, full_range, ..
            }) => Some(ColorParams {
                matrix: *matrix,
                full_range: *full_range,
            }),
            _ => None,
        });
    let params = said.unwrap_or_else(|| ColorParams::from_frame(&frame));
    // Matrices that nobody writes, and that would come out in wrong colours.
    if !matches!(params.matrix, 0..=2 | 4..=7 | 9) {
        return Err(FixError::NoDecoder(format!("matrix {}", params.matrix)));
    }
    Ok((frame, params))
}

fn hevc(file: &HeifFile<'_>, id: u32, max_pixels: u64) -> Result<Frame, FixError> {
    let stream = file.hevc_bitstream(id).map_err(|_| damaged())?;
    let options = DecodeOptions {
        max_pixels,
        ..DecodeOptions::default()
    };
    decode_picture(&stream, options).map_err(|_| damaged())
}

fn av1(file: &HeifFile<'_>, id: u32, max_pixels: u64) -> Result<Frame, FixError> {
    let data = file.item_data(id).map_err(|_| damaged())?.into_owned();
    // To the decoder nothing is a caller's mistake: with its own checks on it ends the whole program.
    if data.is_empty() {
        return Err(damaged());
    }
    let mut settings = Settings::new();
    // Tiles and files are spread over the cores already; frames are not waited for.
    settings.set_n_threads(1);
    settings.set_max_frame_delay(1);
    settings.set_frame_size_limit(u32::try_from(max_pixels).unwrap_or(u32::MAX));
    settings.set_all_layers(false);
    let mut decoder = Decoder::with_settings(&settings).map_err(|_| damaged())?;
    // A still picture is one unit of data: whatever does not come out at once never does.
    if let Err(error) = decoder.send_data(data, None, None, None)
        && !error.is_again()
    {
        return Err(damaged());
    }
    let picture = decoder.get_picture().map_err(|_| damaged())?;
    let (width, height) = (picture.width(), picture.height());
    let (chroma_format, (cw, ch)) = match picture.pixel_layout() {
        PixelLayout::I400 => (0, (0, 0)),
        PixelLayout::I420 => (1, (width.div_ceil(2), height.div_ceil(2))),
        PixelLayout::I422 => (2, (width.div_ceil(2), height)),
        PixelLayout::I444 => (3, (width, height)),
    };
    let bits = picture.bits_per_component().map_or(8, |bits| bits.0 as u8);
    let plane = |component, (width, height): (u32, u32)| {
        if width == 0 {
            return Vec::new();
        }
        let stride = picture.stride(component) as usize;
        let plane = picture.plane(component);
        let rows = plane.chunks(stride.max(1)).take(height as usize);
        if bits > 8 {
            let pair = |pair: &[u8; 2]| u16::from_ne_bytes(*pair);
            rows.flat_map(|row| row.as_chunks::<2>().0.iter().take(width as usize).map(pair))
                .collect()
        } else {
            rows.flat_map(|row| row.iter().take(width as usize).copied().map(u16::from))
                .collect()
        }
    };
    Ok(Frame {
        widths: [width, cw, cw],
        heights: [height, ch, ch],
        planes: [
            plane(PlanarImageComponent::Y, (width, height)),
            plane(PlanarImageComponent::U, (cw, ch)),
            plane(PlanarImageComponent::V, (cw, ch)),
        ],
        bit_depth: [bits, bits],
        chroma_format,
        full_range: picture.color_range() as u8 == 1,
        matrix_coeffs: picture.matrix_coefficients() as u8,
    })
}

/// Brightness alone, cut to `size`, at eight bits.
fn luma(frame: &Frame, full_range: bool, size: (u32, u32)) -> Vec<u8> {
    let [depth, _] = frame.bit_depth;
    let (zero, span) = if full_range {
        (0, (1_i32 << depth) - 1)
    } else {
        (16 << (depth - 8), 219 << (depth - 8))
    };
    let [stride, ..] = frame.widths;
    let [values, ..] = &frame.planes;
    values
        .chunks_exact(stride.max(1) as usize)
        .take(size.1 as usize)
        .filter_map(|row| row.get(..size.0 as usize))
        .flatten()
        .map(|value| (((i32::from(*value) - zero) * 255 + span / 2) / span).clamp(0, 255) as u8)
        .collect()
}

fn damaged() -> FixError {
    FixError::Unusable(Unreadable::Corrupt)
}
