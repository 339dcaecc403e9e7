//! Signing in over the wire: what is sent, what is made of the answer, and that no secret is where
//! it should not be.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::support::{Fake, Log, Sent, TOKEN, json, logged, session};
use axum::http::Method;
use fanfold_domain::{Class, Token};
use fanfold_graph::login::{
    Ask, Attempt, Authorize, Grant, MetaApp, Moment, PermissionState, TokenKind,
};
use fanfold_graph::{
    Client, ClientOptions, Endpoint, Flavour, NotRecognised, Quiet, Recognised, recognise,
};

const SECRET: &str = "appsecretappsecretappsecret";
const CODE: &str = "AQBcodecodecodecode";
const LONG: &str = "IGAAnewtokennewtoken";

fn token(text: &str) -> Token {
    Token::parse(text).unwrap()
}

fn app(secret: Option<&str>) -> MetaApp {
    MetaApp {
        id: "4711".into(),
        secret: secret.map(token),
        redirect_uri: "http://localhost:8117/back/".into(),
    }
}

fn attempt() -> Attempt {
    Attempt::of_random(&std::array::from_fn(|at| at as u8))
}

fn client(address: &str, flavour: Flavour) -> Client {
    let options = ClientOptions::new(Endpoint::parse(address).unwrap(), flavour);
    Client::new(options, Arc::new(Quiet)).unwrap()
}

fn names(fields: &BTreeMap<String, String>) -> Vec<&str> {
    fields.keys().map(String::as_str).collect()
}

fn line(sent: &Sent) -> (Method, &str) {
    (sent.method.clone(), sent.path.as_str())
}

fn query(address: &url::Url) -> BTreeMap<String, String> {
    address.query_pairs().into_owned().collect()
}

#[test]
fn each_login_has_its_page_and_no_secret_is_in_its_address() {
    let (app, attempt) = (app(Some(SECRET)), attempt());
    let scopes = ["instagram_basic", "pages_show_list"];
    let mut what = Authorize::new(&app, &attempt, &scopes);
    let page = |flavour, what: &Authorize<'_>| {
        let options = ClientOptions::new(Endpoint::Meta, flavour);
        let client = Client::new(options, Arc::new(Quiet)).unwrap();
        client.authorize_address(what).unwrap()
    };
    let facebook = page(Flavour::Facebook, &what);
    assert!(
        facebook
            .as_str()
            .starts_with("https://www.facebook.com/v25.0/dialog/oauth?client_id=4711&")
    );
    let asked = query(&facebook);
    assert_eq!(asked["redirect_uri"], "http://localhost:8117/back/");
    assert_eq!(asked["scope"], "instagram_basic,pages_show_list");
    assert_eq!(asked["state"], attempt.state);
    assert_eq!(
        (
            asked["response_type"].as_str(),
            asked["code_challenge_method"].as_str()
        ),
        ("code", "S256")
    );
    let verifier = attempt.verifier.as_ref().unwrap().reveal();
    assert_eq!((verifier.len(), asked["code_challenge"].len()), (43, 43));
    for secret in [SECRET, verifier] {
        assert!(!facebook.as_str().contains(secret));
    }
    let instagram = page(Flavour::Instagram, &what);
    assert!(
        instagram
            .as_str()
            .starts_with("https://www.instagram.com/oauth/authorize?client_id=4711&")
    );

    what.ask = Ask::Again;
    assert_eq!(
        query(&page(Flavour::Facebook, &what))["auth_type"],
        "rerequest"
    );
    what.ask = Ask::SignInAnew;
    assert_eq!(
        query(&page(Flavour::Facebook, &what))["auth_type"],
        "reauthorize"
    );
    assert_eq!(
        query(&page(Flavour::Instagram, &what))["force_reauth"],
        "true"
    );
    what.token_at_once = true;
    what.config_id = Some("99");
    let asked = query(&page(Flavour::Facebook, &what));
    assert_eq!(
        (asked["response_type"].as_str(), asked["config_id"].as_str()),
        ("token", "99")
    );
    assert!(!asked.contains_key("scope") && !asked.contains_key("code_challenge"));
}

