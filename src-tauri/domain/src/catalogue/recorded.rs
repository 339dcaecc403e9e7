//! Answers as Instagram and Meta give them, and what they must be taken for.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::classify::find;
use super::row::{Codes, rows};
use super::*;
use crate::answer::{Answer, AnswerShape, Delivery};

/// HTTP status, body, class, catalogue row.
#[rustfmt::skip]
type Recorded = (u16, &'static str, Class, &'static str);

#[rustfmt::skip] // one answer a line
const GRAPH: &[Recorded] = &[
    (400, r#"{"error":{"message":"Application request limit reached","type":"OAuthException","is_transient":false,"code":4,"error_subcode":2207051,"error_user_title":"Action is blocked","error_user_msg":"We restrict certain activity to protect our community.","fbtrace_id":"A1"}}"#, Class::PolicyBlock, "policy.spam"),
    (400, r#"{"error":{"message":"(#368) The action attempted has been deemed abusive or is otherwise disallowed","type":"OAuthException","code":368}}"#, Class::PolicyBlock, "policy.any"),
    (400, r#"{"error":{"message":"(#368) …","type":"OAuthException","code":368,"error_subcode":1390008}}"#, Class::PolicyBlock, "policy.frequency"),
    (400, r#"{"error":{"message":"(#368) …","type":"OAuthException","code":368,"error_subcode":4854002}}"#, Class::PolicyBlock, "policy.identity"),
    (400, r#"{"error":{"message":"(#368) …","type":"OAuthException","code":368,"error_subcode":1404082}}"#, Class::Duplicate, "duplicate.blocked"),
    (400, r#"{"error":{"message":"(#368) …","type":"OAuthException","code":368,"error_subcode":77,"is_transient":true}}"#, Class::PolicyBlock, "policy.any"),
    (400, r#"{"error":{"message":"Application request limit reached","type":"OAuthException","code":9,"error_subcode":2207042}}"#, Class::PublishQuota, "quota.publish"),
    (403, r#"{"error":{"message":"(#4) Application request limit reached","type":"OAuthException","is_transient":true,"code":4,"fbtrace_id":"x"}}"#, Class::Throttle, "throttle.app"),
    (400, r#"{"error":{"message":"(#4) …","code":4,"error_subcode":1349210}}"#, Class::Throttle, "throttle.app"),
    (400, r#"{"error":{"message":"User request limit reached","code":17}}"#, Class::Throttle, "throttle.user"),
    (400, r#"{"error":{"message":"User request limit reached","code":17,"error_subcode":2446079}}"#, Class::Throttle, "throttle.user_ads"),
    (400, r#"{"error":{"message":"(#32) Page request limit reached","code":32}}"#, Class::Throttle, "throttle.page"),
    (400, r#"{"error":{"message":"Application limit reached","code":341}}"#, Class::Throttle, "throttle.app_limit"),
    (400, r#"{"error":{"message":"(#613) Calls to this api have exceeded the rate limit.","code":613}}"#, Class::Throttle, "throttle.custom"),
    (400, r#"{"error":{"message":"(#613) …","code":613,"error_subcode":1996}}"#, Class::Throttle, "throttle.uneven"),
    (400, r#"{"error":{"message":"(#80001) There have been too many calls to this Page account.","code":80001}}"#, Class::Throttle, "throttle.page_token"),
    (400, r#"{"error":{"message":"(#80002) There have been too many calls to this Instagram account.","code":80002}}"#, Class::Throttle, "throttle.instagram"),
    (400, r#"{"error":{"message":"(#80004) There have been too many calls to this ad-account.","code":80004}}"#, Class::Throttle, "throttle.business"),
    (429, r#"{"error":{"message":"slow down"}}"#, Class::Throttle, "throttle.http"),
    (400, r#"{"error":{"message":"…","type":"OAuthException","code":190,"error_subcode":459}}"#, Class::LoginNeeded, "login.checkpoint"),
    (400, r#"{"error":{"message":"…","type":"OAuthException","code":190,"error_subcode":464}}"#, Class::LoginNeeded, "login.unconfirmed"),
    (400, r#"{"error":{"message":"…","code":102,"error_subcode":459}}"#, Class::LoginNeeded, "login.checkpoint"),
    (400, r#"{"error":{"message":"…","code":102,"error_subcode":464}}"#, Class::LoginNeeded, "login.unconfirmed"),
    (400, r#"{"error":{"message":"You cannot access the app till you log in to www.facebook.com and follow the instructions given.","type":"OAuthException","code":190}}"#, Class::LoginNeeded, "login.needed"),
    (400, r#"{"error":{"message":"Session key is malformed","code":1}}"#, Class::LoginNeeded, "login.needed"),
    (400, r#"{"error":{"message":"Error validating access token: …","type":"OAuthException","code":190,"error_subcode":458}}"#, Class::Reconnect, "reconnect.removed"),
    (400, r#"{"error":{"message":"The session has been invalidated because the user changed their password","type":"OAuthException","code":190,"error_subcode":460}}"#, Class::Reconnect, "reconnect.password"),
    (400, r#"{"error":{"message":"Error validating access token: Session has expired on Monday","type":"OAuthException","code":190,"error_subcode":463,"fbtrace_id":"EJplcsCHuLu"}}"#, Class::Reconnect, "reconnect.expired"),
    (400, r#"{"error":{"message":"…","type":"OAuthException","code":"190","error_subcode":"463"}}"#, Class::Reconnect, "reconnect.expired"),
    (400, r#"{"error":{"message":"…","code":190.0,"error_subcode":467}}"#, Class::Reconnect, "reconnect.signed_out"),
    (400, r#"{"error":{"message":"…","code":190,"error_subcode":483}}"#, Class::Reconnect, "reconnect.consent"),
    (400, r#"{"error":{"message":"…","code":190,"error_subcode":490}}"#, Class::Reconnect, "reconnect.locked"),
    (400, r#"{"error":{"message":"…","code":190,"error_subcode":492}}"#, Class::Reconnect, "reconnect.page_role"),
    (400, r#"{"error":{"message":"…","code":190,"error_subcode":493}}"#, Class::Reconnect, "reconnect.mismatch"),
    (400, r#"{"error":{"message":"…","code":190,"error_subcode":99999}}"#, Class::Reconnect, "reconnect.any"),
    (401, r#"{"error":{"message":"Invalid OAuth access token - Cannot parse access token","type":"OAuthException","code":190,"fbtrace_id":"A"}}"#, Class::Reconnect, "reconnect.words"),
    (400, r#"{"error":{"message":"…","type":"OAuthException","code":190,"is_transient":true}}"#, Class::Reconnect, "reconnect.any"),
    (400, r#"{"error":{"message":"Session expired","code":102}}"#, Class::Reconnect, "reconnect.session"),
    (400, r#"{"error":{"message":"REVOKED_ACCESS_TOKEN","code":1}}"#, Class::Reconnect, "reconnect.words"),
    (400, r#"{"error":{"message":"no number","type":"OAuthException"}}"#, Class::Reconnect, "reconnect.any"),
    (200, r#"{"data":{"is_valid":false,"error":{"code":190,"message":"Error validating access token","subcode":463},"scopes":[]}}"#, Class::Reconnect, "reconnect.expired"),
    (403, r#"{"error":{"message":"(#3) Application does not have the capability to make this API call.","type":"OAuthException","code":3}}"#, Class::Permission, "permission.capability"),
    (403, r#"{"error":{"message":"(#10) Application does not have permission for this action","type":"OAuthException","code":10}}"#, Class::Permission, "permission.denied"),
    (403, r#"{"error":{"message":"(#10) …","code":10,"error_subcode":9053}}"#, Class::Permission, "permission.ads_audio"),
    (403, r#"{"error":{"message":"(#200) requires ads_management","code":200}}"#, Class::Permission, "permission.ads"),
    (403, r#"{"error":{"message":"(#200) permissions error"}}"#, Class::Permission, "permission.ads"),
    (403, r#"{"error":{"message":"(#240) …","code":240}}"#, Class::Permission, "permission.user_type"),
    (403, r#"{"error":{"message":"(#299) …","code":299}}"#, Class::Permission, "permission.range"),
    (400, r#"{"error":{"message":"…","code":25,"error_subcode":2207050}}"#, Class::AccountState, "account.restricted"),
    (400, r#"{"error":{"message":"The user is not an Instagram Business","type":"OAuthException","code":10}}"#, Class::AccountState, "account.personal"),
    (400, r#"{"error":{"message":"…","code":100,"error_subcode":2207081}}"#, Class::AccountState, "account.trial"),
    (400, r#"{"error":{"message":"Media ID is not available","type":"OAuthException","code":9007,"error_subcode":2207027,"is_transient":false,"error_user_title":"Media ID is not available","error_user_msg":"The media is not ready for publishing, please wait for a moment"}}"#, Class::NotReady, "container.not_ready"),
    (400, r#"{"error":{"message":"The requested resource does not exist","code":24,"error_subcode":2207008}}"#, Class::ContainerGone, "container.missing"),
    (400, r#"{"error":{"message":"The requested resource does not exist","code":24,"error_subcode":2207006,"is_transient":true}}"#, Class::ContainerGone, "container.not_found"),
    (400, r#"{"error":{"message":"The requested resource does not exist","code":24}}"#, Class::ContainerGone, "container.gone"),
    (400, r#"{"error":{"message":"…","code":-2,"error_subcode":2207020}}"#, Class::ContainerGone, "container.expired_media"),
    (400, r#"{"error":{"message":"The media could not be fetched from this uri","code":9004,"error_subcode":2207052}}"#, Class::Fetch, "fetch.unreachable"),
    (400, r#"{"error":{"message":"…","code":-2,"error_subcode":2207003}}"#, Class::Fetch, "fetch.slow"),
    (400, r#"{"error":{"message":"…","code":352,"error_subcode":2207026}}"#, Class::Media, "media.video_format"),
    (400, r#"{"error":{"message":"…","code":36000,"error_subcode":2207004}}"#, Class::Media, "media.too_large"),
    (400, r#"{"error":{"message":"Only photo or video can be accepted as media type.","code":36001,"error_subcode":2207005}}"#, Class::Media, "media.image_format"),
    (500, r#"{"error":{"message":"An unknown error occurred","code":1,"error_subcode":2207005,"is_transient":true}}"#, Class::Media, "media.image_format_unknown"),
    (400, r#"{"error":{"message":"The aspect ratio is not supported.","code":36003,"error_subcode":2207009}}"#, Class::Media, "media.aspect"),
    (400, r#"{"error":{"message":"…","code":1,"error_subcode":2207057}}"#, Class::Media, "media.thumbnail"),
    (400, r#"{"error":{"message":"The caption was too long.","code":36004,"error_subcode":2207010}}"#, Class::Text, "caption.too_long"),
    (400, r#"{"error":{"message":"Too many hashtags in caption","code":100}}"#, Class::Text, "caption.hashtags"),
    (400, r#"{"error":{"message":"…","code":100,"error_subcode":2207035}}"#, Class::Tags, "tags.video_position"),
    (400, r#"{"error":{"message":"…","code":100,"error_subcode":2207036}}"#, Class::Tags, "tags.photo_position"),
    (400, r#"{"error":{"message":"…","code":100,"error_subcode":2207037}}"#, Class::Tags, "tags.product"),
    (400, r#"{"error":{"message":"…","code":100,"error_subcode":2207040}}"#, Class::Tags, "tags.too_many"),
    (400, r#"{"error":{"message":"…","code":100,"error_subcode":2207018}}"#, Class::Tags, "tags.collaborator"),
    (400, r#"{"error":{"message":"Cannot find User","code":110,"error_subcode":2207013}}"#, Class::Tags, "tags.user"),
    (400, r#"{"error":{"message":"(#100) Param collaborators is not allowed for carousel items","code":100}}"#, Class::Tags, "tags.collaborators_refused"),
    (400, r#"{"error":{"message":"…","code":100,"error_subcode":2207028}}"#, Class::Carousel, "carousel.count"),
    (400, r#"{"error":{"message":"…","code":100,"error_subcode":2207024}}"#, Class::Carousel, "carousel.legacy"),
    (400, r#"{"error":{"message":"…","code":35001}}"#, Class::Carousel, "carousel.publish_failed"),
    (400, r#"{"error":{"message":"Too few or too many attachments","code":100}}"#, Class::Carousel, "carousel.count_words"),
    (400, r#"{"error":{"message":"Duplicate status message","code":506}}"#, Class::Duplicate, "duplicate.post"),
    (400, r#"{"error":{"message":"Error posting link","code":1609005}}"#, Class::Link, "link.scrape"),
    (500, r#"{"error":{"message":"An unknown error has occurred.","type":"OAuthException","code":1,"is_transient":true}}"#, Class::Transient, "transient.unknown"),
    (500, r#"{"error":{"message":"An unexpected error has occurred. Please retry your request later.","type":"OAuthException","is_transient":true,"code":2,"fbtrace_id":"x"}}"#, Class::Transient, "transient.service"),
    (400, r#"{"error":{"message":"…","code":3919}}"#, Class::Transient, "transient.technical"),
    (400, r#"{"error":{"message":"…","code":-1,"error_subcode":2207001}}"#, Class::Transient, "transient.server"),
    (400, r#"{"error":{"message":"…","code":-1,"error_subcode":2207032}}"#, Class::Transient, "transient.create"),
    (400, r#"{"error":{"message":"…","code":-1,"error_subcode":2207053}}"#, Class::Transient, "transient.upload"),
    (400, r#"{"error":{"message":"…","code":100,"is_transient":true}}"#, Class::Transient, "transient.any"),
    (503, r#"{"error":{"message":"…","code":77777}}"#, Class::Transient, "transient.any"),
    (400, r#"{"error":{"message":"…","code":77777,"is_transient":"true"}}"#, Class::Transient, "transient.any"),
    (400, r#"{"error":{"message":"(#100) Tried accessing nonexisting field (x)","type":"OAuthException","code":100}}"#, Class::OurFault, "fault.parameter"),
    (400, r#"{"error":{"message":"Unsupported get request. Object with ID '1' does not exist","type":"GraphMethodException","code":100,"error_subcode":33}}"#, Class::OurFault, "fault.missing_object"),
    (400, r#"{"error":{"message":"API calls from the server require an appsecret_proof argument","type":"GraphMethodException","code":100}}"#, Class::OurFault, "fault.proof"),
    (400, r#"{"error":{"message":"…","code":100,"error_subcode":2207023}}"#, Class::OurFault, "fault.media_type"),
    (400, r#"{"error":{"message":"…","code":100,"error_subcode":9055}}"#, Class::OurFault, "fault.audio"),
    (400, r#"{"error":{"message":"…","code":101}}"#, Class::OurFault, "fault.app_id"),
    (400, r#"{"error":{"message":"…","code":104}}"#, Class::OurFault, "fault.signature"),
    (400, r#"{"error":{"message":"…","code":105}}"#, Class::OurFault, "fault.too_many_parameters"),
    (400, r#"{"error":{"message":"…","code":194}}"#, Class::OurFault, "fault.parameter_missing"),
    (400, r#"{"error":{"message":"…","code":2500}}"#, Class::OurFault, "fault.query"),
    (400, r#"{"error":{"message":"…","code":2635}}"#, Class::OurFault, "fault.version"),
    (404, r#"{"error":{"message":"…","code":803}}"#, Class::OurFault, "fault.unknown_id"),
    (400, r#"{"error":{"message":"…","code":-1,"error_subcode":2207073}}"#, Class::OurFault, "fault.delete_type"),
];

#[rustfmt::skip]
const OTHERS: &[Recorded] = &[
    (400, r#"{"error_type":"OAuthException","code":400,"error_message":"Matching code was not found or was already used"}"#, Class::Reconnect, "login.code"),
    (400, r#"{"error_type":"OAuthException","code":400,"error_message":"Error validating verification code. Please make sure your redirect_uri is identical"}"#, Class::Reconnect, "login.redirect"),
    (400, r#"{"error_type":"OAuthException","code":400,"error_message":"Invalid platform app"}"#, Class::Reconnect, "login.app"),
    (400, r#"{"error_type":"OAuthException","code":400,"error_message":"Missing required field x"}"#, Class::Reconnect, "login.any"),
    (200, r#"{"error":"access_denied","error_reason":"user_denied","error_description":"The user denied your request."}"#, Class::Reconnect, "login.cancelled"),
    (400, r#"{"debug_info":{"retriable":false,"type":"NotAuthorizedError","message":"Not authorized"}}"#, Class::Reconnect, "upload.unauthorized"),
    (400, r#"{"debug_info":{"retriable":true,"type":"ProcessingFailedError","message":"Request processing failed"}}"#, Class::Transient, "transient.any"),
    (400, r#"{"debug_info":{"retriable":false,"type":"ProcessingFailedError","message":"{\"success\":false,\"error\":{\"message\":\"unauthorized user request\"}}"}}"#, Class::Unknown, "upload.failed"),
    (400, r#"{"debug_info":{"retriable":false,"type":"ProcessingFailedError","message":"{\"error\":{\"code\":190,\"error_subcode\":463}}"}}"#, Class::Reconnect, "reconnect.expired"),
    (400, r#"{"debug_info":{"retriable":false,"type":"ParameterValidationError","message":"offset"}}"#, Class::OurFault, "upload.parameters"),
    (200, r#"{"status_code":"ERROR","status":"Error: Media upload has failed with error code 2207026","id":"1"}"#, Class::Media, "media.video_format"),
    (200, r#"{"status_code":"ERROR","status":"Error: Media upload has failed with error code 2207052"}"#, Class::Fetch, "fetch.unreachable"),
    (200, r#"{"status_code":"ERROR","status":"Error: Media upload has failed with error code 2207003"}"#, Class::Fetch, "fetch.slow"),
    (200, r#"{"status_code":"ERROR","status":"Error: … error code 2207076"}"#, Class::Fetch, "fetch.rejected"),
    (200, r#"{"status_code":"ERROR","status":"Error: … error code 2207077"}"#, Class::Fetch, "fetch.video"),
    (200, r#"{"status_code":"ERROR","status":"Error: … error code 2207082"}"#, Class::Media, "media.processing"),
    (200, r#"{"status_code":"ERROR","status":"Error: … error code 2207085"}"#, Class::Media, "media.processing_format"),
    (200, r#"{"status_code":"ERROR","status":"Error: … error code 2207001"}"#, Class::Transient, "transient.server"),
    (200, r#"{"status_code":"ERROR","status":"Error: … error code 2299999"}"#, Class::Unknown, "container.error"),
    (200, r#"{"status_code":"ERROR"}"#, Class::Unknown, "container.error"),
    (200, r#"{"status_code":"EXPIRED","status":"Expired: …"}"#, Class::ContainerGone, "container.expired"),
    (200, r#"{"status_code":"IN_PROGRESS","status":"In Progress: …"}"#, Class::NotReady, "container.in_progress"),
    (200, r#"{"1784":{"id":"1784","status_code":"FINISHED"},"1785":{"id":"1785","status_code":"ERROR","status":"Error: … error code 2207009"}}"#, Class::Media, "media.aspect"),
    (200, r#"{"status_code":"ERROR","video_status":{"processing_phase":{"status":"error","errors":[{"code":2207026,"message":"x"}]}}}"#, Class::Media, "media.video_format"),
    (200, r#"[{"code":200,"body":"{\"id\":\"1\"}"},null,{"code":400,"body":"{\"error\":{\"code\":24,\"error_subcode\":2207008}}"}]"#, Class::ContainerGone, "container.missing"),
    (502, "<!DOCTYPE html><html><head><title>Sorry, something went wrong</title></head></html>", Class::Transient, "answer.html"),
    (429, "<html></html>", Class::Throttle, "throttle.http"),
    (302, "<html></html>", Class::Transient, "answer.redirect"),
    (302, "", Class::Transient, "answer.redirect"),
    (200, "", Class::Transient, "answer.garbled"),
    (200, " \r\n\t", Class::Transient, "answer.garbled"),
    (200, r#"{"error":{"message":"cut of"#, Class::Transient, "answer.garbled"),
    (200, "Bad Gateway", Class::Transient, "answer.garbled"),
    (200, "\u{feff}{}", Class::Transient, "answer.incomplete"),
    (200, r#"{"id":"178"}"#, Class::Transient, "answer.incomplete"),
    (400, "null", Class::Transient, "answer.incomplete"),
];

#[test]
fn recorded_answers_are_taken_for_what_they_are() {
    let all = GRAPH.iter().chain(OTHERS);
    assert!(all.clone().count() >= 80);
    for (http, body, class, id) in all {
        let answer = Answer::parse(Some(*http), body.as_bytes());
        let found = find(&answer);
        assert_eq!(found.class, *class, "{body}\n{answer:?}");
        assert_eq!(
            found.row.map(|row| row.id.as_str()),
            Some(*id),
            "{body}\n{answer:?}"
        );
        let told = explain(&answer);
        assert!(!told.title.is_empty() && !told.message.is_empty() && !told.steps.is_empty());
        assert_eq!(classify(&answer), *class);
    }
}

/// Every row of the two origin documents and of Meta's lists, as a person asks for it.
const KNOWN: &[(i64, Option<i64>, Class)] = &[
    (1, None, Class::Transient),
    (2, None, Class::Transient),
    (3, None, Class::Permission),
    (4, None, Class::Throttle),
    (4, Some(2_207_051), Class::PolicyBlock),
    (5, None, Class::OurFault),
    (9, Some(2_207_042), Class::PublishQuota),
    (10, None, Class::Permission),
    (17, None, Class::Throttle),
    (24, None, Class::ContainerGone),
    (32, None, Class::Throttle),
    (33, None, Class::OurFault),
    (100, None, Class::OurFault),
    (102, None, Class::Reconnect),
    (102, Some(463), Class::Reconnect),
    (110, None, Class::OurFault),
    (190, None, Class::Reconnect),
    (190, Some(458), Class::Reconnect),
    (190, Some(459), Class::LoginNeeded),
    (190, Some(460), Class::Reconnect),
    (190, Some(463), Class::Reconnect),
    (190, Some(464), Class::LoginNeeded),
    (190, Some(467), Class::Reconnect),
    (190, Some(492), Class::Reconnect),
    (458, None, Class::Reconnect),
    (459, None, Class::LoginNeeded),
    (467, None, Class::Reconnect),
    (200, None, Class::Permission),
    (213, None, Class::Permission),
    (299, None, Class::Permission),
    (341, None, Class::Throttle),
    (352, None, Class::Media),
    (368, None, Class::PolicyBlock),
    (506, None, Class::Duplicate),
    (613, None, Class::Throttle),
    (803, None, Class::OurFault),
    (9004, None, Class::Fetch),
    (9007, None, Class::NotReady),
    (35001, None, Class::Carousel),
    (36000, None, Class::Media),
    (36001, None, Class::Media),
    (36003, None, Class::Media),
    (36004, None, Class::Text),
    (80000, None, Class::Throttle),
    (80014, None, Class::Throttle),
    (1_609_005, None, Class::Link),
    (2_207_001, None, Class::Transient),
    (2_207_003, None, Class::Fetch),
    (2_207_004, None, Class::Media),
    (2_207_005, None, Class::Media),
    (2_207_006, None, Class::ContainerGone),
    (2_207_008, None, Class::ContainerGone),
    (2_207_009, None, Class::Media),
    (2_207_010, None, Class::Text),
    (2_207_013, None, Class::Tags),
    (2_207_018, None, Class::Tags),
    (2_207_020, None, Class::ContainerGone),
    (2_207_023, None, Class::OurFault),
    (2_207_024, None, Class::Carousel),
    (2_207_026, None, Class::Media),
    (2_207_027, None, Class::NotReady),
    (2_207_028, None, Class::Carousel),
    (2_207_032, None, Class::Transient),
    (2_207_042, None, Class::PublishQuota),
    (2_207_050, None, Class::AccountState),
    (2_207_051, None, Class::PolicyBlock),
    (2_207_052, None, Class::Fetch),
    (2_207_053, None, Class::Transient),
    (2_207_057, None, Class::Media),
    (2_207_073, None, Class::OurFault),
    (2_207_081, None, Class::AccountState),
];

#[test]
fn every_documented_code_is_known_when_asked_for() {
    for (code, subcode, class) in KNOWN {
        let answer = Answer::of_codes(*code, *subcode);
        assert_eq!(classify(&answer), *class, "{code}/{subcode:?}");
        assert_eq!(
            explain(&answer).source,
            Source::Catalogue,
            "{code}/{subcode:?}"
        );
    }
}

#[test]
fn every_row_is_whole_and_can_be_reached() {
    for row in rows() {
        for words in [&row.title, &row.message, &row.cause, &row.source] {
            assert!(!words.trim().is_empty(), "{}", row.id);
        }
        assert!(!row.steps.is_empty(), "{}", row.id);
        assert!(row.date.parse::<jiff::civil::Date>().is_ok(), "{}", row.id);
        let title_and_message = format!(" {} {} ", row.title, row.message).to_lowercase();
        for word in [
            " we ",
            "oops",
            "!",
            "token",
            "container",
            "endpoint",
            "payload",
        ] {
            assert!(!title_and_message.contains(word), "{}: {word}", row.id);
        }
        if row.is_plain() {
            let code = row.code.last().map(|codes| match codes {
                Codes::One(code) | Codes::Range([_, code]) => *code,
            });
            let answer = Answer {
                code,
                subcode: row.subcode.first().copied(),
                shape: AnswerShape::Graph,
                ..Answer::default()
            };
            let found = find(&answer).row.map(|row| row.id.as_str());
            let first = rows().iter().find(|other| {
                other.is_plain() && other.code == row.code && other.subcode == row.subcode
            });
            assert_eq!(
                first.map(|first| first.id.as_str()),
                Some(row.id.as_str()),
                "twice"
            );
            assert_eq!(found, Some(row.id.as_str()));
        }
        assert!(row.text.iter().all(|part| part.to_lowercase() == *part));
    }
    let mut ids: Vec<_> = rows().iter().map(|row| &row.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), rows().len(), "an id stands twice");
}

#[test]
fn every_trouble_of_this_side_has_its_own_words() {
    for local in Local::ALL {
        let refusal = refuse_local(local, Delivery::NotSent, "detail");
        let row = rows()
            .iter()
            .find(|row| row.local.as_deref() == Some(local.name()));
        assert_eq!(refusal.explanation.title, row.unwrap().title, "{local:?}");
        assert_ne!(refusal.class, Class::Unknown);
    }
}

#[test]
fn instagrams_own_words_come_first_and_ours_stand_below() {
    let body = r#"{"error":{"code":190,"error_subcode":463,"error_user_title":"Bitte\u0000 anmelden","error_user_msg":"Deine Sitzung <b>endete</b>.\u202e"}}"#;
    let told = explain(&Answer::parse(Some(400), body.as_bytes()));
    assert_eq!(told.title, "Bitte anmelden");
    assert_eq!(told.message, "Deine Sitzung <b>endete</b>.");
    assert_eq!(told.source, Source::Instagram);
    assert_eq!(told.action, Action::Reconnect);
    assert!(!told.steps.is_empty());
}

#[test]
fn blank_words_of_instagram_are_no_words() {
    let body = r#"{"error":{"code":24,"error_user_title":" ","error_user_msg":null}}"#;
    let told = explain(&Answer::parse(Some(400), body.as_bytes()));
    assert_eq!(told.source, Source::Catalogue);
    assert!(
        told.cause.contains("it is none"),
        "24 is no rate limit: {}",
        told.cause
    );
}

#[test]
fn nothing_is_ever_just_an_unknown_error() {
    let told = explain(&Answer::of_codes(424_242, Some(7)));
    assert_eq!(told.source, Source::Unknown);
    assert_eq!(told.action, Action::ContactSupport);
    assert!(told.automatic_retry);
    assert_eq!((told.code, told.subcode), (Some(424_242), Some(7)));
    assert!(told.technical.contains("424242/7"));
    assert!(!told.steps.is_empty());
}

#[test]
fn retries_and_waits_are_those_of_the_table() {
    let told = |code, subcode| explain(&Answer::of_codes(code, subcode));
    let retry = |code, subcode| {
        let told = told(code, subcode);
        (told.automatic_retry, told.retry_after)
    };
    assert_eq!(retry(4, Some(2_207_051)), (false, None));
    assert_eq!(retry(4, None), (true, Some(900.0)));
    assert_eq!(retry(9, Some(2_207_042)), (true, None));
    assert_eq!(retry(190, Some(463)), (false, None));
    assert_eq!(retry(24, Some(2_207_008)), (true, Some(30.0)));
    assert_eq!(retry(2, None), (true, Some(1.0)));
    assert_eq!(retry(100, None), (false, None));
    assert_eq!(retry(36003, None), (false, None));
    assert_eq!(told(2635, None).action, Action::FixApp);
    let named = Answer::of_codes(80002, None).with_retry_after(Some(420));
    assert_eq!(explain(&named).retry_after, Some(420.0));
}

#[test]
fn a_bare_instagram_subcode_is_shown_as_one() {
    let told = explain(&Answer::of_codes(2_207_026, None));
    assert_eq!((told.code, told.subcode), (None, Some(2_207_026)));
}

#[test]
fn codes_are_read_as_people_write_them() {
    let codes = |code, subcode| {
        Answer::from_words(code, subcode).map(|answer| (answer.code, answer.subcode))
    };
    assert_eq!(codes("190", None), Some((Some(190), None)));
    assert_eq!(codes(" #190 ", Some("463")), Some((Some(190), Some(463))));
    assert_eq!(codes("190/463", None), Some((Some(190), Some(463))));
    assert_eq!(
        codes("(#-2)", Some("2207003")),
        Some((Some(-2), Some(2_207_003)))
    );
    assert_eq!(codes("abc", None), None);
    assert_eq!(codes("1", Some("x")), None);
    assert_eq!(codes("1/2", Some("3")), None);
    assert_eq!(codes("", None), None);
    assert_eq!(codes("OAuthException", None), Some((None, None)));
}

#[test]
fn anything_can_be_pasted() {
    let class = |text: &str| classify(&Answer::from_paste(text.as_bytes()));
    assert_eq!(class(""), Class::Transient);
    assert_eq!(class("190/463"), Class::Reconnect);
    assert_eq!(
        class("2026-11-22 ERROR graph said {\"error\":{\"code\":36003}} for slide 3"),
        Class::Media
    );
    assert_eq!(
        class("Error: Media upload has failed with error code 2207026"),
        Class::Media
    );
    let head = "HTTP/1.1 400 Bad Request\r\nX-Business-Use-Case-Usage: {\"1\":[{\"type\":\"instagram\",\"estimated_time_to_regain_access\":7}]}\r\n\r\n{\"error\":{\"code\":80002}}";
    let answer = Answer::from_paste(head.as_bytes());
    assert_eq!((answer.http, answer.retry_after), (Some(400), Some(420)));
    assert_eq!(classify(&answer), Class::Throttle);
    assert_eq!(class("\u{0}\u{1}\u{fffd}{{{{"), Class::Transient);
}

#[test]
fn odd_bodies_never_panic_and_stay_small() {
    let deep = "[".repeat(100_000);
    let long = format!(
        r#"{{"error":{{"message":"{}","code":1}}}}"#,
        "ä".repeat(2_000_000)
    );
    for body in [
        deep.as_bytes(),
        long.as_bytes(),
        b"\xff\xfe\x00{",
        b"{\"error\":[]}",
        b"<",
    ] {
        let answer = Answer::parse(Some(200), body);
        assert!(answer.message.chars().count() <= 2_000);
        assert!(explain(&answer).technical.chars().count() <= 2_500);
    }
}

#[test]
fn secrets_in_an_answer_reach_nobody() {
    let body = r#"{"error":{"message":"Malformed access token EAABsecretsecretsecret in https://x/?access_token=EAABsecretsecretsecret&code=AQBsecretsecretsecret","code":190,"error_user_msg":"Bearer secretsecretsecret","fbtrace_id":"access_token=secretsecret"}}"#;
    let refusal = refuse_answer(Answer::parse(Some(400), body.as_bytes()));
    let whole = format!("{refusal:?} {refusal}") + &serde_json::to_string(&refusal).unwrap();
    assert!(!whole.contains("secret"), "{whole}");
}

#[test]
fn what_an_answer_says_of_its_request_follows_from_its_shape() {
    let delivery =
        |http, body: &str| refuse_answer(Answer::parse(Some(http), body.as_bytes())).delivery;
    assert_eq!(delivery(400, r#"{"error":{"code":1}}"#), Delivery::Answered);
    assert_eq!(delivery(500, r#"{"error":{"code":1}}"#), Delivery::Unknown);
    assert_eq!(delivery(200, "<html>"), Delivery::Unknown);
    assert_eq!(delivery(400, ""), Delivery::Unknown);
    assert_eq!(delivery(200, "{}"), Delivery::Unknown);
}
