//! Signing in: consent, codes, short and long tokens, through either login.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fanfold_practice::{Consent, Flavour, PracticeError};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Practice, Reply, form};

const BACK: &str = "http://localhost:4711/done";
const IG_SCOPES: &str = "instagram_business_basic,instagram_business_content_publish";

struct Login {
    practice: Practice,
    id: String,
    secret: String,
    flavour: Flavour,
}

impl Login {
    async fn new(flavour: Flavour) -> Self {
        let practice = Practice::start().await;
        let app = practice.server.endpoint().app(flavour).await.unwrap();
        assert!(!format!("{app:?}").contains(&app.secret));
        Self {
            practice,
            id: app.id,
            secret: app.secret,
            flavour,
        }
    }

    fn path(&self) -> &'static str {
        match self.flavour {
            Flavour::Facebook => "/v25.0/dialog/oauth",
            Flavour::Instagram => "/oauth/authorize",
        }
    }

    fn address(&self, own: &[(&str, &str)]) -> String {
        let mut params = vec![
            ("client_id", self.id.as_str()),
            ("redirect_uri", BACK),
            ("response_type", "code"),
            ("scope", IG_SCOPES),
            ("state", "st&te"),
        ];
        if self.flavour == Flavour::Facebook {
            params[3].1 = "instagram_basic,pages_show_list,instagram_content_publish";
        }
        for (name, value) in own {
            params.retain(|(known, _)| known != name);
            params.push((name, value));
        }
        let base = self.practice.server.base_url();
        format!("{base}{}?{}", self.path(), form(&params))
    }

    async fn back(&self, own: &[(&str, &str)], consent: &Consent) -> url::Url {
        let endpoint = self.practice.server.endpoint();
        let place = endpoint.consent(&self.address(own), consent).await;
        url::Url::parse(&place.unwrap()).unwrap()
    }

    async fn code(&self, own: &[(&str, &str)]) -> String {
        let place = self.back(own, &Consent::AllowBut(Vec::new())).await;
        assert_eq!(word(&place, "state").as_deref(), Some("st&te"));
        word(&place, "code").unwrap()
    }

    async fn exchange(&self, code: &str, own: &[(&str, &str)]) -> Reply {
        let mut params = vec![
            ("client_id", self.id.as_str()),
            ("client_secret", self.secret.as_str()),
            ("redirect_uri", BACK),
            ("code", code),
        ];
        for (name, value) in own {
            params.retain(|(known, _)| known != name);
            if !value.is_empty() {
                params.push((name, value));
            }
        }
        match self.flavour {
            Flavour::Facebook => {
                self.practice
                    .get("/v25.0/oauth/access_token", &params)
                    .await
            }
            Flavour::Instagram => {
                params.push(("grant_type", "authorization_code"));
                self.practice.form("/oauth/access_token", &params).await
            }
        }
    }
}

