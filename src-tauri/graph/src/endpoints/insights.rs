//! How a published post is doing.
//!
//! Source: Meta, media insights, 2026-09-11. A metric that does not fit the kind of post fails the
//! whole call, so each kind has its own list. No data yet is an empty answer, not zero; figures may
//! be 48 hours late.

use fanfold_domain::Refusal;
use fanfold_domain::publish::MediaId;
use serde_json::Value;

use super::read::{list, text};
use crate::call::Call;
use crate::client::Session;

/// What kind of post it is, as far as its figures go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsightsOf {
    Feed,
    Reel,
    /// For 24 hours, and not below five viewers.
    Story,
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Insight {
    /// Meta's name: `reach`, `saved`, …
    pub name: String,
    /// In the language of the account, where Meta gives one.
    pub title: Option<String>,
    pub value: f64,
}

impl InsightsOf {
    /// Metrics that both logins take.
    pub fn metrics(self) -> &'static [&'static str] {
        match self {
            Self::Feed => &[
                "comments",
                "follows",
                "likes",
                "profile_activity",
                "profile_visits",
                "reach",
                "reposts",
                "saved",
                "shares",
                "total_interactions",
                "views",
            ],
            Self::Reel => &[
                "comments",
                "ig_reels_avg_watch_time",
                "ig_reels_video_view_total_time",
                "likes",
                "reach",
                "reels_skip_rate",
                "reposts",
                "saved",
                "shares",
                "total_interactions",
                "views",
            ],
            Self::Story => &[
                "follows",
                "navigation",
                "profile_activity",
                "profile_visits",
                "reach",
                "replies",
                "reposts",
                "shares",
                "total_interactions",
                "views",
            ],
        }
    }
}

impl Session {
    /// The figures of one post that Instagram has.
    pub async fn insights(&self, media: &MediaId, of: InsightsOf) -> Result<Vec<Insight>, Refusal> {
        let call = Call::get("media.insights", format!("{}/insights", media.0))
            .with("metric", of.metrics().join(","));
        let value = self.send(call).await?;
        Ok(list(&value).iter().filter_map(insight).collect())
    }
}

fn insight(row: &Value) -> Option<Insight> {
    let value = row
        .pointer("/values/0/value")
        .or_else(|| row.pointer("/total_value/value"))?;
    Some(Insight {
        name: text(row, "name")?,
        title: text(row, "title"),
        value: value.as_f64()?,
    })
}
