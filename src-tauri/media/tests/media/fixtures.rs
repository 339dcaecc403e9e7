//! Pictures whose truth is known because they are made here.

use std::io::Cursor;

use fanfold_domain::recipe::{Fit, Recipe};
use fanfold_domain::turn::Turn;
use fanfold_media::{Cancel, FixError, Rendered, probe_bytes, render_bytes};
use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};
use moxcms::ColorProfile;
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

pub(crate) const RED: [u8; 3] = [220, 30, 30];
pub(crate) const GREEN: [u8; 3] = [30, 200, 40];
pub(crate) const BLUE: [u8; 3] = [30, 40, 210];
pub(crate) const YELLOW: [u8; 3] = [230, 220, 40];

/// Red top left, green top right, blue bottom left, yellow bottom right.
pub(crate) fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        image::Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => YELLOW,
        })
    })
}

/// Deterministic noise over quarters: large files.
pub(crate) fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 0x9E37_79B9_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [r, g, b, _] = state.to_le_bytes();
        image::Rgb([r, g, b])
    })
}

/// How a camera stores `upright` under an orientation (EXIF 2.32, 4.6.4: where row 0 and column 0
/// of the stored picture are seen).
pub(crate) fn stored(upright: &RgbImage, orientation: u8) -> RgbImage {
    let (w, h) = upright.dimensions();
    let (sw, sh) = if orientation >= 5 { (h, w) } else { (w, h) };
    RgbImage::from_fn(sw, sh, |x, y| {
        let (vx, vy) = match orientation {
            2 => (w - 1 - x, y),
            3 => (w - 1 - x, h - 1 - y),
            4 => (x, h - 1 - y),
            5 => (y, x),
            6 => (w - 1 - y, x),
            7 => (w - 1 - y, h - 1 - x),
            8 => (y, h - 1 - x),
            _ => (x, y),
        };
        *upright.get_pixel(vx, vy)
    })
}

pub(crate) fn compress(
    pixels: &[u8],
    size: (u32, u32),
    format: PixelFormat,
    change: impl Fn(&mut Compressor),
) -> Vec<u8> {
    let mut encoder = Compressor::new().unwrap();
    encoder.set_quality(95).unwrap();
    encoder.set_subsamp(Subsamp::None).unwrap();
    change(&mut encoder);
    let image = Image {
        pixels,
        width: size.0 as usize,
        pitch: size.0 as usize * format.size(),
        height: size.1 as usize,
        format,
    };
    encoder.compress_to_vec(image).unwrap()
}

pub(crate) fn jpeg(picture: &RgbImage) -> Vec<u8> {
    compress(
        picture.as_raw(),
        picture.dimensions(),
        PixelFormat::RGB,
        |_| {},
    )
}

pub(crate) fn progressive(picture: &RgbImage) -> Vec<u8> {
    compress(
        picture.as_raw(),
        picture.dimensions(),
        PixelFormat::RGB,
        |encoder| encoder.set_progressive(true).unwrap(),
    )
}

/// Puts a segment right behind the start marker.
pub(crate) fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let len = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    let mut out = jpeg[..2].to_vec();
    out.extend([0xFF, marker, len[0], len[1]]);
    out.extend(content);
    out.extend(&jpeg[2..]);
    out
}

/// A TIFF block with an orientation and, if wanted, a position.
pub(crate) fn tiff_block(orientation: u8, position: bool) -> Vec<u8> {
    let mut out = b"MM\0*\0\0\0\x08".to_vec();
    let entry = |out: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        out.extend(tag.to_be_bytes());
        out.extend(kind.to_be_bytes());
        out.extend(count.to_be_bytes());
        out.extend(value);
    };
    let gps = 8 + 2 + 2 * 12 + 4;
    out.extend(if position { [0, 2] } else { [0, 1] });
    entry(&mut out, 0x0112, 3, 1, [0, orientation, 0, 0]);
    if position {
        entry(&mut out, 0x8825, 4, 1, u32::to_be_bytes(gps));
    }
    out.extend([0; 4]);
    if position {
        let values = gps + 2 + 4 * 12 + 4;
        out.extend([0, 4]);
        entry(&mut out, 1, 2, 2, *b"N\0\0\0");
        entry(&mut out, 2, 5, 3, values.to_be_bytes());
        entry(&mut out, 3, 2, 2, *b"E\0\0\0");
        entry(&mut out, 4, 5, 3, (values + 24).to_be_bytes());
        out.extend([0; 4]);
        for degrees in [48_u32, 8, 15, 11, 34, 30] {
            out.extend(degrees.to_be_bytes());
            out.extend(1_u32.to_be_bytes());
        }
    }
    out
}