fn word(place: &url::Url, name: &str) -> Option<String> {
    place
        .query_pairs()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

fn token(reply: &Reply) -> String {
    let token = reply.json()["access_token"].as_str().map(str::to_owned);
    token.unwrap_or_else(|| panic!("no token: {}", reply.text()))
}

#[tokio::test]
async fn instagram_gives_a_code_then_an_hour_then_sixty_days() {
    let mut login = Login::new(Flavour::Instagram).await;
    let place = login.back(&[], &Consent::AllowBut(Vec::new())).await;
    assert_eq!(place.fragment(), Some("_"));
    let code = word(&place, "code").unwrap();
    let reply = login.exchange(&code, &[]).await;
    let row = reply.json();
    assert_eq!(row["user_id"], login.practice.account.as_str());
    assert_eq!(row["permissions"], IG_SCOPES);
    login.practice.token = token(&reply);
    assert_eq!(login.practice.call("GET", "/me", &[]).await.status, 200);

    let grant = [("grant_type", "ig_refresh_token")];
    login.practice.pass(100).await;
    let early = login
        .practice
        .call("GET", "/refresh_access_token", &grant)
        .await;
    assert_eq!(early.error().0, 100, "a short token cannot be refreshed");

    let mut params = vec![
        ("grant_type", "ig_exchange_token"),
        ("access_token", login.practice.token.as_str()),
    ];
    assert_eq!(
        login.practice.get("/access_token", &params).await.error().0,
        100
    );
    params.push(("client_secret", "wrong"));
    assert_eq!(
        login.practice.get("/access_token", &params).await.error().0,
        1
    );
    params[2].1 = &login.secret;
    let long = login.practice.get("/access_token", &params).await;
    assert_eq!(long.json()["expires_in"], 5_184_000);
    let long = token(&long);

    login.practice.pass(3600).await;
    assert_eq!(
        login.practice.call("GET", "/me", &[]).await.error(),
        (190, 463)
    );
    login.practice.token = long;
    assert_eq!(login.practice.call("GET", "/me", &[]).await.status, 200);
    login.practice.pass(86_400).await;
    let unversioned = [grant[0], ("access_token", &login.practice.token)];
    let renewed = login
        .practice
        .get("/refresh_access_token", &unversioned)
        .await;
    assert_eq!(renewed.json()["token_type"], "bearer");
}

#[tokio::test]
async fn facebook_gives_a_code_then_a_token_then_pages_that_never_end() {
    let mut login = Login::new(Flavour::Facebook).await;
    let place = login.back(&[], &Consent::AllowBut(Vec::new())).await;
    assert_eq!(place.fragment(), Some("_=_"));
    let short = token(&login.exchange(&word(&place, "code").unwrap(), &[]).await);
    let params = [
        ("grant_type", "fb_exchange_token"),
        ("client_id", login.id.as_str()),
        ("client_secret", login.secret.as_str()),
        ("fb_exchange_token", short.as_str()),
    ];
    let reply = login
        .practice
        .get("/v25.0/oauth/access_token", &params)
        .await;
    assert_eq!(reply.json()["expires_in"], 5_184_000);
    let fields = [("fields", "access_token,instagram_business_account")];
    let page = async |practice: &Practice| {
        let pages = practice.call("GET", "/me/accounts", &fields).await.json();
        pages["data"][0]["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    login.practice.token = short;
    let of_short = page(&login.practice).await;
    login.practice.token = token(&reply);
    let of_long = page(&login.practice).await;
    login.practice.pass(70 * 86_400).await;
    login.practice.token = of_short;
    assert_eq!(
        login.practice.call("GET", "/me", &[]).await.error(),
        (190, 463)
    );
    login.practice.token = of_long;
    assert_eq!(login.practice.call("GET", "/me", &[]).await.status, 200);
}

#[tokio::test]
async fn a_code_is_good_once_for_an_hour_and_for_the_very_same_request() {
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        let login = Login::new(flavour).await;
        let refused = |reply: &Reply| match flavour {
            Flavour::Facebook => reply.error().1,
            Flavour::Instagram => {
                let body = reply.json();
                assert_eq!((reply.status, &body["code"]), (400, &json!(400)));
                assert_eq!(body["error_type"], "OAuthException");
                assert!(!body["error_message"].as_str().unwrap().is_empty());
                0
            }
        };
        let code = login.code(&[]).await;
        let facebook = |subcode| {
            if flavour == Flavour::Facebook {
                subcode
            } else {
                0
            }
        };
        let other = [("redirect_uri", "http://localhost:4711/done/")];
        assert_eq!(
            refused(&login.exchange(&code, &other).await),
            facebook(36_008)
        );
        for (name, value) in [
            ("client_secret", ""),
            ("client_secret", "wrong"),
            ("client_id", "1"),
            ("client_id", ""),
            ("code", "unknown"),
        ] {
            let reply = login.exchange(&code, &[(name, value)]).await;
            assert_eq!(reply.status, 400, "{name}={value}");
            refused(&reply);
        }
        assert_eq!(login.exchange(&code, &[]).await.status, 200);
        assert_eq!(refused(&login.exchange(&code, &[]).await), facebook(36_009));
        let late = login.code(&[]).await;
        login.practice.pass(3600).await;
        assert_eq!(refused(&login.exchange(&late, &[]).await), facebook(36_007));
        let log = login
            .practice
            .admin("GET", "/requests", json!(null))
            .await
            .to_string();
        assert!(!log.contains(&code) && !log.contains(&login.secret));
    }
}

#[tokio::test]
async fn with_a_challenge_the_secret_may_stay_at_home_but_the_verifier_must_fit() {
    let verifier = "v".repeat(64);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        let login = Login::new(flavour).await;
        let asked = [
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        let code = login.code(&asked).await;
        let bare = ("client_secret", "");
        assert_eq!(login.exchange(&code, &[bare]).await.status, 400);
        let wrong = [bare, ("code_verifier", "wrong")];
        assert_eq!(login.exchange(&code, &wrong).await.status, 400);
        let bad_secret = [("client_secret", "x"), ("code_verifier", verifier.as_str())];
        assert_eq!(login.exchange(&code, &bad_secret).await.status, 400);
        let right = [bare, ("code_verifier", verifier.as_str())];
        assert_eq!(login.exchange(&code, &right).await.status, 200);
    }
}

#[tokio::test]
async fn cancelling_and_declining_are_told_as_meta_tells_them() {
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        let mut login = Login::new(flavour).await;
        let place = login.back(&[], &Consent::Cancel).await;
        assert_eq!(word(&place, "error").as_deref(), Some("access_denied"));
        assert_eq!(word(&place, "error_reason").as_deref(), Some("user_denied"));
        assert_eq!(word(&place, "state").as_deref(), Some("st&te"));
        let number = (flavour == Flavour::Facebook).then(|| "200".to_owned());
        assert_eq!(word(&place, "error_code"), number);
        assert_eq!(word(&place, "code"), None);

        let publish = if flavour == Flavour::Facebook {
            "instagram_content_publish"
        } else {
            "instagram_business_content_publish"
        };
        let but = Consent::AllowBut(vec![publish.to_owned()]);
        let place = login.back(&[], &but).await;
        let reply = login.exchange(&word(&place, "code").unwrap(), &[]).await;
        login.practice.token = token(&reply);
        let refused = login
            .practice
            .create(&[("image_url", "http://127.0.0.1:1/a")])
            .await;
        assert_eq!((refused.status, refused.error()), (403, (10, 0)));
        if flavour == Flavour::Facebook {
            let rows = login
                .practice
                .call("GET", "/me/permissions", &[])
                .await
                .json();
            let row = |name: &str| {
                let rows = rows["data"].as_array().unwrap().clone();
                rows.into_iter()
                    .find(|row| row["permission"] == name)
                    .unwrap()["status"]
                    .clone()
            };
            assert_eq!(row(publish), "declined");
            assert_eq!(row("instagram_basic"), "granted");
        } else {
            assert_eq!(reply.json()["permissions"], "instagram_business_basic");
        }
    }
}

#[tokio::test]
async fn a_wrong_request_is_said_on_the_page_and_never_sent_on() {
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        let login = Login::new(flavour).await;
        for own in [
            ("client_id", "12"),
            ("client_id", ""),
            ("redirect_uri", "http://example.com/done"),
            ("redirect_uri", "fanfold://done"),
            ("redirect_uri", ""),
            ("scope", "business_basic"),
            ("scope", "instagram_basic,business_content_publish"),
            ("scope", "nonsense"),
            ("response_type", "both"),
            ("code_challenge", "short"),
        ] {
            let address = login.address(&[own]);
            let path = address
                .strip_prefix(login.practice.server.base_url())
                .unwrap();
            let page = login.practice.send("GET", path, &[], b"").await.unwrap();
            assert_eq!(page.status, 400, "{own:?}");
            assert!(page.text().contains("role=alert"), "{own:?}");
            let endpoint = login.practice.server.endpoint();
            let sent = endpoint.consent(&address, &Consent::Cancel).await;
            assert!(matches!(
                sent,
                Err(PracticeError::Refused { status: 400, .. })
            ));
        }
        let listed = json!({ "redirect_uris": ["https://example.com/done"] });
        login.practice.admin("POST", "/settings", listed).await;
        let endpoint = login.practice.server.endpoint();
        let sent = endpoint
            .consent(&login.address(&[]), &Consent::Cancel)
            .await;
        assert!(sent.is_err());
        let good = login.address(&[("redirect_uri", "https://example.com/done")]);
        assert!(endpoint.consent(&good, &Consent::Cancel).await.is_ok());
    }
}

