//! From file bytes to pixels. Damage is an error: a picture with a grey bottom never comes out.

use std::io::Cursor;
use std::sync::{Mutex, MutexGuard, PoisonError};

use fanfold_domain::media::{MediaKind, Unreadable};
use image::error::{ImageError, LimitErrorKind};
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use turbojpeg::{
    Colorspace, DecompressHeader, Decompressor, PixelFormat, ScalingFactor, Subsamp, YuvImage,
};

use crate::error::FixError;
use crate::guard;
use crate::planar;
use crate::probe::{Inspection, MAX_PIXELS};
use crate::raster::{Layout, Raster};

/// More scans than any encoder writes: a picture made to keep decoders busy.
const MAX_SCANS: u32 = 200;

/// Above this many decoded bytes pictures are taken one after the other, so that ten huge ones do
/// not need ten times the memory.
const LARGE: usize = 192 << 20;

static ONE_LARGE: Mutex<()> = Mutex::new(());

/// How far the decoder may shrink by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shrink {
    /// Source pixels per output pixel.
    pub(crate) factor: f64,
    /// What must be left of it for the resampling: 2 keeps full quality, 1 is for thumbnails
    /// (measured: one SSIMULACRA2 point).
    pub(crate) residual: f64,
}

impl Shrink {
    /// Only proves that the picture decodes to its end.
    pub(crate) const MOST: Self = Self {
        factor: f64::INFINITY,
        residual: 1.0,
    };

    fn scaling(self) -> ScalingFactor {
        if self.factor / 8.0 >= self.residual {
            ScalingFactor::ONE_EIGHTH
        } else if self.factor / 4.0 >= self.residual {
            ScalingFactor::ONE_QUARTER
        } else if self.factor / 2.0 >= self.residual {
            ScalingFactor::ONE_HALF
        } else {
            ScalingFactor::ONE
        }
    }
}

/// Refuses what the probe already knows to be unusable.
pub(crate) fn admissible(inspection: &Inspection) -> Result<(), FixError> {
    let facts = &inspection.facts;
    if let Some(why) = facts.unreadable {
        return Err(FixError::Unusable(why));
    }
    if facts.kind != MediaKind::Image || !facts.decodable {
        return Err(FixError::NoDecoder(facts.format.clone()));
    }
    Ok(())
}

/// The stored pixels, not turned, in the file's own colours; JPEG shrunk as far as `shrink` lets.
pub(crate) fn decode(
    bytes: &[u8],
    inspection: &Inspection,
    shrink: Shrink,
) -> Result<Raster, FixError> {
    admissible(inspection)?;
    planar::release();
    match inspection.facts.format.as_str() {
        "jpeg" | "mpo" => jpeg(bytes, shrink),
        #[cfg(feature = "heif")]
        "heic" | "avif" => {
            let facts = &inspection.facts;
            // Colours, alpha and the decoder's own planes of up to 16 bits.
            let held = facts.stored_width as usize * facts.stored_height as usize * 10;
            let _turn = queue(held);
            crate::heif::decode(bytes, inspection)
        }
        format => other(bytes, format, inspection),
    }
}

