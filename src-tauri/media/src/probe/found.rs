//! What a format's parser found, and how it becomes facts.

use fanfold_domain::media::{MediaFacts, MediaKind, Unreadable, VideoFacts};

/// Above this a picture is refused unread (`rules.md`, `image.too_many_pixels`).
pub(crate) const MAX_PIXELS: u64 = 250_000_000;

/// Profiles beyond this are no colour profiles of photographs; they are not read.
pub(crate) const MAX_PROFILE: usize = 4 << 20;

/// Where the meaning of the pixel values is written.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Profile {
    /// Nothing said (or nothing usable): sRGB, plain grey, or bare inks.
    #[default]
    Untagged,
    /// An embedded ICC profile.
    Icc(Vec<u8>),
    /// Said by EXIF alone (`InteropIndex R03`), as some cameras do.
    AdobeRgb,
    /// Said by code points (ITU-T H.273) in PNG, HEIC or AVIF, and not plain sRGB.
    Coded { primaries: u8, transfer: u8 },
}

impl Profile {
    /// Code points as a profile. sRGB and BT.709 share their primaries, and every viewer shows the
    /// one's curve as the other's; 2 means that nothing is said.
    pub(crate) fn coded(primaries: u16, transfer: u16) -> Self {
        match (u8::try_from(primaries), u8::try_from(transfer)) {
            (Ok(1 | 2 | 5 | 6), Ok(1 | 2 | 6 | 13 | 14 | 15)) => Self::Untagged,
            (Ok(primaries), Ok(transfer)) => Self::Coded {
                primaries,
                transfer,
            },
            _ => Self::Untagged,
        }
    }
}

/// Columns once pixels are square that are now `wide` by `high`.
pub(crate) fn shown_width(stored: u32, pixel: Option<(u32, u32)>) -> u32 {
    /// Television and anamorphic lenses stay well inside; beyond is damage.
    const STRANGE: u32 = 4;
    let sane = |(wide, high): &(u32, u32)| {
        let (less, more) = (*wide.min(high), *wide.max(high));
        less > 0 && more / less < STRANGE
    };
    let Some((wide, high)) = pixel.filter(sane) else {
        return stored;
    };
    let (wide, high) = (u64::from(wide), u64::from(high));
    let shown = (u64::from(stored) * wide + high / 2) / high;
    u32::try_from(shown).unwrap_or(stored)
}

/// The channels that are stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Channels {
    Gray,
    #[default]
    Rgb,
    Cmyk,
}

/// Facts plus what only decoding needs to know.
#[derive(Debug, Clone)]
pub(crate) struct Inspection {
    pub(crate) facts: MediaFacts,
    pub(crate) profile: Profile,
    /// CMYK samples count paper, not ink (Adobe writes 255 for "no ink").
    pub(crate) inverted_inks: bool,
    /// The coded data is smaller than it should be: only decoding tells whether it is whole.
    pub(crate) doubtful: bool,
}

/// Filled by one format's parser.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, as in MediaFacts"
)]
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub(crate) kind: Option<MediaKind>,
    pub(crate) format: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// How wide a pixel is and how high, where a film says so.
    pub(crate) pixel: Option<(u32, u32)>,
    pub(crate) orientation: u8,
    /// Seen on its side for another reason than EXIF (a film's matrix, HEIC's `irot`).
    pub(crate) turned: bool,
    pub(crate) channels: Channels,
    pub(crate) profile: Profile,
    /// A profile is there that could not be read: the colours are certainly not plain sRGB.
    pub(crate) odd_profile: bool,
    pub(crate) inverted_inks: bool,
    pub(crate) doubtful: bool,
    pub(crate) has_alpha: bool,
    pub(crate) animated: bool,
    pub(crate) has_location: bool,
    pub(crate) decodable: bool,
    pub(crate) unreadable: Option<Unreadable>,
    pub(crate) video: Option<VideoFacts>,
}

impl Found {
    /// A picture format that this build decodes.
    pub(crate) fn image(format: &'static str) -> Self {
        Self {
            format,
            decodable: true,
            ..Self::default()
        }
    }

    /// A format that is recognised and no more.
    pub(crate) fn recognised(format: &'static str, kind: MediaKind) -> Self {
        Self {
            kind: Some(kind),
            format,
            ..Self::default()
        }
    }

    pub(crate) fn broken(mut self, why: Unreadable) -> Self {
        self.unreadable = Some(why);
        self
    }

    pub(crate) fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    pub(crate) fn into_inspection(self, bytes: u64) -> Inspection {
        let (color, profile) = super::icc::name(&self);
        let orientation = if (1..=8).contains(&self.orientation) {
            self.orientation
        } else {
            1
        };
        let shown = shown_width(self.width, self.pixel);
        let (width, height) = if (orientation >= 5) ^ self.turned {
            (self.height, shown)
        } else {
            (shown, self.height)
        };
        let unreadable = if self.pixels() > MAX_PIXELS {
            Some(Unreadable::TooManyPixels)
        } else {
            self.unreadable
        };
        let facts = MediaFacts {
            kind: self.kind.unwrap_or(MediaKind::Image),
            format: self.format.to_owned(),
            bytes,
            width,
            height,
            stored_width: self.width,
            stored_height: self.height,
            orientation,
            color,
            has_alpha: self.has_alpha,
            animated: self.animated,
            has_location: self.has_location,
            video: self.video,
            unreadable,
            decodable: self.decodable,
        };
        Inspection {
            facts,
            profile,
            inverted_inks: self.inverted_inks,
            doubtful: self.doubtful,
        }
    }
}