#[tokio::test]
async fn the_page_names_every_permission_and_works_as_a_form() {
    let login = Login::new(Flavour::Instagram).await;
    let nasty = ("state", "\"><script>alert(1)</script>");
    let address = login.address(&[nasty]);
    let path = address
        .strip_prefix(login.practice.server.base_url())
        .unwrap();
    let page = login.practice.send("GET", path, &[], b"").await.unwrap();
    let html = page.text();
    assert_eq!(page.status, 200);
    for part in [
        "Practice: this page comes from Fanfold",
        "<html lang=en>",
        "<legend>",
        "instagram_business_content_publish",
        "Publish posts",
        "value=allow",
        "value=cancel",
        "fanfold.practice",
    ] {
        assert!(html.contains(part), "{part}");
    }
    assert!(!html.contains("<script"));
    assert!(
        page.headers["content-security-policy"]
            .contains("form-action 'self' http://localhost:4711")
    );
    // A browser posts the form with its own origin; a page from elsewhere cannot.
    let body = form(&[
        ("login", "instagram"),
        ("ask", path.split_once('?').unwrap().1),
        ("answer", "allow"),
    ]);
    let own = [
        ("origin", login.practice.server.base_url()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let sent = login
        .practice
        .send("POST", "/practice/consent", &own, body.as_bytes())
        .await;
    assert!(sent.unwrap().headers["location"].starts_with(BACK));
    let foreign = [("origin", "https://evil.example")];
    let sent = login
        .practice
        .send("POST", "/practice/consent", &foreign, body.as_bytes())
        .await;
    assert_eq!(sent.unwrap().status, 403);
}

#[tokio::test]
async fn facebook_can_hand_the_token_over_in_the_fragment() {
    let mut login = Login::new(Flavour::Facebook).await;
    let place = login
        .back(
            &[("response_type", "token")],
            &Consent::AllowBut(Vec::new()),
        )
        .await;
    assert_eq!(place.query(), None);
    let fragment: std::collections::HashMap<String, String> =
        url::form_urlencoded::parse(place.fragment().unwrap().as_bytes())
            .into_owned()
            .collect();
    assert_eq!(fragment["expires_in"], "3600");
    assert_eq!(fragment["state"], "st&te");
    login.practice.token = fragment["access_token"].clone();
    assert_eq!(login.practice.call("GET", "/me", &[]).await.status, 200);
}

#[tokio::test]
async fn sign_in_answers_come_in_every_shape_that_was_seen() {
    let login = Login::new(Flavour::Instagram).await;
    let quirks =
        json!({ "token_wrapped": true, "user_id_number": true, "permissions_array": true });
    login
        .practice
        .admin("POST", "/settings", json!({ "quirks": quirks }))
        .await;
    let code = login.code(&[]).await;
    let row = login.exchange(&code, &[]).await.json()["data"][0].clone();
    assert_eq!(
        row["user_id"].as_u64().unwrap().to_string(),
        login.practice.account
    );
    assert_eq!(
        row["permissions"],
        json!(IG_SCOPES.split(',').collect::<Vec<_>>())
    );
    let multipart = |code: &str| {
        use std::fmt::Write;
        let mut body = String::new();
        for (name, value) in [
            ("client_id", login.id.as_str()),
            ("client_secret", &login.secret),
            ("redirect_uri", BACK),
            ("grant_type", "authorization_code"),
            ("code", code),
        ] {
            write!(
                body,
                "--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .unwrap();
        }
        format!("{body}--x--\r\n")
    };
    let code = login.code(&[]).await;
    let kind = [("content-type", "multipart/form-data; boundary=x")];
    let reply = login
        .practice
        .send(
            "POST",
            "/oauth/access_token",
            &kind,
            multipart(&code).as_bytes(),
        )
        .await
        .unwrap();
    assert!(matches!(reply.json()["data"], Value::Array(_)));
}

#[tokio::test]
async fn codes_and_tokens_outlive_a_restart() {
    let login = Login::new(Flavour::Instagram).await;
    let code = login.code(&[]).await;
    let Login {
        practice,
        id,
        secret,
        flavour,
    } = login;
    let practice = practice.restart().await;
    let app = practice.server.endpoint().app(flavour).await.unwrap();
    assert_eq!((&app.id, &app.secret), (&id, &secret));
    let login = Login {
        practice,
        id,
        secret,
        flavour,
    };
    assert_eq!(login.exchange(&code, &[]).await.status, 200);
    let Login {
        practice,
        id,
        secret,
        flavour,
    } = login;
    let practice = practice.restart().await;
    let login = Login {
        practice,
        id,
        secret,
        flavour,
    };
    assert_eq!(login.exchange(&code, &[]).await.status, 400);
}