fn queue(decoded: usize) -> Option<MutexGuard<'static, ()>> {
    (decoded > LARGE).then(|| ONE_LARGE.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A JPEG whose header is read.
struct Opened {
    decoder: Decompressor,
    header: DecompressHeader,
    /// Size after the decoder's own shrinking.
    width: usize,
    height: usize,
}

impl Opened {
    fn new(bytes: &[u8], shrink: Shrink) -> Result<Self, FixError> {
        let mut decoder = Decompressor::new().map_err(codec)?;
        decoder.set_scan_limit(MAX_SCANS).map_err(codec)?;
        let header = decoder.read_header(bytes).map_err(|e| damage(&e))?;
        if header.width as u64 * header.height as u64 > MAX_PIXELS {
            return Err(FixError::Unusable(Unreadable::TooManyPixels));
        }
        let scaling = if header.is_lossless {
            ScalingFactor::ONE
        } else {
            shrink.scaling()
        };
        decoder.set_scaling_factor(scaling).map_err(codec)?;
        let scaled = header.scaled(scaling);
        Ok(Self {
            decoder,
            header,
            width: scaled.width,
            height: scaled.height,
        })
    }

    /// A progressive picture is held as coefficients at full size, whatever is asked for.
    fn coefficients(&self) -> usize {
        if self.header.is_progressive {
            self.header.width * self.header.height * 3
        } else {
            0
        }
    }
}

/// A picture as YCbCr planes.
pub(crate) struct Yuv {
    /// The planes one behind the other, or luma alone.
    pub(crate) data: Vec<u8>,
    /// Blue and red difference, where they lie by themselves.
    apart: Option<[Vec<u8>; 2]>,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Whether chroma is half as wide, and half as high, as luma.
    pub(crate) halved: (bool, bool),
    /// Black is 16 and white 235, as in films; else 0 and 255.
    pub(crate) narrow: bool,
    y: (usize, usize),
    chroma: (usize, usize),
}

impl Yuv {
    /// Luma, blue and red difference: rows and their stride.
    pub(crate) fn planes(&self) -> [(&[u8], usize); 3] {
        if let Some([cb, cr]) = &self.apart {
            return [
                (self.data.as_slice(), self.y.0),
                (cb.as_slice(), self.chroma.0),
                (cr.as_slice(), self.chroma.0),
            ];
        }
        let (luma, chroma) = (self.y.0 * self.y.1, self.chroma.0 * self.chroma.1);
        let part = |from: usize, to: usize| self.data.get(from..to).unwrap_or_default();
        [
            (part(0, luma), self.y.0),
            (part(luma, luma + chroma), self.chroma.0),
            (part(luma + chroma, luma + 2 * chroma), self.chroma.0),
        ]
    }
}

/// The planes of a plain YCbCr picture in `buffer`; `None` when it is not of that kind.
pub(crate) fn planes(
    bytes: &[u8],
    shrink: Shrink,
    mut buffer: Vec<u8>,
) -> Result<Option<Yuv>, FixError> {
    let mut opened = Opened::new(bytes, shrink)?;
    let header = opened.header;
    let halved = match header.subsamp {
        Subsamp::None => (false, false),
        Subsamp::Sub2x1 => (true, false),
        Subsamp::Sub2x2 => (true, true),
        _ => return Ok(None),
    };
    if header.colorspace != Colorspace::YCbCr || header.is_lossless {
        return Ok(None);
    }
    let (width, height) = (opened.width, opened.height);
    let size = turbojpeg::yuv_pixels_len(width, 1, height, header.subsamp).map_err(codec)?;
    let _turn = queue(size + opened.coefficients());
    // What an earlier picture left is written over, or the picture is refused.
    buffer.truncate(size);
    buffer.resize(size, 0);
    let image = YuvImage {
        pixels: buffer.as_mut_slice(),
        width,
        align: 1,
        height,
        subsamp: header.subsamp,
    };
    let (y, chroma) = (image.y_size(), image.uv_size());
    sound(opened.decoder.decompress_to_yuv(bytes, image))?;
    Ok(Some(Yuv {
        data: buffer,
        apart: None,
        width: width as u32,
        height: height as u32,
        halved,
        narrow: false,
        y,
        chroma,
    }))
}

/// The planes of a lossy WebP; `None` when it is not of that kind, or is damaged: the plain way
/// tells how.
pub(crate) fn webp_planes(bytes: &[u8], inspection: &Inspection) -> Option<Yuv> {
    let info = webpx::ImageInfo::from_webp(bytes).ok()?;
    let facts = &inspection.facts;
    let plain = info.format == webpx::BitstreamFormat::Lossy
        && !(info.has_alpha || info.has_animation)
        && (info.width, info.height) == (facts.stored_width, facts.stored_height);
    let decoded = plain.then(|| webpx::decode_yuv(bytes).ok())??;
    Some(Yuv {
        data: decoded.y,
        apart: Some([decoded.u, decoded.v]),
        width: decoded.width,
        height: decoded.height,
        halved: (true, true),
        narrow: true,
        y: (decoded.y_stride, decoded.height as usize),
        chroma: (decoded.u_stride, decoded.height.div_ceil(2) as usize),
    })
}

fn jpeg(bytes: &[u8], shrink: Shrink) -> Result<Raster, FixError> {
    let mut opened = Opened::new(bytes, shrink)?;
    let (format, layout) = match opened.header.colorspace {
        Colorspace::CMYK | Colorspace::YCCK => (PixelFormat::CMYK, Layout::Cmyk),
        _ => (PixelFormat::RGB, Layout::Rgb),
    };
    let (width, height) = (opened.width, opened.height);
    let pitch = width * format.size();
    let size = pitch * height;
    let _turn = queue(size + opened.coefficients());
    let mut data = vec![0; size];
    let image = turbojpeg::Image {
        pixels: data.as_mut_slice(),
        width,
        pitch,
        height,
        format,
    };
    sound(opened.decoder.decompress(bytes, image))?;
    Ok(Raster {
        width: width as u32,
        height: height as u32,
        layout,
        data,
    })
}

fn codec(error: impl std::fmt::Display) -> FixError {
    FixError::Codec(error.to_string())
}

/// Warnings are damage: libjpeg goes on after them, with grey.
fn sound(result: turbojpeg::Result<()>) -> Result<(), FixError> {
    match result {
        Err(error) if !harmless(&error.to_string()) => Err(damage(&error)),
        _ => Ok(()),
    }
}

/// libjpeg reports every oddity as a warning. A few stray bytes before the end marker are written by
/// some cameras and cost no pixel; every other warning means lost data.
fn harmless(message: &str) -> bool {
    const STRAY: u32 = 4;
    message
        .split_once("Corrupt JPEG data: ")
        .and_then(|(_, rest)| rest.split_once(" extraneous bytes before marker 0xd9"))
        .and_then(|(count, _)| count.parse::<u32>().ok())
        .is_some_and(|count| count <= STRAY)
}

fn damage(error: &turbojpeg::Error) -> FixError {
    let message = error.to_string().to_ascii_lowercase();
    FixError::Unusable(if message.contains("premature end") {
        Unreadable::Truncated
    } else {
        Unreadable::Corrupt
    })
}

fn other(bytes: &[u8], format: &str, inspection: &Inspection) -> Result<Raster, FixError> {
    let format = match format {
        "png" => ImageFormat::Png,
        "webp" => ImageFormat::WebP,
        "gif" => ImageFormat::Gif,
        "bmp" => ImageFormat::Bmp,
        "tiff" => ImageFormat::Tiff,
        unknown => return Err(FixError::NoDecoder(unknown.to_owned())),
    };
    let facts = &inspection.facts;
    let pixels = facts.stored_width as usize * facts.stored_height as usize;
    let _turn = queue(pixels.saturating_mul(4));
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    match guard::foreign("image decoder", || reader.decode().map(raster)) {
        Some(decoded) => decoded.map_err(|e| unreadable(&e)),
        None => Err(FixError::Unusable(Unreadable::Corrupt)),
    }
}

fn raster(image: DynamicImage) -> Raster {
    let (width, height) = (image.width(), image.height());
    let (layout, data) = if image.color().has_alpha() {
        (Layout::Rgba, image.into_rgba8().into_raw())
    } else {
        (Layout::Rgb, image.into_rgb8().into_raw())
    };
    Raster {
        width,
        height,
        layout,
        data,
    }
}

fn unreadable(error: &ImageError) -> FixError {
    match error {
        ImageError::Unsupported(what) => FixError::NoDecoder(what.to_string()),
        ImageError::Limits(limit) if matches!(limit.kind(), LimitErrorKind::Unsupported { .. }) => {
            FixError::Codec(limit.to_string())
        }
        ImageError::Limits(_) => FixError::Unusable(Unreadable::TooManyPixels),
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            FixError::Unusable(Unreadable::Truncated)
        }
        _ => FixError::Unusable(Unreadable::Corrupt),
    }
}
