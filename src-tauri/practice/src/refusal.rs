//! Meta's error envelope and the refusals of its documentation.
//!
//! Codes and sub-codes: Meta, Instagram Platform error codes, 2026-06-02, and the
//! Graph API error handling guide. Titles and messages are our wording of them.

use serde_json::{Map, Value, json};

/// One refusal, as the API would send it.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) http: u16,
    pub(crate) code: i64,
    pub(crate) subcode: Option<i64>,
    pub(crate) kind: &'static str,
    pub(crate) message: String,
    /// What people are to read; boxed, as most refusals go without.
    pub(crate) words: Option<Box<Words>>,
    pub(crate) transient: bool,
    /// Minutes until calls are welcome again; goes into the usage header.
    pub(crate) regain_minutes: Option<u64>,
}

/// `error_user_title` and `error_user_msg`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub(crate) title: Option<String>,
    pub(crate) message: Option<String>,
}

impl Refusal {
    pub(crate) fn new(code: i64, message: impl Into<String>) -> Self {
        Self {
            http: 400,
            code,
            subcode: None,
            kind: "OAuthException",
            message: message.into(),
            words: None,
            transient: false,
            regain_minutes: None,
        }
    }

    pub(crate) fn http(mut self, status: u16) -> Self {
        self.http = status;
        self
    }

    pub(crate) fn transient(mut self) -> Self {
        self.transient = true;
        self
    }

    /// Adds the sub-code and the words meant for people.
    pub(crate) fn sub(mut self, subcode: i64, title: &str, user: impl Into<String>) -> Self {
        self.subcode = Some(subcode);
        self.words = Some(Box::new(Words {
            title: Some(title.to_owned()),
            message: Some(user.into()),
        }));
        self
    }

    /// Adds a sub-code without words for people.
    pub(crate) fn bare_sub(mut self, subcode: i64) -> Self {
        self.subcode = Some(subcode);
        self
    }

    /// The body in which `api.instagram.com` refuses a sign-in (Meta, business login, 2026-03-13).
    pub(crate) fn login_envelope(&self) -> Value {
        json!({ "error_type": self.kind, "code": self.http, "error_message": self.message })
    }

    /// The body in which the upload host refuses (Meta, resumable uploads, 2026-03-15).
    pub(crate) fn upload_envelope(&self) -> Value {
        let kind = match self.code {
            102 | 190 | 10 | 200..=299 => "NotAuthorizedError",
            100 => "ParameterValidationError",
            _ => "ProcessingFailedError",
        };
        json!({ "debug_info": { "retriable": self.transient, "type": kind, "message": self.message } })
    }

    /// The body, with the id under which Meta's support would find the call.
    pub(crate) fn envelope(&self, trace: &str) -> Value {
        let mut error = Map::new();
        error.insert("message".to_owned(), json!(self.message));
        error.insert("type".to_owned(), json!(self.kind));
        error.insert("code".to_owned(), json!(self.code));
        if let Some(subcode) = self.subcode {
            error.insert("error_subcode".to_owned(), json!(subcode));
        }
        error.insert("is_transient".to_owned(), json!(self.transient));
        let words = self.words.as_deref();
        if let Some(title) = words.and_then(|words| words.title.as_ref()) {
            error.insert("error_user_title".to_owned(), json!(title));
        }
        if let Some(message) = words.and_then(|words| words.message.as_ref()) {
            error.insert("error_user_msg".to_owned(), json!(message));
        }
        error.insert("fbtrace_id".to_owned(), json!(trace));
        json!({ "error": error })
    }
}

/// A parameter is missing, malformed or not allowed here.
pub(crate) fn parameter(message: impl std::fmt::Display) -> Refusal {
    Refusal::new(100, format!("(#100) {message}"))
}

/// A parameter that this kind of container does not take.
pub(crate) fn not_allowed(name: &str, place: &str) -> Refusal {
    parameter(format_args!("The param {name} is not allowed for {place}"))
}

pub(crate) fn unknown_field(name: &str, node: &str) -> Refusal {
    parameter(format_args!(
        "Tried accessing nonexisting field ({name}) on node type ({node})"
    ))
}

