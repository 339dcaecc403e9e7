//! Photos made by code, the same from the same seed: soft light, edges and grain, so that they compress, scale and
//! look like photos rather than like test cards. And the files that are no photos at all.

use std::path::{Path, PathBuf};

use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use crate::exif::{Notes, annotate};

/// A picture of `width` x `height` from `seed`.
pub fn picture(seed: u32, width: u32, height: u32) -> RgbImage {
    let mut grain = Grain(seed.wrapping_mul(2_654_435_761).wrapping_add(1));
    let hue = f32::from(u8::try_from(seed % 256).unwrap_or(0)) / 256.0;
    let (sun_x, sun_y) = (0.2 + 0.6 * hue, 0.25);
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
        let far = ((u - sun_x).powi(2) + (v - sun_y).powi(2)).sqrt();
        let light = (1.2 - far).clamp(0.0, 1.0);
        // A ridge: the one sharp edge that a crop or a wrong scale would show.
        let ridge = 0.6 + 0.12 * (u * 9.0 + hue * 7.0).sin() + 0.04 * (u * 37.0).sin();
        let ground = v > ridge;
        let noise = grain.next() * 0.06;
        let shade = |sky: f32, earth: f32| {
            let tone = if ground {
                earth * (1.1 - v)
            } else {
                sky * light
            };
            ((tone + noise).clamp(0.0, 1.0) * 255.0) as u8
        };
        Rgb([
            shade(0.9, 0.5 + hue * 0.4),
            shade(0.75 + hue * 0.2, 0.8),
            shade(1.0 - hue * 0.4, 0.35),
        ])
    })
}

/// A small, quick generator (xorshift): grain needs no better one.
struct Grain(u32);

impl Grain {
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 >> 8) as f32 / (1_u32 << 24) as f32 - 0.5
    }
}

/// `picture` as a JPEG of good quality with these notes.
pub fn jpeg(picture: &RgbImage, notes: Notes) -> Vec<u8> {
    let image = turbojpeg::Image {
        pixels: picture.as_raw().as_slice(),
        width: picture.width() as usize,
        pitch: picture.width() as usize * 3,
        height: picture.height() as usize,
        format: turbojpeg::PixelFormat::RGB,
    };
    let bytes = turbojpeg::compress(image, 88, turbojpeg::Subsamp::Sub2x2);
    annotate(&bytes.expect("a picture can be compressed"), notes)
}

/// Ten photos of mixed shapes and formats in `folder`, in the order of their names.
///
/// Each can be made ready; four or more cannot go out as they are.
pub fn ten(folder: &Path) -> Vec<PathBuf> {
    let plain = Notes::default();
    let sideways = Notes {
        orientation: 6,
        ..plain
    };
    let located = Notes {
        location: true,
        ..plain
    };
    let wide_gamut = Notes {
        display_p3: true,
        ..plain
    };
    let square = picture(6, 1080, 1080);
    vec![
        write(
            folder,
            "01 landscape.jpg",
            &jpeg(&picture(1, 1800, 1200), plain),
        ),
        write(
            folder,
            "02 portrait.jpg",
            &jpeg(&picture(2, 1200, 1600), plain),
        ),
        write(
            folder,
            "03 sideways.jpg",
            &jpeg(&picture(3, 1600, 1200), sideways),
        ),
        write(
            folder,
            "04 located.jpg",
            &jpeg(&picture(4, 1500, 1500), located),
        ),
        write(
            folder,
            "05 display p3.jpg",
            &jpeg(&picture(5, 1600, 1200), wide_gamut),
        ),
        write(folder, "06 see-through.png", &png(&see_through(&square))),
        write(
            folder,
            "07 web.webp",
            &encoded(&picture(7, 1200, 900), ImageFormat::WebP),
        ),
        write(
            folder,
            "08 not a jpeg.jpg",
            &encoded(&picture(8, 900, 1200), ImageFormat::Png),
        ),
        write(folder, "09 wide.jpg", &jpeg(&picture(9, 2400, 1000), plain)),
        write(
            folder,
            "10 large.jpg",
            &jpeg(&picture(10, 4032, 3024), plain),
        ),
    ]
}

/// `count` photos of 12 megapixels, as a phone takes them.
pub fn large(folder: &Path, count: u32) -> Vec<PathBuf> {
    (1..=count)
        .map(|seed| {
            let photo = jpeg(&picture(seed, 4032, 3024), Notes::default());
            write(folder, &format!("large {seed:02}.jpg"), &photo)
        })
        .collect()
}

/// `count` files as a careless drop has them: good JPEGs of several shapes, PNG and WebP, a wide gamut, and every tenth
/// of no use. The names sort in order.
pub fn mixed(folder: &Path, count: u32) -> Vec<PathBuf> {
    let bases: Vec<RgbImage> = (21..26).map(|seed| picture(seed, 1600, 1200)).collect();
    let plain = Notes::default();
    let wide_gamut = Notes {
        display_p3: true,
        ..plain
    };
    (0..count)
        .zip(bases.iter().cycle())
        .map(|(number, base)| {
            // Each a little narrower than the one before: no two files are the same.
            let width = 1600 - number * 8;
            let cut = |height| image::imageops::crop_imm(base, 0, 0, width, height).to_image();
            match number % 10 {
                0..=3 => write(
                    folder,
                    &format!("{number:02}.jpg"),
                    &jpeg(&cut(1200), plain),
                ),
                4 => write(
                    folder,
                    &format!("{number:02} tall.jpg"),
                    &jpeg(&cut(1200), wide_gamut),
                ),
                5 => write(
                    folder,
                    &format!("{number:02} wide.jpg"),
                    &jpeg(&cut(500), plain),
                ),
                6 => write(
                    folder,
                    &format!("{number:02}.png"),
                    &encoded(&cut(900), ImageFormat::Png),
                ),
                7 => write(
                    folder,
                    &format!("{number:02}.webp"),
                    &encoded(&cut(900), ImageFormat::WebP),
                ),
                8 => write(
                    folder,
                    &format!("{number:02} square.jpg"),
                    &jpeg(&cut(1200), plain),
                ),
                _ => write(folder, &format!("{number:02} empty.jpg"), b""),
            }
        })
        .collect()
}

