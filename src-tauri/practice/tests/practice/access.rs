//! What access allows and how it ends: inspection, permissions, Pages, kinds of account.

use fanfold_practice::{Flavour, Lifetime};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::support::Practice;

/// What the inspection says of a token.
async fn look(practice: &Practice, asker: &str, input: &str) -> Value {
    let params = [("access_token", asker), ("input_token", input)];
    let reply = practice.get("/v25.0/debug_token", &params).await;
    reply.json()["data"].clone()
}

async fn app_token(practice: &Practice) -> String {
    let app = practice.server.endpoint().app(Flavour::Facebook).await;
    let app = app.unwrap();
    format!("{}|{}", app.id, app.secret)
}

#[tokio::test]
async fn inspecting_tells_everything_and_takes_the_apps_own_token() {
    let mut practice = Practice::start().await;
    let asker = app_token(&practice).await;
    let wanted = json!({ "expires_in": 7200, "data_access_in": 3600, "short": true });
    practice.take_token(wanted).await;
    let data = look(&practice, &asker, &practice.token).await;
    assert!(asker.starts_with(&format!("{}|", data["app_id"].as_str().unwrap())));
    assert_eq!(data["type"], "USER");
    assert_eq!(data["is_valid"], true);
    let number = |name: &str| data[name].as_i64().unwrap();
    assert_eq!(number("expires_at") - number("issued_at"), 7200);
    assert_eq!(number("data_access_expires_at") - number("issued_at"), 3600);
    let scopes = data["scopes"].as_array().unwrap();
    assert!(scopes.contains(&json!("instagram_content_publish")));
    let granular = data["granular_scopes"].as_array().unwrap();
    let row = |scope: &str| granular.iter().find(|row| row["scope"] == scope).unwrap();
    assert_eq!(
        row("instagram_basic")["target_ids"],
        json!([practice.account])
    );
    assert!(row("pages_show_list").get("target_ids").is_none());
    let fields = [("fields", "id,access_token")];
    let pages = practice.call("GET", "/me/accounts", &fields).await.json();
    let page = &pages["data"][0];
    let of_page = look(&practice, &asker, page["access_token"].as_str().unwrap()).await;
    assert_eq!(of_page["type"], "PAGE");
    assert_eq!(of_page["profile_id"], page["id"]);
}

#[tokio::test]
async fn inspecting_tells_how_access_lapses_and_ends() {
    let mut practice = Practice::start().await;
    let asker = app_token(&practice).await;
    let wanted = json!({ "expires_in": 7200, "data_access_in": 3600 });
    practice.take_token(wanted).await;
    practice.pass(3600).await;
    let lapsed = look(&practice, &asker, &practice.token).await;
    let scopes = lapsed["scopes"].as_array().unwrap();
    assert!(!scopes.contains(&json!("instagram_basic")));
    assert!(scopes.contains(&json!("pages_show_list")));
    practice.pass(3600).await;
    let ended = look(&practice, &asker, &practice.token).await;
    assert_eq!(
        (&ended["is_valid"], &ended["scopes"]),
        (&json!(false), &json!([]))
    );
    assert_eq!(ended["error"]["code"], 190);
    assert_eq!(ended["error"]["subcode"], 463);
    let unknown = look(&practice, &asker, "nonsense").await;
    assert_eq!(unknown["is_valid"], false);
    assert_eq!(unknown["error"]["code"], 190);
    assert_eq!(look(&practice, &asker, &asker).await["type"], "APP");
    for (asker, error) in [
        ("12|wrong", (190, 0)),
        (practice.token.as_str(), (190, 463)),
    ] {
        let params = [("access_token", asker), ("input_token", "x")];
        let refused = practice.get("/v25.0/debug_token", &params).await;
        assert_eq!(refused.error(), error);
    }
}