/// The object does not exist, or this token may not see it.
pub(crate) fn no_object(method: &str, id: &str) -> Refusal {
    let mut refusal = Refusal::new(
        100,
        format!(
            "Unsupported {} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.",
            method.to_lowercase()
        ),
    );
    refusal.kind = "GraphMethodException";
    refusal.subcode = Some(33);
    refusal
}

pub(crate) fn bad_token(http: u16) -> Refusal {
    Refusal::new(
        190,
        "Invalid OAuth access token - Cannot parse access token",
    )
    .http(http)
}

/// A token that was good once; `subcode` says how it ended.
pub(crate) fn dead_token(http: u16, subcode: i64) -> Refusal {
    let why = match subcode {
        458 => "The user has not authorized the application",
        459 => "The user is enrolled in a blocking, logged-in checkpoint",
        460 => "The session has been invalidated because the user changed their password",
        463 => "Session has expired",
        464 => "Sessions for the user are not allowed because the user is not a confirmed user",
        483 => "The user's consent does not cover this use of the app",
        490 => "The account is locked",
        492 => "The user does not have a role on the Page",
        493 => "Session key is malformed",
        _ => "The session is invalid because the user logged out",
    };
    let mut refusal =
        Refusal::new(190, format!("Error validating access token: {why}.")).http(http);
    refusal.subcode = Some(subcode);
    refusal
}

pub(crate) fn permission(scope: &str) -> Refusal {
    Refusal::new(
        10,
        format!("(#10) Application does not have permission for this action: {scope} is required"),
    )
    .http(403)
}

pub(crate) fn old_version(version: &str) -> Refusal {
    Refusal::new(
        2635,
        format!(
            "(#2635) You are calling a deprecated version of the Ads API or Graph API: {version}. Please update to the latest version: v26.0."
        ),
    )
}

pub(crate) fn syntax(message: impl std::fmt::Display) -> Refusal {
    Refusal::new(2500, format!("(#2500) {message}"))
}

pub(crate) fn server_trouble() -> Refusal {
    Refusal::new(
        2,
        "An unexpected error has occurred. Please retry your request later.",
    )
    .http(500)
    .transient()
}

/// Too many calls. Code 80002: the Instagram business-use-case limit.
pub(crate) fn throttled(minutes: u64) -> Refusal {
    let mut refusal = Refusal::new(
        80002,
        "(#80002) There have been too many calls to this Instagram account. Wait a bit and try again. For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/rate-limiting.",
    );
    refusal.regain_minutes = Some(minutes);
    refusal
}

pub(crate) fn fetch_failed(why: &str) -> Refusal {
    Refusal::new(9004, format!("(#9004) Only photo or video can be accepted as media type. {why}"))
        .sub(
            2_207_052,
            "Media download has failed",
            "The media could not be fetched from this address. Check that it is public and answers with the file itself.",
        )
}

pub(crate) fn fetch_slow() -> Refusal {
    Refusal::new(-2, "Timeout").transient().sub(
        2_207_003,
        "Timeout",
        "It takes too long to download the media.",
    )
}

/// More than 8 MiB (Meta, Instagram error codes, 36000).
pub(crate) fn picture_too_large() -> Refusal {
    Refusal::new(36_000, "(#36000) The image size is too large.").sub(
        2_207_004,
        "Image size too large",
        "The image is too large to download. It should be less than 8 MiB.",
    )
}

pub(crate) fn picture_format(found: &str) -> Refusal {
    Refusal::new(
        36_001,
        format!("(#36001) The image format is not supported: {found}."),
    )
    .sub(
        2_207_005,
        "Unsupported image format",
        "The image format is not supported. Supported formats are: JPEG.",
    )
}

pub(crate) fn picture_ratio(width: u32, height: u32) -> Refusal {
    Refusal::new(36_003, "(#36003) The aspect ratio is not supported.").sub(
        2_207_009,
        "Aspect ratio not supported",
        format!(
            "The submitted image with aspect ratio ({width}:{height}) cannot be published. Please submit an image with an aspect ratio between 4:5 and 1.91:1."
        ),
    )
}