#[tokio::test]
async fn a_code_is_exchanged_once_in_a_form_and_without_a_bearer() {
    let answer = r#"{"access_token":"EAAshort","token_type":"bearer","expires_in":5183999}"#;
    for (flavour, path, others) in [
        (Flavour::Facebook, "/v25.0/oauth/access_token", vec![]),
        (
            Flavour::Instagram,
            "/oauth/access_token",
            vec!["grant_type"],
        ),
    ] {
        let (fake, address) = Fake::start(vec![json(200, answer), json(200, answer)]).await;
        let client = client(&address, flavour);
        let granted = client
            .exchange_code(&app(Some(SECRET)), &token(CODE), &attempt())
            .await
            .unwrap();
        assert_eq!(
            (granted.token.reveal(), granted.expires_in),
            ("EAAshort", Some(5_183_999))
        );
        client
            .exchange_code(&app(None), &token(CODE), &attempt().without_pkce())
            .await
            .unwrap();
        let sent = fake.sent();
        for sent in &sent {
            assert_eq!(line(sent), (Method::POST, path));
            assert!(sent.raw_query.is_empty() && !sent.headers.contains_key("authorization"));
            assert_eq!(sent.form["code"], CODE);
            assert_eq!(sent.form["redirect_uri"], "http://localhost:8117/back/");
        }
        let mut all = vec![
            "client_id",
            "client_secret",
            "code",
            "code_verifier",
            "redirect_uri",
        ];
        all.extend(&others);
        all.sort_unstable();
        assert_eq!(names(&sent[0].form), all);
        let mut few = vec!["client_id", "code", "redirect_uri"];
        few.extend(&others);
        few.sort_unstable();
        assert_eq!(names(&sent[1].form), few);
    }
}

#[tokio::test]
async fn instagrams_grant_is_read_in_every_shape_it_comes_in() {
    let shapes = [
        r#"{"data":[{"access_token":"IGAAshort1","user_id":"17841400000000001","permissions":"instagram_business_basic,instagram_business_content_publish"}]}"#,
        r#"{"access_token":"IGAAshort1","user_id":17841400000000001,"permissions":["instagram_business_basic","instagram_business_content_publish"]}"#,
    ];
    let answers = shapes.iter().map(|shape| json(200, shape)).collect();
    let (_fake, address) = Fake::start(answers).await;
    let client = client(&address, Flavour::Instagram);
    for _ in shapes {
        let granted = client
            .exchange_code(&app(Some(SECRET)), &token(CODE), &attempt())
            .await
            .unwrap();
        let expected = Grant {
            token: token("IGAAshort1"),
            expires_in: None,
            user_id: Some("17841400000000001".into()),
            permissions: Some(vec![
                "instagram_business_basic".into(),
                "instagram_business_content_publish".into(),
            ]),
        };
        assert_eq!(granted, expected);
    }
}

#[tokio::test]
async fn a_refused_code_is_explained_and_quotes_no_secret() {
    let body = format!(
        r#"{{"error_type":"OAuthException","code":400,"error_message":"Code {CODE} of {SECRET} was used"}}"#
    );
    let (_fake, address) = Fake::start(vec![json(400, &body)]).await;
    let refusal = client(&address, Flavour::Instagram)
        .exchange_code(&app(Some(SECRET)), &token(CODE), &attempt())
        .await
        .unwrap_err();
    assert_eq!(refusal.class, Class::Reconnect);
    let told = format!("{refusal} {refusal:?}");
    assert!(!told.contains(CODE) && !told.contains(SECRET), "{told}");
}

#[tokio::test]
async fn facebook_s_refusals_of_a_sign_in_are_told_as_such() {
    let cases = [
        (
            400,
            100,
            "This authorization code has been used.",
            "login.code",
        ),
        (
            400,
            100,
            "Error validating verification code. Please make sure your redirect_uri is identical",
            "login.redirect",
        ),
        (400, 1, "Error validating client secret.", "login.app"),
        (400, 101, "Error validating application.", "login.any"),
        (400, 4, "Application request limit reached", "throttle"),
        (500, 1, "An unknown error occurred", "transient"),
        (503, 2, "Service temporarily unavailable", "transient"),
    ];
    let answers = cases.iter().map(|(http, code, message, _)| {
        json(
            *http,
            &format!(
                r#"{{"error":{{"message":"{message}","type":"OAuthException","code":{code}}}}}"#
            ),
        )
    });
    let (_fake, address) = Fake::start(answers.collect()).await;
    let client = client(&address, Flavour::Facebook);
    for (_, _, message, expected) in cases {
        let refusal = client
            .exchange_code(&app(Some(SECRET)), &token(CODE), &attempt())
            .await
            .unwrap_err();
        let row = fanfold_domain::catalogue::rows()
            .iter()
            .find(|row| row.id == expected)
            .map(|row| row.title.clone());
        match row {
            Some(title) => assert_eq!(refusal.explanation.title, title, "{message}"),
            None => assert_ne!(refusal.class, Class::Reconnect, "{message}"),
        }
    }
}

