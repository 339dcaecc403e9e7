//! What a file is, as found by reading it: the facts that rules are applied to.

use serde::{Deserialize, Serialize};

use crate::word;

/// The broad kind of a file, by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Image,
    Video,
    Unknown,
}

/// The colour space an image declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum Color {
    Srgb,
    DisplayP3,
    AdobeRgb,
    Cmyk,
    Gray,
    Other,
}

impl Color {
    /// The name a person knows it by.
    pub fn label(self) -> &'static str {
        match self {
            Self::Srgb => "sRGB",
            Self::DisplayP3 => word!("Display P3"),
            Self::AdobeRgb => word!("Adobe RGB"),
            Self::Cmyk => word!("print colours (CMYK)"),
            Self::Gray => "grey",
            Self::Other => word!("a special colour profile"),
        }
    }
}

/// Why a file cannot be used at all. Each has its own sentence in `rules.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    /// No file at that place (any more).
    Missing,
    /// The system refuses to read it.
    Denied,
    /// A folder, device or other thing that is no file.
    NotAFile,
    /// Zero bytes.
    Empty,
    /// The picture ends before its end.
    Truncated,
    /// Damaged inside.
    Corrupt,
    /// More pixels than Fanfold opens, or a header that claims more than the file could hold.
    TooManyPixels,
    /// Video: copy protection.
    Encrypted,
    /// Video: no picture in it.
    NoVideoTrack,
    /// Nothing is wrong with the file: the disk had no room for a copy.
    NoRoom,
    /// Nothing is wrong with the file: the library could not be written to.
    NotKept,
}

/// Everything that `check` tells of one file. `width`/`height` are as a person sees the picture
/// (orientation applied); sizes in bytes and pixels. `0` where unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of one file"
)]
pub struct MediaFacts {
    pub kind: MediaKind,
    /// By content: `jpeg png webp gif bmp tiff heic avif mpo svg pdf mp4 mov webm mkv avi … unknown`.
    pub format: String,
    pub bytes: u64,
    pub width: u32,
    pub height: u32,
    pub stored_width: u32,
    pub stored_height: u32,
    /// EXIF orientation 1–8; 1 when the file says nothing.
    pub orientation: u8,
    pub color: Color,
    pub has_alpha: bool,
    pub animated: bool,
    pub has_location: bool,
    pub video: Option<VideoFacts>,
    /// Set when the file cannot be used; the other fields then hold what was still found.
    pub unreadable: Option<Unreadable>,
    /// False when this build has no decoder for the format (HEIC without libheif, say).
    pub decodable: bool,
}

impl MediaFacts {
    /// Facts of a file of which nothing more is known than that it cannot be used.
    pub fn unreadable(format: &str, bytes: u64, why: Unreadable) -> Self {
        Self {
            kind: MediaKind::Unknown,
            format: format.to_owned(),
            bytes,
            width: 0,
            height: 0,
            stored_width: 0,
            stored_height: 0,
            orientation: 1,
            color: Color::Other,
            has_alpha: false,
            animated: false,
            has_location: false,
            video: None,
            unreadable: Some(why),
            decodable: false,
        }
    }

    /// Width ÷ height of the oriented picture; `None` when a side is unknown.
    pub fn aspect(&self) -> Option<f64> {
        (self.width > 0 && self.height > 0).then(|| f64::from(self.width) / f64::from(self.height))
    }
}

/// What a video file tells of itself; `None` where it does not tell.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VideoFacts {
    pub codec: Option<String>,
    pub profile: Option<String>,
    pub pixel_format: Option<String>,
    pub fps: Option<f64>,
    /// Seconds of the video track.
    pub duration: Option<f64>,
    pub rotation: Option<i32>,
    pub interlaced: Option<bool>,
    pub bit_rate: Option<u64>,
    pub edit_list: Option<bool>,
    pub moov_first: Option<bool>,
    pub fragmented: Option<bool>,
    pub audio: Option<AudioFacts>,
}

/// The sound of a video.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AudioFacts {
    pub codec: Option<String>,
    pub sample_rate: Option<u32>,
    pub channels: Option<u16>,
    pub bit_rate: Option<u64>,
}
