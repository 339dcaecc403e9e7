//! The words of an Instagram account that Fanfold may publish to.

use serde::{Deserialize, Serialize};

/// Which of Meta's two logins the account came through; decides hosts and permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Flavour {
    Facebook,
    Instagram,
}

impl Flavour {
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "facebook" => Some(Self::Facebook),
            "instagram" => Some(Self::Instagram),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
        }
    }
}

/// How the account's token stands, as last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    Valid,
    Expiring,
    Expired,
    Revoked,
    #[default]
    Unknown,
}

impl TokenState {
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "valid" => Some(Self::Valid),
            "expiring" => Some(Self::Expiring),
            "expired" => Some(Self::Expired),
            "revoked" => Some(Self::Revoked),
            "unknown" => Some(Self::Unknown),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Unknown => "unknown",
        }
    }
}
