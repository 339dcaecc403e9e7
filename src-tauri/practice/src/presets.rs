//! Ready-made faults with a sentence each, for a panel to rehearse with.

use serde_json::{Value, json};

use crate::faults::Fault;

/// One preset.
pub(crate) struct Preset {
    pub(crate) name: &'static str,
    /// The class of answer it rehearses.
    pub(crate) class: &'static str,
    /// What happens, for a person.
    pub(crate) sentence: &'static str,
    fault: &'static str,
}

impl Preset {
    /// The fault it sets.
    pub(crate) fn fault(&self) -> Result<Fault, serde_json::Error> {
        serde_json::from_str(self.fault)
    }

    pub(crate) fn row(&self) -> Value {
        let fault: Value = serde_json::from_str(self.fault).unwrap_or_default();
        json!({ "name": self.name, "class": self.class, "sentence": self.sentence, "fault": fault })
    }
}

pub(crate) fn find(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

macro_rules! presets {
    ($($class:literal { $($name:literal: $sentence:literal => $fault:literal;)* })*) => {
        pub(crate) const PRESETS: &[Preset] = &[$($(
            Preset { name: $name, class: $class, sentence: $sentence, fault: $fault },
        )*)*];
    };
}

presets! {
    "policy block" {
        "policy_block": "Instagram blocks publishing because it suspects spam; only a person can resume."
            => r#"{"on":"publish","kind":"error","error":{"code":4,"subcode":2207051,"title":"Action is blocked","user_message":"We restrict certain activity to protect our community. Tell us if you think we made a mistake.","message":"(#4) Application request limit reached","is_transient":false}}"#;
        "temporarily_blocked": "The account is blocked for a while because it acted too often."
            => r#"{"on":"*","kind":"error","error":{"code":368,"subcode":1390008,"title":"You're Temporarily Blocked","user_message":"It looks like you were misusing this feature by going too fast.","message":"(#368) The action attempted has been deemed abusive or is otherwise disallowed"}}"#;
    }
    "publish quota" {
        "quota_reached": "The daily number of posts is used up."
            => r#"{"on":"publish","kind":"error","error":{"code":9,"subcode":2207042,"title":"Maximum of posts reached","user_message":"You reached the maximum number of posts that is allowed to be published by the Content Publishing API.","message":"(#9) Application request limit reached"}}"#;
    }
    "throttle" {
        "throttled_account": "Instagram asks to stay away from this account for two minutes."
            => r#"{"on":"*","kind":"error","times":1,"error":{"code":80002,"message":"(#80002) There have been too many calls to this Instagram account. Wait a bit and try again."},"headers":{"x-business-use-case-usage":"{\"{account}\":[{\"type\":\"instagram\",\"call_count\":101,\"total_cputime\":12,\"total_time\":14,\"estimated_time_to_regain_access\":2}]}"}}"#;
        "throttled_app": "The app has made too many calls; every account waits."
            => r#"{"on":"*","kind":"error","times":1,"error":{"code":4,"message":"(#4) Application request limit reached","is_transient":true,"http":403},"headers":{"x-app-usage":"{\"call_count\":100,\"total_time\":25,\"total_cputime\":25}"}}"#;
        "throttled_user": "This person has made too many calls."
            => r#"{"on":"*","kind":"error","times":1,"error":{"code":17,"message":"(#17) User request limit reached","http":429}}"#;
        "throttled_page": "The Page has used up its calls."
            => r#"{"on":"*","kind":"error","times":1,"error":{"code":32,"message":"(#32) Page request limit reached"}}"#;
    }
    "login needed at Instagram" {
        "checkpoint": "Instagram wants the person to log in there first."
            => r#"{"on":"*","kind":"error","error":{"code":190,"subcode":459,"message":"You cannot access the app till you log in to www.facebook.com and follow the instructions given."}}"#;
    }
    "reconnect" {
        "token_expired": "The access has run out and the account must be connected again."
            => r#"{"on":"*","kind":"error","error":{"code":190,"subcode":463,"message":"Error validating access token: Session has expired.","http":401}}"#;
        "app_removed": "The person removed the app at Instagram."
            => r#"{"on":"*","kind":"error","error":{"code":190,"subcode":458,"message":"Error validating access token: The user has not authorized the application."}}"#;
        "password_changed": "The password was changed, which ends every access."
            => r#"{"on":"*","kind":"error","error":{"code":190,"subcode":460,"message":"Error validating access token: The session has been invalidated because the user changed their password."}}"#;
        "signed_out": "The person signed out of the app."
            => r#"{"on":"*","kind":"error","error":{"code":190,"subcode":467,"message":"Error validating access token: The session is invalid because the user logged out."}}"#;
    }
    "permission" {
        "permission_missing": "Publishing is not among the permissions any more."
            => r#"{"on":"publish","kind":"error","error":{"code":10,"message":"(#10) Application does not have permission for this action","http":403}}"#;
        "page_role_lost": "The person no longer holds a role on the Page."
            => r#"{"on":"*","kind":"error","error":{"code":200,"message":"(#200) The user does not have sufficient permission on this Page","http":403}}"#;
    }
    "account state" {
        "account_restricted": "The Instagram account is restricted or must be confirmed in the app."
            => r#"{"on":"*","kind":"error","error":{"code":25,"subcode":2207050,"title":"Account restricted","user_message":"The Instagram account is restricted.","message":"(#25) The Instagram account is restricted"}}"#;
    }
    "not ready" {
        "not_ready": "Publishing comes too early, three times."
            => r#"{"on":"publish","kind":"error","times":3,"error":{"code":9007,"subcode":2207027,"title":"Media is not ready","user_message":"The media is not ready for publishing. Please wait a moment.","message":"(#9007) Media ID is not available"}}"#;
        "processing_stuck": "The next picture never finishes processing."
            => r#"{"on":"create_child","kind":"processing_stuck","times":1}"#;
    }
    "container gone" {
        "creation_unknown": "Instagram does not find what it is asked to publish, once."
            => r#"{"on":"publish","kind":"error","times":1,"error":{"code":24,"subcode":2207008,"title":"Media builder does not exist","user_message":"The media builder with this creation id does not exist or has expired.","message":"(#24) The requested resource does not exist"}}"#;
        "container_expired": "What was prepared ran out before it was published."
            => r#"{"on":"create_parent","kind":"expired","times":1}"#;
    }
    "fetch" {
        "fetch_failed": "Instagram cannot reach the picture."
            => r#"{"on":"fetch","kind":"error","times":1,"error":{"code":9004,"subcode":2207052,"title":"Media download has failed","user_message":"The media could not be fetched from this address.","message":"(#9004) Only photo or video can be accepted as media type."}}"#;
        "fetch_slow": "The picture takes too long to download."
            => r#"{"on":"fetch","kind":"error","times":1,"error":{"code":-2,"subcode":2207003,"title":"Timeout","user_message":"It takes too long to download the media.","message":"Timeout","is_transient":true}}"#;
        "fetch_failed_later": "Processing finds that the picture could not be downloaded."
            => r#"{"on":"create_child","kind":"processing_error","times":1,"error":{"subcode":2207052}}"#;
    }
    "media" {
        "processing_failed": "Processing refuses the format of one item."
            => r#"{"on":"create_child","kind":"processing_error","times":1,"error":{"subcode":2207026}}"#;
        "localized": "Instagram explains a refusal in another language."
            => r#"{"on":"create_child","kind":"error","times":1,"error":{"code":36003,"subcode":2207009,"title":"アスペクト比がサポートされていません","user_message":"送信された画像のアスペクト比では公開できません。4:5から1.91:1の間の画像を送信してください。","message":"(#36003) The aspect ratio is not supported."}}"#;
        "video_too_short": "Processing finds a clip of the carousel shorter than three seconds."
            => r#"{"on":"create_child","kind":"processing_error","times":1,"error":{"subcode":2207077}}"#;
        "video_failed": "Processing cannot cope with the video."
            => r#"{"on":"create","kind":"processing_error","times":1,"error":{"subcode":2207082}}"#;
        "picture_format": "Instagram says that the picture’s format is not supported."
            => r#"{"on":"create_child","kind":"error","times":1,"error":{"code":36001,"subcode":2207005,"title":"Unsupported image format","user_message":"The image format is not supported. Supported formats are: JPEG.","message":"(#36001) The image format is not supported."}}"#;
        "picture_ratio": "Instagram says that the picture’s shape is not allowed."
            => r#"{"on":"create_child","kind":"error","times":1,"error":{"code":36003,"subcode":2207009,"title":"Aspect ratio not supported","user_message":"The submitted image cannot be published with this aspect ratio.","message":"(#36003) The aspect ratio is not supported."}}"#;
        "picture_size": "Instagram says that the picture is too large."
            => r#"{"on":"create_child","kind":"error","times":1,"error":{"code":36000,"subcode":2207004,"title":"Image size too large","user_message":"The image is too large to download. It should be less than 8 MiB.","message":"(#36000) The image size is too large."}}"#;
    }
    "text" {
        "caption_too_long": "Instagram says that the caption is too long."
            => r#"{"on":"create_parent","kind":"error","times":1,"error":{"code":36004,"subcode":2207010,"title":"Caption too long","user_message":"The caption was 2203 long, the most allowed is 2200.","message":"(#36004) The caption is too long."}}"#;
    }
    "tags" {
        "too_many_tags": "Too many people are tagged."
            => r#"{"on":"create_child","kind":"error","times":1,"error":{"code":100,"subcode":2207040,"title":"Too many tags","user_message":"Cannot use more than 20 tags per media.","message":"(#100) Too many tags for the media"}}"#;
        "collaborator_refused": "A collaborator cannot be invited."
            => r#"{"on":"create_parent","kind":"error","times":1,"error":{"code":100,"subcode":2207018,"title":"Cannot invite this account","user_message":"This account cannot be invited as a collaborator.","message":"(#100) Invalid collaborator"}}"#;
    }
    "carousel" {
        "carousel_refused": "Instagram does not accept the carousel as a whole."
            => r#"{"on":"create_parent","kind":"error","times":1,"error":{"code":100,"subcode":2207028,"title":"Carousel validation failed","user_message":"A carousel takes 2 to 10 photos and videos.","message":"(#100) The carousel has too few or too many attachments"}}"#;
        "undocumented_carousel": "A carousel error that no page of Meta explains."
            => r#"{"on":"create_parent","kind":"error","times":1,"error":{"code":100,"subcode":2207024,"message":"(#100) Invalid parameter"}}"#;
    }
    "duplicate" {
        "duplicate": "Instagram says that the same post went out just now."
            => r#"{"on":"publish","kind":"error","times":1,"error":{"code":506,"message":"(#506) Duplicate status message"}}"#;
    }
    "transient" {
        "server_error": "Instagram has trouble of its own, twice."
            => r#"{"on":"*","kind":"error","times":2,"error":{"code":2,"message":"An unexpected error has occurred. Please retry your request later.","is_transient":true,"http":500}}"#;
        "instagram_trouble": "Publishing fails once through Instagram’s own fault."
            => r#"{"on":"publish","kind":"error","times":1,"error":{"code":-1,"subcode":2207001,"message":"Instagram server error","is_transient":true,"http":500}}"#;
        "maintenance_page": "A web page comes where an answer should."
            => r#"{"on":"*","kind":"html","times":1,"error":{"http":503}}"#;
        "empty_reply": "An answer comes with nothing in it."
            => r#"{"on":"*","kind":"empty","times":1}"#;
        "half_reply": "An answer breaks off in the middle."
            => r#"{"on":"status","when":"after","kind":"cut","times":1}"#;
        "redirected": "An answer sends Fanfold to another address."
            => r#"{"on":"*","kind":"redirect","times":1}"#;
        "huge_reply": "An answer is two megabytes of text that means nothing."
            => r#"{"on":"*","kind":"huge","times":1}"#;
        "no_answer": "An answer does not come for ten minutes."
            => r#"{"on":"*","kind":"stall","times":1}"#;
        "upload_cut": "The connection breaks when half of a video has been sent."
            => r#"{"on":"upload","kind":"drop_midway","times":1}"#;
        "publish_cut": "The post goes live, but only half of the answer arrives."
            => r#"{"on":"publish","when":"after","kind":"cut","times":1}"#;
        "connection_lost": "The connection breaks before an answer."
            => r#"{"on":"*","kind":"drop","times":1}"#;
        "slow": "Every answer takes three seconds."
            => r#"{"on":"*","kind":"slow"}"#;
        "publish_lost": "The post goes live, but the answer never arrives."
            => r#"{"on":"publish","kind":"lost_reply","times":1}"#;
        "publish_error_but_live": "The post goes live, but the answer says it did not."
            => r#"{"on":"publish","when":"after","kind":"error","times":1,"error":{"code":2,"message":"An unexpected error has occurred. Please retry your request later.","is_transient":true,"http":500}}"#;
        "comment_lost": "The first comment is posted, but the answer never arrives."
            => r#"{"on":"comment","kind":"lost_reply","times":1}"#;
    }
    "our fault" {
        "bad_parameter": "Instagram does not understand a request."
            => r#"{"on":"create_parent","kind":"error","times":1,"error":{"code":100,"message":"(#100) Invalid parameter"}}"#;
        "old_version": "Instagram has retired the version of its interface that Fanfold speaks."
            => r#"{"on":"*","kind":"error","error":{"code":2635,"message":"(#2635) You are calling a deprecated version of the Graph API. Please update to the latest version."}}"#;
    }
    "unknown" {
        "unknown_error": "An error that nobody has seen before."
            => r#"{"on":"publish","kind":"error","times":1,"error":{"code":20261122,"message":"(#20261122) Something new"}}"#;
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_preset_is_a_valid_fault_with_a_name_of_its_own() {
        let mut names = std::collections::HashSet::new();
        for preset in PRESETS {
            preset
                .fault()
                .unwrap_or_else(|error| panic!("{}: {error}", preset.name));
            assert!(names.insert(preset.name), "{} twice", preset.name);
            assert!(preset.sentence.ends_with('.'));
        }
        assert!(find("publish_lost").unwrap().fault().is_ok());
    }
}
