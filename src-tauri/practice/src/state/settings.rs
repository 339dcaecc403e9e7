//! What a person or a test may set over the admin address. All of it is durable.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// When a picture's refusal is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdicts {
    /// At once, as an error of the create call.
    Sync,
    /// Later, as the container's status text.
    Async,
}

/// Shapes in which Meta has been seen to answer otherwise than its pages say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "switches, each of its own")]
pub(crate) struct Quirks {
    /// The code exchange of Instagram login answers `{"data":[{…}]}`.
    pub(crate) token_wrapped: bool,
    /// `user_id` of that answer is a number, not text.
    pub(crate) user_id_number: bool,
    /// `permissions` of that answer is an array, not text with commas.
    pub(crate) permissions_array: bool,
    /// `/me` of Instagram login answers `{"data":[{…}]}`.
    pub(crate) me_wrapped: bool,
    /// `true` instead of `{"success":true}`.
    pub(crate) bare_success: bool,
    /// `content_publishing_limit` without `fields` gives the configuration too.
    pub(crate) quota_complete: bool,
    /// PNG and WebP are taken, as seen on 2026-09-15.
    pub(crate) png_accepted: bool,
    /// Captions take 5 hashtags, not 30.
    pub(crate) five_hashtags: bool,
    /// Media nodes leave out `caption` and `media_product_type`.
    pub(crate) sparse_media: bool,
    /// A published container can be published again, and gives a second post. Nobody has seen
    /// Instagram do it: a stricter world, in which no second sending stays hidden.
    pub(crate) publishes_again: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "switches, each of its own")]
pub(crate) struct Settings {
    /// Milliseconds from creation to `FINISHED`, for one image; videos take four times it.
    pub(crate) processing_ms: u64,
    /// Processing takes two minutes an image at least.
    pub(crate) slow_processing: bool,
    /// Publishes per account in 24 hours.
    pub(crate) quota_total: u32,
    /// Containers per account in 24 hours (Meta: 400).
    pub(crate) containers_per_day: u32,
    pub(crate) verdicts: Verdicts,
    /// Calls that make 100 % of `X-App-Usage`, per hour (Meta: 200 × users).
    pub(crate) app_calls_per_hour: u32,
    /// Calls that make 100 % of the Instagram business limit, per 24 hours
    /// (Meta: 4800 × impressions).
    pub(crate) business_calls_per_day: u32,
    /// Seconds added to the clock.
    pub(crate) clock_shift_seconds: i64,
    /// Calls of Facebook login must carry a good `appsecret_proof`.
    pub(crate) require_proof: bool,
    /// Addresses that an app may be sent back to, exactly. Empty: any `https` address, and
    /// `http` on localhost or 127.0.0.1 with any port and path.
    pub(crate) redirect_uris: Vec<String>,
    /// The publishing quota counts as used up.
    pub(crate) quota_full: bool,
    /// Nothing that `image_url` or `video_url` names can be fetched.
    pub(crate) media_host_down: bool,
    /// Every call is refused with code 4 until then.
    pub(crate) app_throttled_until: Option<Timestamp>,
    /// Every call is refused with code 80002 until then.
    pub(crate) account_throttled_until: Option<Timestamp>,
    /// Seconds after publishing before insights have figures (Meta: up to 48 hours).
    pub(crate) insights_after_seconds: i64,
    pub(crate) quirks: Quirks,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            processing_ms: 600,
            slow_processing: false,
            quota_total: 100,
            containers_per_day: 400,
            verdicts: Verdicts::Sync,
            app_calls_per_hour: 4000,
            business_calls_per_day: 48_000,
            clock_shift_seconds: 0,
            require_proof: false,
            redirect_uris: Vec::new(),
            quota_full: false,
            media_host_down: false,
            app_throttled_until: None,
            account_throttled_until: None,
            insights_after_seconds: 0,
            quirks: Quirks::default(),
        }
    }
}