pub(crate) fn caption_too_long(title: &str, found: usize, limit: usize) -> Refusal {
    Refusal::new(36_004, "(#36004) The caption is too long.").sub(
        2_207_010,
        title,
        format!("The caption was {found} long, the most allowed is {limit}."),
    )
}

pub(crate) fn too_many_tags(limit: usize) -> Refusal {
    parameter("Too many tags for the media").sub(
        2_207_040,
        "Too many tags",
        format!("Cannot use more than {limit} tags per media."),
    )
}

pub(crate) fn media_type(given: &str) -> Refusal {
    parameter(format_args!("The media type {given} is unknown")).sub(
        2_207_023,
        "Unknown media type",
        format!("The media type {given} is unknown. Use CAROUSEL, REELS or STORIES, or VIDEO for a carousel item."),
    )
}

pub(crate) fn carousel_count(count: usize) -> Refusal {
    parameter("The carousel has too few or too many attachments").sub(
        2_207_028,
        "Carousel validation failed",
        format!("A carousel takes 2 to 10 photos and videos; this one has {count}."),
    )
}

/// No such container, or it ran out (Meta: 24/2207008).
pub(crate) fn no_creation() -> Refusal {
    Refusal::new(24, "(#24) The requested resource does not exist").sub(
        2_207_008,
        "Media builder does not exist",
        "The media builder with this creation id does not exist or has expired. Please create it again.",
    )
}

/// The container cannot be used any more, for example as it is live already.
pub(crate) fn no_media(id: &str) -> Refusal {
    Refusal::new(24, "(#24) The requested resource does not exist").sub(
        2_207_006,
        "Media not found",
        format!("The media with id {id} cannot be found."),
    )
}

pub(crate) fn container_expired() -> Refusal {
    Refusal::new(-2, "The media container has expired").sub(
        2_207_020,
        "Media expired",
        "The media you are trying to access has expired. Please create it again.",
    )
}

pub(crate) fn not_ready() -> Refusal {
    Refusal::new(9007, "(#9007) Media ID is not available").sub(
        2_207_027,
        "Media is not ready",
        "The media is not ready for publishing. Please wait a moment.",
    )
}

pub(crate) fn quota_reached(total: u32) -> Refusal {
    Refusal::new(9, "(#9) Application request limit reached").sub(
        2_207_042,
        "Maximum of posts reached",
        format!("You reached the maximum of {total} posts that is allowed to be published by the Content Publishing API within 24 hours."),
    )
}

pub(crate) fn account_restricted() -> Refusal {
    Refusal::new(25, "(#25) The Instagram account is restricted").sub(
        2_207_050,
        "Account restricted",
        "The Instagram account is restricted, inactive or has to be confirmed. Open the Instagram app and follow the steps there.",
    )
}

/// The account is a personal one; only professional accounts have an API.
pub(crate) fn not_professional() -> Refusal {
    Refusal::new(10, "The user is not an Instagram Business")
}

/// The app demands a proof and none came, or a wrong one (Meta, secure requests).
pub(crate) fn proof_refused(given: bool) -> Refusal {
    let mut refusal = Refusal::new(
        100,
        if given {
            "Invalid appsecret_proof provided in the API argument"
        } else {
            "API calls from the server require an appsecret_proof argument"
        },
    );
    refusal.kind = "GraphMethodException";
    refusal
}

/// The app has made too many calls; every account waits.
pub(crate) fn app_throttled(minutes: u64) -> Refusal {
    let mut refusal = Refusal::new(4, "(#4) Application request limit reached")
        .http(403)
        .transient();
    refusal.regain_minutes = Some(minutes);
    refusal
}

pub(crate) fn bad_offset() -> Refusal {
    Refusal::new(1, "(#1) Invalid thumbnail offset").sub(
        2_207_057,
        "Invalid thumbnail offset",
        "The thumbnail offset must lie between 0 and the length of the video.",
    )
}

/// What cannot be deleted by itself (Meta, IG Media: -1/2207073).
pub(crate) fn undeletable() -> Refusal {
    Refusal::new(-1, "The media type is not supported for delete").sub(
        2_207_073,
        "Media Type Not Supported",
        "This media cannot be deleted by itself. Delete the whole carousel.",
    )
}