/// A TIFF block with an orientation, a position and these texts, by ascending tags.
pub(crate) fn exif_saying(orientation: u8, texts: &[(u16, &str)]) -> Vec<u8> {
    let mut fields = vec![exif::Field {
        tag: exif::Tag::Orientation,
        ifd_num: exif::In::PRIMARY,
        value: exif::Value::Short(vec![orientation.into()]),
    }];
    let degrees = exif::Value::Rational(vec![exif::Rational { num: 48, denom: 1 }; 3]);
    for tag in [exif::Tag::GPSLatitude, exif::Tag::GPSLongitude] {
        fields.push(exif::Field {
            tag,
            ifd_num: exif::In::PRIMARY,
            value: degrees.clone(),
        });
    }
    for (tag, text) in texts {
        fields.push(exif::Field {
            tag: exif::Tag(exif::Context::Tiff, *tag),
            ifd_num: exif::In::PRIMARY,
            value: exif::Value::Ascii(vec![text.as_bytes().to_vec()]),
        });
    }
    let mut writer = exif::experimental::Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut out = Cursor::new(Vec::new());
    writer.write(&mut out, false).unwrap();
    out.into_inner()
}

pub(crate) fn with_block(jpeg: &[u8], block: &[u8]) -> Vec<u8> {
    with_segment(jpeg, 0xE1, &[b"Exif\0\0", block].concat())
}

pub(crate) fn with_exif(jpeg: &[u8], orientation: u8, position: bool) -> Vec<u8> {
    let mut content = b"Exif\0\0".to_vec();
    content.extend(tiff_block(orientation, position));
    with_segment(jpeg, 0xE1, &content)
}

pub(crate) fn with_icc(jpeg: &[u8], profile: &ColorProfile) -> Vec<u8> {
    let mut content = b"ICC_PROFILE\0\x01\x01".to_vec();
    content.extend(profile.encode().unwrap());
    with_segment(jpeg, 0xE2, &content)
}

pub(crate) fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Red on the left, nothing on the right; what is not there is stored as black.
pub(crate) fn half_transparent(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, _| {
        image::Rgba(if x < width / 2 {
            [RED[0], RED[1], RED[2], 255]
        } else {
            [0, 0, 0, 0]
        })
    })
}

pub(crate) fn recipe(fit: Fit) -> Recipe {
    Recipe {
        fit,
        turn: Turn::NONE,
        max_width: 1440,
        min_width: 0,
        max_bytes: 8_000_000,
        quality: 85,
        background: [255; 3],
        actions: Vec::new(),
    }
}

pub(crate) fn try_render(bytes: &[u8], recipe: &Recipe) -> Result<Rendered, FixError> {
    render_bytes(bytes, &probe_bytes(bytes), recipe, &Cancel::new())
}

pub(crate) fn render(bytes: &[u8], recipe: &Recipe) -> Rendered {
    try_render(bytes, recipe).unwrap()
}

/// Decodes with the library alone, not with the code under test.
pub(crate) fn pixels(jpeg: &[u8]) -> RgbImage {
    let image = turbojpeg::decompress(jpeg, PixelFormat::RGB).unwrap();
    let (w, h) = (image.width as u32, image.height as u32);
    RgbImage::from_raw(w, h, image.pixels).unwrap()
}

/// The four corner regions of a picture: their middle pixels.
pub(crate) fn corners(picture: &RgbImage) -> [[u8; 3]; 4] {
    let (w, h) = picture.dimensions();
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| picture.get_pixel(w * x / 4, h * y / 4).0)
}

#[track_caller]
pub(crate) fn assert_near(seen: [u8; 3], wanted: [u8; 3], tolerance: u8) {
    let far = seen
        .iter()
        .zip(wanted)
        .any(|(seen, wanted)| seen.abs_diff(wanted) > tolerance);
    assert!(!far, "{seen:?} is not near {wanted:?}");
}