#[tokio::test]
async fn a_short_token_becomes_a_long_one() {
    let answer =
        format!(r#"{{"access_token":"{LONG}","token_type":"bearer","expires_in":5183944}}"#);
    let (fake, address) = Fake::start(vec![json(200, &answer), json(200, &answer)]).await;
    let (id, secret, short) = ("4711", token(SECRET), token(TOKEN));
    let facebook = client(&address, Flavour::Facebook);
    let instagram = client(&address, Flavour::Instagram);
    for client in [facebook, instagram] {
        let granted = client.lengthen(id, &secret, &short).await.unwrap();
        assert_eq!(
            (granted.token.reveal(), granted.expires_in),
            (LONG, Some(5_183_944))
        );
    }
    let sent = fake.sent();
    assert_eq!(line(&sent[0]), (Method::POST, "/v25.0/oauth/access_token"));
    assert_eq!(
        names(&sent[0].form),
        [
            "client_id",
            "client_secret",
            "fb_exchange_token",
            "grant_type"
        ]
    );
    assert_eq!(sent[0].form["grant_type"], "fb_exchange_token");
    assert!(sent[0].raw_query.is_empty());
    assert_eq!(line(&sent[1]), (Method::GET, "/access_token"));
    assert_eq!(names(&sent[1].query), ["client_secret", "grant_type"]);
    assert_eq!(sent[1].headers["authorization"], format!("Bearer {TOKEN}"));
}

#[tokio::test]
async fn a_refresh_needs_no_secret_and_facebook_has_none() {
    let answer =
        format!(r#"{{"access_token":"{LONG}","token_type":"bearer","expires_in":5183944}}"#);
    let (fake, address) = Fake::start(vec![json(200, &answer)]).await;
    let log = Arc::new(Log::default());
    assert_eq!(session(&address).refresh().await.unwrap(), None);
    let granted = logged(&address, Flavour::Instagram, &log)
        .refresh()
        .await
        .unwrap();
    assert_eq!(granted.unwrap().token.reveal(), LONG);
    let sent = fake.only();
    assert_eq!(line(&sent), (Method::GET, "/refresh_access_token"));
    assert_eq!(names(&sent.query), ["grant_type"]);
    assert_eq!(sent.query["grant_type"], "ig_refresh_token");
    assert_eq!(sent.headers["authorization"], format!("Bearer {TOKEN}"));
}

#[tokio::test]
async fn a_token_tells_all_that_meta_knows_of_it() {
    let page = r#"{"data":{"app_id":"123","type":"PAGE","application":"Mine","data_access_expires_at":1803600000,"expires_at":0,"is_valid":true,"issued_at":1795000000,"scopes":["instagram_basic"],"granular_scopes":[{"scope":"instagram_basic","target_ids":["1784","9"]},{"scope":"pages_show_list"}],"user_id":"55","profile_id":66,"metadata":{"auth_type":"rerequest"}}}"#;
    let bad = r#"{"data":{"error":{"code":190,"message":"Session has expired","subcode":463},"is_valid":false,"scopes":[]}}"#;
    let (fake, address) = Fake::start(vec![json(200, page), json(200, bad), json(200, "{}")]).await;
    let session = session(&address);
    let seen = session.inspect().await.unwrap();
    assert!(seen.valid && seen.refusal.is_none());
    assert_eq!(seen.kind, Some(TokenKind::Page));
    assert_eq!(seen.expires, Moment::Never);
    assert!(matches!(seen.issued, Moment::At(at) if at.as_second() == 1_795_000_000));
    assert!(matches!(seen.data_access_ends, Moment::At(_)));
    assert_eq!(seen.profile_id.as_deref(), Some("66"));
    assert_eq!(seen.granular[0].targets.as_ref().unwrap().len(), 2);
    assert_eq!(seen.granular[1].targets, None);
    assert_eq!(seen.auth_type.as_deref(), Some("rerequest"));
    let seen = session.inspect().await.unwrap();
    assert!(!seen.valid);
    assert_eq!(seen.expires, Moment::NotSaid);
    assert_eq!(seen.refusal.unwrap().class, Class::Reconnect);
    assert!(session.inspect().await.is_err());
    let sent = &fake.sent()[0];
    assert_eq!(line(sent), (Method::GET, "/v25.0/debug_token"));
    assert_eq!(sent.query["input_token"], TOKEN);
}

#[tokio::test]
async fn permissions_are_listed_with_their_state_and_can_be_taken_back() {
    let body = r#"{"data":[{"permission":"a","status":"granted"},{"permission":"b","status":"declined"},{"permission":"c","status":"expired"},{"permission":"d","status":"new"},{"status":"granted"}]}"#;
    let (fake, address) = Fake::start(vec![
        json(200, body),
        json(200, "true"),
        json(200, r#"{"success":true}"#),
        json(200, r#"{"success":false}"#),
    ])
    .await;
    let session = session(&address);
    let states: Vec<_> = session
        .permissions()
        .await
        .unwrap()
        .iter()
        .map(|permission| (permission.granted, permission.state))
        .collect();
    assert_eq!(
        states,
        [
            (true, PermissionState::Granted),
            (false, PermissionState::Declined),
            (false, PermissionState::Expired),
            (false, PermissionState::Other),
        ]
    );
    assert!(session.revoke(Some("b")).await.unwrap());
    assert!(session.revoke(None).await.unwrap());
    assert!(session.revoke(None).await.is_err(), "it was not done");
    let sent = fake.sent();
    assert_eq!(line(&sent[1]), (Method::DELETE, "/v25.0/me/permissions/b"));
    assert_eq!(line(&sent[2]), (Method::DELETE, "/v25.0/me/permissions"));
    let instagram = logged(&address, Flavour::Instagram, &Arc::default());
    assert!(instagram.permissions().await.unwrap().is_empty());
    assert!(!instagram.revoke(None).await.unwrap());
    assert_eq!(fake.sent().len(), 4, "Instagram login was never asked");
}

async fn who(answers: Vec<(u16, &str)>) -> (Fake, Result<Recognised, NotRecognised>) {
    let answers = answers
        .into_iter()
        .map(|(status, body)| json(status, body))
        .collect();
    let (fake, address) = Fake::start(answers).await;
    let options = ClientOptions::new(Endpoint::parse(&address).unwrap(), Flavour::Facebook);
    let found = recognise(&options, Arc::new(Quiet), &token(TOKEN)).await;
    (fake, found)
}

const UNREADABLE: &str = r#"{"error":{"message":"Invalid OAuth access token - Cannot parse access token","type":"OAuthException","code":190}}"#;
const NO_FIELD: &str =
    r#"{"error":{"message":"(#100) Tried accessing nonexisting field (user_id)","code":100}}"#;
const EXPIRED: &str = r#"{"error":{"message":"expired","code":190,"error_subcode":463}}"#;

#[tokio::test]
async fn a_token_is_recognised_by_who_takes_it() {
    let instagram = r#"{"user_id":"1784","username":"kit","account_type":"BUSINESS"}"#;
    let (fake, found) = who(vec![(200, instagram)]).await;
    let found = found.unwrap();
    assert_eq!(
        (found.flavour, found.me.id.as_str(), fake.sent().len()),
        (Flavour::Instagram, "1784", 1)
    );
    for refusal in [UNREADABLE, NO_FIELD] {
        let (_fake, found) = who(vec![(400, refusal), (200, r#"{"id":"55","name":"Kit"}"#)]).await;
        let found = found.unwrap();
        assert_eq!(
            (found.flavour, found.client.flavour()),
            (Flavour::Facebook, Flavour::Facebook)
        );
    }
}

#[tokio::test]
async fn the_host_that_knows_a_bad_token_says_why() {
    for answers in [
        [(401, UNREADABLE), (400, EXPIRED)],
        [(401, EXPIRED), (400, UNREADABLE)],
        [(400, NO_FIELD), (400, EXPIRED)],
    ] {
        let (_fake, found) = who(answers.to_vec()).await;
        let Err(NotRecognised::Refused(refusal)) = found else {
            panic!("recognised");
        };
        assert_eq!(refusal.answer.subcode, Some(463));
    }
    let (fake, found) = who(vec![(500, "")]).await;
    assert!(
        matches!(found, Err(NotRecognised::Refused(refusal)) if refusal.class == Class::Transient)
    );
    assert_eq!(
        fake.sent().len(),
        1,
        "a server that is down says nothing about a token"
    );
}