/// A band of a photo, so wide that no crop does it justice.
pub fn wide_band(photo: &Path, folder: &Path) -> PathBuf {
    let bytes = std::fs::read(photo).expect("the photo is there");
    let whole = turbojpeg::decompress(&bytes, turbojpeg::PixelFormat::RGB).expect("it is a JPEG");
    let (width, height) = (whole.width as u32, whole.height as u32);
    let whole = RgbImage::from_raw(width, height, whole.pixels).expect("the pixels are packed");
    let tall = width * 10 / 27;
    let band = image::imageops::crop_imm(&whole, 0, (height - tall) / 2, width, tall).to_image();
    write(folder, "wide.jpg", &jpeg(&band, Notes::default()))
}

/// What a person may drop by mistake. Each is refused with a sentence; none may stop the others.
#[derive(Debug)]
pub struct Bad {
    pub pdf: PathBuf,
    pub empty: PathBuf,
    pub truncated: PathBuf,
    pub strip: PathBuf,
    pub text: PathBuf,
    /// A PNG that calls itself a JPEG: not bad at all, and often taken for it.
    pub misnamed: PathBuf,
    /// Named, and not there.
    pub missing: PathBuf,
}

/// Writes them into `folder`.
pub fn bad(folder: &Path) -> Bad {
    let photo = jpeg(&picture(11, 1200, 1200), Notes::default());
    let half = photo.get(..photo.len() / 2).unwrap_or_default();
    let strip = jpeg(&picture(12, 12_000, 90), Notes::default());
    Bad {
        pdf: write(
            folder,
            "paper.pdf",
            b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n",
        ),
        empty: write(folder, "empty.jpg", b""),
        truncated: write(folder, "truncated.jpg", half),
        strip: write(folder, "strip.jpg", &strip),
        text: write(
            folder,
            "letter.jpg",
            b"Dear Sir or Madam, this is not a photo.\n",
        ),
        misnamed: write(
            folder,
            "misnamed.jpg",
            &encoded(&picture(13, 1080, 1080), ImageFormat::Png),
        ),
        missing: folder.join("missing.jpg"),
    }
}

/// The same picture with a hole in the middle.
fn see_through(picture: &RgbImage) -> RgbaImage {
    let (width, height) = picture.dimensions();
    let (middle_x, middle_y) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    RgbaImage::from_fn(width, height, |x, y| {
        let far = (f64::from(x) - middle_x).hypot(f64::from(y) - middle_y) / f64::from(width);
        let Rgb([red, green, blue]) = *picture.get_pixel(x, y);
        Rgba([red, green, blue, if far < 0.2 { 0 } else { 255 }])
    })
}

fn png(picture: &RgbaImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, ImageFormat::Png)
        .expect("a picture can be written");
    bytes.into_inner()
}

fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, format)
        .expect("a picture can be written");
    bytes.into_inner()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("the folder takes files");
    path
}

/// The same JPEG photo at half the size and compressed harder, as it comes back from a messenger.
///
/// # Panics
/// When `photo` is no JPEG, or `folder` takes no files.
pub fn copied_smaller(photo: &Path, folder: &Path) -> PathBuf {
    let bytes = std::fs::read(photo).expect("the photo is there");
    let image = turbojpeg::decompress(&bytes, turbojpeg::PixelFormat::RGB).expect("a JPEG");
    let (width, height) = (image.width as u32, image.height as u32);
    let picture = RgbImage::from_raw(width, height, image.pixels).expect("rows without gaps");
    let small = image::imageops::thumbnail(&picture, width / 2, height / 2);
    let small = turbojpeg::Image {
        pixels: small.as_raw().as_slice(),
        width: small.width() as usize,
        pitch: small.width() as usize * 3,
        height: small.height() as usize,
        format: turbojpeg::PixelFormat::RGB,
    };
    let bytes = turbojpeg::compress(small, 70, turbojpeg::Subsamp::Sub2x2);
    let path = folder.join("copied-smaller.jpg");
    let bytes = bytes.expect("a picture can be compressed");
    std::fs::write(&path, &*bytes).expect("the folder takes files");
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_picture() {
        assert_eq!(picture(3, 40, 30), picture(3, 40, 30));
        assert_ne!(picture(3, 40, 30), picture(4, 40, 30));
    }

    #[test]
    fn notes_keep_a_jpeg_a_jpeg() {
        let notes = Notes {
            orientation: 6,
            location: true,
            display_p3: true,
        };
        let photo = jpeg(&picture(1, 64, 48), notes);
        let header = turbojpeg::read_header(&photo).expect("it can be read");
        assert_eq!((header.width, header.height), (64, 48));
        assert!(photo.windows(4).any(|window| window == b"Exif"));
        assert!(photo.windows(11).any(|window| window == b"ICC_PROFILE"));
    }
}
