//! Faults under the titles by which a person knows them.

use crate::errors;
use crate::faults::Fault;
use crate::presets;

/// A preset with its place in the list.
pub(super) struct Titled {
    pub(super) preset: &'static str,
    pub(super) group: &'static str,
    pub(super) title: &'static str,
}

impl Titled {
    pub(super) fn sentence(&self) -> &'static str {
        presets::find(self.preset).map_or("", |preset| preset.sentence)
    }
}

/// A fault by the id of its rehearsal: a preset, or a row of the error catalogue.
pub(super) fn named(id: &str) -> Option<Fault> {
    let preset = presets::find(id).and_then(|preset| preset.fault().ok());
    preset.or_else(|| errors::find(id).map(errors::Row::fault))
}

macro_rules! titled {
    ($($group:literal { $($preset:literal: $title:literal;)* })*) => {
        pub(super) const ALL: &[Titled] = &[$($(
            Titled { preset: $preset, group: $group, title: $title },
        )*)*];
    };
}

titled! {
    "Publishing a post" {
        "publish_lost": "The next publish goes through but its answer is lost";
        "publish_error_but_live": "The next publish goes through but the answer says it failed";
        "publish_cut": "The next publish goes through but half of the answer is missing";
        "instagram_trouble": "The next publish fails through Instagram’s own fault";
        "not_ready": "Instagram needs longer before it publishes";
        "creation_unknown": "Instagram has lost what it is asked to publish";
        "container_expired": "What was prepared has run out";
        "duplicate": "Instagram takes the post for one it has already";
        "comment_lost": "The first comment goes through but its answer is lost";
        "unknown_error": "Instagram answers with something nobody has seen before";
    }
    "Blocks and limits" {
        "policy_block": "Instagram blocks publishing as suspected spam";
        "temporarily_blocked": "Instagram blocks the account for being too fast";
        "quota_reached": "Instagram says that today’s posts are used up";
        "throttled_account": "Instagram asks for two minutes of quiet for this account";
        "throttled_app": "Instagram asks for quiet for every account";
        "throttled_user": "Instagram asks this person for quiet";
        "throttled_page": "Facebook asks for quiet for this Page";
    }
    "Signing in" {
        "token_expired": "Instagram says that the access has run out";
        "app_removed": "Instagram says that the app was removed";
        "password_changed": "Instagram says that the password was changed";
        "signed_out": "Instagram says that the person signed out";
        "checkpoint": "Instagram says that a log-in there is needed first";
        "permission_missing": "Instagram says that publishing is not allowed";
        "page_role_lost": "Facebook says that the role on the Page is gone";
        "account_restricted": "Instagram says that the account is restricted";
    }
    "Pictures and videos" {
        "fetch_failed": "Instagram cannot reach the next picture";
        "fetch_slow": "The next picture takes too long to download";
        "fetch_failed_later": "Instagram accepts the next picture, then cannot download it";
        "processing_failed": "Instagram accepts the next picture, then refuses its format";
        "processing_stuck": "The next picture is never ready";
        "picture_format": "Instagram does not like the next picture’s format";
        "picture_ratio": "Instagram does not like the next picture’s shape";
        "picture_size": "Instagram finds the next picture too large";
        "localized": "Instagram explains in Japanese what is wrong";
        "video_too_short": "The next clip of a carousel is too short";
        "video_failed": "Instagram cannot cope with the next video";
        "upload_cut": "The connection breaks in the middle of a video";
    }
    "Words and tags" {
        "caption_too_long": "Instagram finds the caption too long";
        "too_many_tags": "Instagram finds too many people tagged";
        "collaborator_refused": "A collaborator cannot be invited";
        "carousel_refused": "Instagram refuses the carousel as a whole";
        "undocumented_carousel": "Instagram refuses the carousel and does not say why";
        "bad_parameter": "Instagram does not understand Fanfold";
        "old_version": "Instagram has retired what Fanfold speaks";
    }
    "Connection" {
        "server_error": "Instagram has trouble of its own, twice";
        "maintenance_page": "A web page comes instead of an answer";
        "empty_reply": "An empty answer comes";
        "half_reply": "Half an answer comes";
        "huge_reply": "A senseless answer of two megabytes comes";
        "redirected": "An answer leads to another address";
        "connection_lost": "The connection breaks once";
        "no_answer": "No answer comes";
        "slow": "Every answer is slow";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_a_title_and_every_title_a_preset() {
        for titled in ALL {
            assert!(presets::find(titled.preset).is_some(), "{}", titled.preset);
        }
        for preset in presets::PRESETS {
            let titles = ALL.iter().filter(|titled| titled.preset == preset.name);
            assert_eq!(titles.count(), 1, "{}", preset.name);
        }
    }
}
