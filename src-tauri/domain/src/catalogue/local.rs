//! Trouble that is not Instagram's: this computer, the network, the media host, the practice
//! Instagram. Same words, same actions, same [`Refusal`], so that a publish has one way of failing.

use super::refuse;
use super::words::plain;
use crate::answer::{Answer, AnswerShape, Delivery, Refusal};

/// What went wrong on this side of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Local {
    /// No network at all, or nothing listens at the address.
    Unreachable,
    /// The name does not resolve.
    NameNotFound,
    /// A certificate that does not fit, or a clock that is wrong.
    Tls,
    /// No answer in time.
    TimedOut,
    /// The connection broke off.
    Interrupted,
    /// The media host does not answer even this computer.
    MediaHostUnreachable,
    /// The media host answers and does not take the picture: its key, its bucket, its region.
    MediaHostRefused,
    /// Fanfold itself holds back, so that Instagram does not have to.
    HeldBack,
    /// The practice Instagram is switched off.
    PracticeOff,
    /// A photo that the draft uses is gone from the library.
    PhotoLost,
    /// A clip could not be converted here.
    ClipNotReady,
    /// No room left on the disk.
    DiskFull,
    /// No keychain runs here.
    KeychainAbsent,
    /// The keychain is locked.
    KeychainLocked,
    /// The keychain said no.
    KeychainDenied,
    /// The account has no token in the keychain any more.
    TokenMissing,
    /// A scheduled post's time passed while Fanfold did not run; a person is asked.
    Missed,
    /// The same, and it was not to go out late.
    Skipped,
    /// The post's account was removed from this computer.
    AccountRemoved,
}

impl Local {
    /// Every one, for tests over the catalogue.
    pub const ALL: [Self; 19] = [
        Self::Unreachable,
        Self::NameNotFound,
        Self::Tls,
        Self::TimedOut,
        Self::Interrupted,
        Self::MediaHostUnreachable,
        Self::MediaHostRefused,
        Self::HeldBack,
        Self::PracticeOff,
        Self::PhotoLost,
        Self::ClipNotReady,
        Self::DiskFull,
        Self::KeychainAbsent,
        Self::KeychainLocked,
        Self::KeychainDenied,
        Self::TokenMissing,
        Self::Missed,
        Self::Skipped,
        Self::AccountRemoved,
    ];

    /// Its name in the catalogue.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NameNotFound => "name_not_found",
            Self::Tls => "tls",
            Self::TimedOut => "timed_out",
            Self::Interrupted => "interrupted",
            Self::MediaHostUnreachable => "media_host_unreachable",
            Self::MediaHostRefused => "media_host_refused",
            Self::HeldBack => "held_back",
            Self::PracticeOff => "practice_off",
            Self::PhotoLost => "photo_lost",
            Self::ClipNotReady => "clip_not_ready",
            Self::DiskFull => "disk_full",
            Self::KeychainAbsent => "keychain_absent",
            Self::KeychainLocked => "keychain_locked",
            Self::KeychainDenied => "keychain_denied",
            Self::TokenMissing => "token_missing",
            Self::Missed => "missed",
            Self::Skipped => "skipped",
            Self::AccountRemoved => "account_removed",
        }
    }

    /// Whether it is about the wire to Instagram rather than about this computer.
    fn is_network(self) -> bool {
        matches!(
            self,
            Self::Unreachable | Self::NameNotFound | Self::Tls | Self::TimedOut | Self::Interrupted
        )
    }
}

/// A refusal of our own. `detail` is for support and goes through the same masking as Instagram's
/// words.
pub fn refuse_local(local: Local, delivery: Delivery, detail: &str) -> Refusal {
    let answer = Answer {
        kind: Some(local.name().to_owned()),
        message: plain(detail, 500),
        shape: if local.is_network() {
            AnswerShape::Network
        } else {
            AnswerShape::Local
        },
        ..Answer::default()
    };
    refuse(answer, delivery)
}
