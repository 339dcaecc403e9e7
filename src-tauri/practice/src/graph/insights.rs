//! `GET /{ig-media}/insights`: which figures a post has, and practice figures for them.
//!
//! Source: Meta, media insights, 2026-09-11. Comments are counted; every other figure belongs to
//! an invented audience and follows from the post's id, so that it stays the same. Sets are
//! empty until the setting `insights_after_seconds` has passed, and for carousel items always.

use serde_json::{Value, json};

use super::{comments, media};
use crate::auth::{Caller, Leave};
use crate::call::Call;
use crate::refusal::{Refusal, no_object, parameter};
use crate::state::{Flavour, Media, Shape};
use crate::world::World;

const FEED: &[&str] = &[
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
    "facebook_views",
];
const REELS: &[&str] = &[
    "comments",
    "crossposted_views",
    "facebook_views",
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
];
const STORY: &[&str] = &[
    "follows",
    "link_clicks",
    "navigation",
    "profile_activity",
    "profile_visits",
    "reach",
    "replies",
    "reposts",
    "shares",
    "total_interactions",
    "views",
];
/// Facebook login only.
const TOTALS: &[&str] = &["total_comments", "total_likes", "total_views"];
/// Removed 2025-04-21 (Meta, changelog).
const GONE: &[&str] = &[
    "impressions",
    "plays",
    "video_views",
    "clips_replays_count",
    "ig_reels_aggregated_all_plays_count",
];

fn allowed(metric: &str, shape: Shape, flavour: Flavour) -> bool {
    let facebook = flavour == Flavour::Facebook;
    let own = match shape {
        Shape::Reel => REELS,
        Shape::StoryImage | Shape::StoryVideo => STORY,
        _ => FEED,
    };
    if TOTALS.contains(&metric) {
        return facebook && !shape.is_story();
    }
    // Posts here are never shared to Facebook, and that figure fails then.
    let shared = metric != "facebook_views" || shape == Shape::Reel;
    own.contains(&metric) && shared && (metric != "link_clicks" || facebook)
}

pub(super) fn read(
    world: &World,
    call: &Call,
    caller: &Caller,
    id: &str,
) -> Result<Value, Refusal> {
    caller.may(Leave::Insights)?;
    let metrics = call.params.list("metric")?.unwrap_or_default();
    let now = world.now();
    world.ledger.read(|state| {
        let (media, item) = media::find(state, id).ok_or_else(|| no_object("GET", id))?;
        caller.account(state, call, &media.account)?;
        if metrics.is_empty() {
            return Err(parameter("The parameter metric is required"));
        }
        for metric in &metrics {
            if GONE.contains(&metric.as_str()) {
                return Err(parameter(format_args!(
                    "Starting from version v22.0, the {metric} metric is no longer supported for the queried media"
                )));
            }
            if !allowed(metric, media.shape, caller.flavour) {
                return Err(parameter(format_args!(
                    "metric[0] {metric} is not supported for this media product type"
                )));
            }
        }
        let age = now.duration_since(media.timestamp).as_secs();
        let over = media.shape.is_story() && now.duration_since(media.timestamp) >= crate::state::DAY;
        if item.is_some() || over || age < state.settings.insights_after_seconds {
            return Ok(json!({ "data": [] }));
        }
        let written = comments::of(state, &media.id).count() as u64;
        let rows: Vec<Value> = metrics.iter().map(|name| row(media, name, written)).collect();
        Ok(json!({ "data": rows }))
    })
}

fn row(media: &Media, name: &str, comments: u64) -> Value {
    let audience = Audience::of(media, comments);
    json!({
        "name": name,
        "period": "lifetime",
        "values": [{ "value": audience.figure(name) }],
        "title": name.replace('_', " "),
        "description": "A figure of the practice Instagram's invented audience.",
        "id": format!("{}/insights/{name}/lifetime", media.id),
    })
}

/// People who are not there: the same ones each time.
struct Audience {
    reach: u64,
    likes: u64,
    saved: u64,
    shares: u64,
    comments: u64,
}

impl Audience {
    fn of(media: &Media, comments: u64) -> Self {
        let hash = blake3::hash(media.id.as_bytes());
        let mut bytes = hash.as_bytes().iter().map(|byte| u64::from(*byte));
        let mut next = || bytes.next().unwrap_or_default();
        let reach = 40 + next() * 4;
        Self {
            reach,
            likes: reach * (5 + next() % 20) / 100,
            saved: reach * (next() % 6) / 100,
            shares: reach * (next() % 5) / 100,
            comments,
        }
    }

    fn figure(&self, name: &str) -> u64 {
        match name {
            "reach" => self.reach,
            "views" | "total_views" => self.reach * 13 / 10,
            "likes" | "total_likes" => self.likes,
            "saved" => self.saved,
            "shares" => self.shares,
            "comments" | "total_comments" | "replies" => self.comments,
            "total_interactions" => self.likes + self.saved + self.shares + self.comments,
            "profile_visits" | "profile_activity" | "navigation" => self.reach / 25,
            "ig_reels_avg_watch_time" => 4200,
            "ig_reels_video_view_total_time" => self.reach * 4200,
            "reels_skip_rate" => 31,
            _ => 0,
        }
    }
}