async fn standing(practice: &Practice, name: &str) -> String {
    let rows = practice.call("GET", "/me/permissions", &[]).await.json();
    let rows = rows["data"].as_array().unwrap();
    let row = rows.iter().find(|row| row["permission"] == name).unwrap();
    row["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn permissions_lapse_are_revoked_one_by_one_and_all_at_once() {
    let mut practice = Practice::start().await;
    practice.take_token(json!({ "data_access_in": 60 })).await;
    assert_eq!(standing(&practice, "instagram_basic").await, "granted");
    practice.pass(60).await;
    assert_eq!(standing(&practice, "instagram_basic").await, "expired");
    assert_eq!(standing(&practice, "pages_show_list").await, "granted");
    let image = [("image_url", "http://127.0.0.1:1/a")];
    assert_eq!(practice.create(&image).await.error(), (10, 0));

    practice.take_token(json!({})).await;
    let other = practice.token.clone();
    practice.take_token(json!({})).await;
    let one = "/me/permissions/instagram_content_publish";
    let reply = practice.call("DELETE", one, &[]).await;
    assert_eq!(reply.json(), json!({ "success": true }));
    practice.token = other;
    assert_eq!(
        standing(&practice, "instagram_content_publish").await,
        "declined"
    );
    assert_eq!(practice.create(&image).await.error(), (10, 0));
    practice
        .admin(
            "POST",
            "/settings",
            json!({ "quirks": { "bare_success": true } }),
        )
        .await;
    let user = practice.call("GET", "/me", &[]).await.id();
    let path = format!("/{user}/permissions");
    assert_eq!(
        practice.call("DELETE", &path, &[]).await.json(),
        json!(true)
    );
    assert_eq!(practice.call("GET", "/me", &[]).await.error(), (190, 458));

    let instagram = Practice::with_flavour("instagram").await;
    assert_eq!(
        instagram
            .call("DELETE", "/me/permissions", &[])
            .await
            .error(),
        (100, 33)
    );
    assert_eq!(
        instagram.call("GET", "/me/permissions", &[]).await.error(),
        (100, 0)
    );
}

#[tokio::test]
async fn pages_come_by_cursor_with_and_without_instagram() {
    let practice = Practice::start().await;
    practice
        .admin("POST", "/accounts", json!({ "username": "second" }))
        .await;
    let bare = practice
        .admin("POST", "/pages", json!({ "name": "No Instagram" }))
        .await;
    let personal = json!({ "username": "private", "kind": "personal" });
    practice.admin("POST", "/accounts", personal).await;
    let fields = "id,name,instagram_business_account{id,username}";
    let mut pages: Vec<Value> = Vec::new();
    let mut after = String::new();
    loop {
        let mut params = vec![("fields", fields), ("limit", "2")];
        if !after.is_empty() {
            params.push(("after", &after));
        }
        let page = practice.call("GET", "/me/accounts", &params).await.json();
        pages.extend(page["data"].as_array().unwrap().clone());
        assert!(!page.to_string().contains(&practice.token));
        if page["paging"]["next"].is_null() {
            break;
        }
        after = page["paging"]["cursors"]["after"]
            .as_str()
            .unwrap()
            .to_owned();
    }
    assert_eq!(pages.len(), 4);
    let linked = pages
        .iter()
        .filter(|page| page["instagram_business_account"].is_object());
    assert_eq!(linked.count(), 2);
    let known = |id: &Value| pages.iter().any(|page| page["id"] == *id);
    assert!(known(&bare["id"]));
    let path = format!("/pages/{}", bare["id"].as_str().unwrap());
    practice.admin("DELETE", &path, Value::Null).await;
    let left = practice.call("GET", "/me/accounts", &[]).await.json();
    assert_eq!(left["data"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn every_kind_of_account_is_told_apart() {
    let mut practice = Practice::start().await;
    let me = [("fields", "account_type")];
    for (kind, shown) in [("business", "BUSINESS"), ("media_creator", "MEDIA_CREATOR")] {
        let account = json!({ "username": "kinds", "kind": kind });
        practice.admin("POST", "/accounts", account).await;
        practice
            .take_token(json!({ "account": "kinds", "flavour": "instagram" }))
            .await;
        let found = practice.call("GET", "/me", &me).await.json();
        assert_eq!(found["account_type"], shown);
    }
    let change = async |practice: &Practice, own: Value| {
        let mut account = json!({ "username": "kinds" });
        account
            .as_object_mut()
            .unwrap()
            .extend(own.as_object().unwrap().clone());
        let made = practice.admin("POST", "/accounts", account).await;
        made["id"].as_str().unwrap().to_owned()
    };
    let id = change(&practice, json!({ "kind": "personal" })).await;
    let refused = practice.call("GET", "/me", &me).await;
    assert!(
        refused
            .text()
            .contains("The user is not an Instagram Business")
    );
    practice.take_token(json!({ "account": "kinds" })).await;
    let path = format!("/{id}/media");
    assert_eq!(practice.call("POST", &path, &[]).await.error(), (10, 0));
    change(&practice, json!({ "kind": "business", "restricted": true })).await;
    let image = [("image_url", "http://127.0.0.1:1/a")];
    assert_eq!(
        practice.call("POST", &path, &image).await.error(),
        (25, 2_207_050)
    );
    change(&practice, json!({ "checkpointed": true })).await;
    assert_eq!(practice.call("GET", "/me", &[]).await.error(), (190, 459));
}

fn proof(secret: &str, message: &str) -> String {
    use std::fmt::Write;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(message.as_bytes());
    let bytes = mac.finalize().into_bytes();
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[tokio::test]
async fn an_app_may_demand_a_proof_and_a_wrong_one_never_passes() {
    let practice = Practice::start().await;
    let app = practice
        .server
        .endpoint()
        .app(Flavour::Facebook)
        .await
        .unwrap();
    let right = proof(&app.secret, &practice.token);
    let wrong = proof("another", &practice.token);
    let me = async |params: &[(&str, &str)]| practice.call("GET", "/me", params).await;
    assert_eq!(me(&[("appsecret_proof", &wrong)]).await.error(), (100, 0));
    assert_eq!(me(&[]).await.status, 200);
    practice
        .admin("POST", "/settings", json!({ "require_proof": true }))
        .await;
    let bare = me(&[]).await;
    assert_eq!(bare.error(), (100, 0));
    assert!(bare.text().contains("appsecret_proof"));
    assert_eq!(me(&[("appsecret_proof", &right)]).await.status, 200);
    let now = practice.admin("GET", "/clock", Value::Null).await;
    let now: jiff::Timestamp = now["now"].as_str().unwrap().parse().unwrap();
    for (age, expected) in [(0, 200), (400, 400)] {
        let time = (now.as_second() - age).to_string();
        let timed = proof(&app.secret, &format!("{}|{time}", practice.token));
        let params = [
            ("appsecret_proof", timed.as_str()),
            ("appsecret_time", &time),
        ];
        assert_eq!(me(&params).await.status, expected, "{age}");
    }
}

#[tokio::test]
async fn tokens_are_handed_out_for_either_login_without_a_browser() {
    let mut practice = Practice::start().await;
    let endpoint = practice.server.endpoint().clone();
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        for (lifetime, seconds) in [
            (Lifetime::Endless, None),
            (Lifetime::Long, Some(5_184_000)),
            (Lifetime::Short, Some(3600)),
        ] {
            let grant = endpoint.grant_with(flavour, lifetime).await.unwrap();
            assert!(!format!("{grant:?}").contains(&grant.access_token));
            let ends = grant
                .expires_at
                .map(|end| end.parse::<jiff::Timestamp>().unwrap());
            let left = ends.map(|end| end.duration_since(jiff::Timestamp::now()).as_secs());
            match (left, seconds) {
                (Some(left), Some(seconds)) => assert!((seconds - 60..=seconds).contains(&left)),
                (left, seconds) => assert_eq!(left, seconds),
            }
            practice.token = grant.access_token;
            assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
        }
    }
}

#[tokio::test]
async fn the_accounts_own_answer_may_come_wrapped() {
    let practice = Practice::with_flavour("instagram").await;
    practice
        .admin(
            "POST",
            "/settings",
            json!({ "quirks": { "me_wrapped": true } }),
        )
        .await;
    let fields = [("fields", "user_id")];
    let me = practice.call("GET", "/me", &fields).await.json();
    assert_eq!(me["data"][0]["user_id"], practice.account.as_str());
}
