//! Rehearsals: listed in words, switched by name, durable where the world turned.

use fanfold_practice::{PracticeError, Rehearsal};
use serde_json::{Value, json};

use crate::support::{Practice, jpeg};

async fn all(practice: &Practice) -> Vec<Rehearsal> {
    practice.server.endpoint().rehearsals().await.unwrap()
}

async fn is_on(practice: &Practice, id: &str) -> bool {
    let all = all(practice).await;
    all.iter().find(|one| one.id == id).unwrap().on
}

async fn switch(practice: &Practice, id: &str, on: bool) {
    let row = practice.server.endpoint().rehearse(id, on).await.unwrap();
    assert_eq!((row.id.as_str(), row.on), (id, on));
}

#[tokio::test]
async fn each_can_be_switched_on_and_off_and_calm_ends_them_all() {
    let practice = Practice::start().await;
    let rows = all(&practice).await;
    assert!(rows.len() > 150, "{}", rows.len());
    let mut ids = std::collections::HashSet::new();
    for row in &rows {
        assert!(ids.insert(row.id.clone()), "{} twice", row.id);
        assert!(!row.title.is_empty() && !row.group.is_empty(), "{}", row.id);
        assert!(row.description.ends_with('.'), "{}", row.description);
        assert!(!row.on, "{}", row.id);
    }
    for row in &rows {
        switch(&practice, &row.id, true).await;
        assert!(is_on(&practice, &row.id).await, "{}", row.id);
        switch(&practice, &row.id, false).await;
    }
    for row in &rows {
        practice
            .server
            .endpoint()
            .rehearse(&row.id, true)
            .await
            .unwrap();
    }
    practice.server.endpoint().calm().await.unwrap();
    let left: Vec<String> = all(&practice)
        .await
        .into_iter()
        .filter(|row| row.on)
        .map(|row| row.id)
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
    let container = practice.single("well again").await;
    assert_eq!(practice.publish(&container).await.unwrap().status, 200);
    let unknown = practice.server.endpoint().rehearse("nonsense", true).await;
    assert!(matches!(
        unknown,
        Err(PracticeError::Refused { status: 400, .. })
    ));
}

#[tokio::test]
async fn ended_access_is_over_for_old_tokens_and_reconnecting_ends_the_rehearsal() {
    for flavour in ["facebook", "instagram"] {
        let mut practice = Practice::with_flavour(flavour).await;
        for (id, subcode) in [
            ("access_expired", 463),
            ("access_logged_out", 467),
            ("access_removed", 458),
            ("access_password", 460),
            ("access_checkpoint", 459),
            ("access_unconfirmed", 464),
            ("access_consent", 483),
            ("access_page_role", 492),
        ] {
            switch(&practice, id, true).await;
            assert_eq!(
                practice.call("GET", "/me", &[]).await.error(),
                (190, subcode),
                "{id}"
            );
            switch(&practice, id, false).await;
            assert_eq!(practice.call("GET", "/me", &[]).await.status, 200, "{id}");
        }
        switch(&practice, "access_expired", true).await;
        let mut practice_after = practice.restart().await;
        assert_eq!(
            practice_after.call("GET", "/me", &[]).await.error(),
            (190, 463)
        );
        practice_after
            .take_token(json!({ "flavour": flavour }))
            .await;
        assert_eq!(practice_after.call("GET", "/me", &[]).await.status, 200);
        assert!(!is_on(&practice_after, "access_expired").await);
        practice = practice_after;
        practice.server.endpoint().calm().await.unwrap();
    }
}

#[tokio::test]
async fn a_withdrawn_permission_is_missing_by_name_and_nothing_else_is() {
    let practice = Practice::start().await;
    let image = practice.host.put("a.jpg", jpeg(320, 320));
    let create = [("image_url", image.as_str())];
    let container = practice.single("before").await;
    switch(&practice, "no_publish", true).await;
    let practice = practice.restart().await;
    let refused = practice.publish(&container).await.unwrap();
    assert_eq!((refused.status, refused.error()), (403, (10, 0)));
    assert!(refused.text().contains("instagram_content_publish"));
    assert_eq!(practice.create(&create).await.error(), (10, 0));
    assert_eq!(practice.call("GET", "/me/accounts", &[]).await.status, 200);
    let rows = practice.call("GET", "/me/permissions", &[]).await.json();
    let declined = json!({ "permission": "instagram_content_publish", "status": "declined" });
    assert!(rows["data"].as_array().unwrap().contains(&declined));
    switch(&practice, "no_publish", false).await;
    let media = practice.publish(&container).await.unwrap().id();
    let path = format!("/{media}/comments");
    switch(&practice, "no_comments", true).await;
    assert_eq!(
        practice
            .call("POST", &path, &[("message", "x")])
            .await
            .error(),
        (10, 0)
    );
    switch(&practice, "no_deleting", true).await;
    assert_eq!(
        practice
            .call("DELETE", &format!("/{media}"), &[])
            .await
            .error(),
        (10, 0)
    );
    switch(&practice, "no_pages", true).await;
    assert_eq!(
        practice.call("GET", "/me/accounts", &[]).await.error(),
        (10, 0)
    );
    switch(&practice, "no_insights", true).await;
    let metric = [("metric", "reach")];
    let path = format!("/{media}/insights");
    assert_eq!(practice.call("GET", &path, &metric).await.error(), (10, 0));
}

#[tokio::test]
async fn limits_last_their_minutes_and_say_so() {
    let practice = Practice::start().await;
    for (id, code, status) in [("app_pause", 4, 403), ("account_pause", 80002, 400)] {
        let path = format!("/rehearsals/{id}");
        practice.admin("POST", &path, json!({ "minutes": 7 })).await;
        let reply = practice.call("GET", "/me", &[]).await;
        assert_eq!((reply.status, reply.error().0), (status, code));
        let usage: Value =
            serde_json::from_str(&reply.headers["x-business-use-case-usage"]).unwrap();
        let minutes = usage[&practice.account][0]["estimated_time_to_regain_access"].as_u64();
        assert!((6..=7).contains(&minutes.unwrap()));
        let app: Value = serde_json::from_str(&reply.headers["x-app-usage"]).unwrap();
        assert_eq!(app["call_count"].as_u64().unwrap() >= 100, code == 4);
        practice.pass(7 * 60).await;
        assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
        assert!(!is_on(&practice, id).await);
    }
    let nothing = practice
        .try_admin("POST", "/rehearsals/app_pause", json!({ "minutes": 0 }))
        .await;
    assert_eq!(nothing.status, 400);
}

#[tokio::test]
async fn the_world_turns_as_named() {
    let mut practice = Practice::start().await;
    let container = practice.single("waits").await;
    switch(&practice, "quota_full", true).await;
    assert_eq!(
        practice.publish(&container).await.unwrap().error(),
        (9, 2_207_042)
    );
    let quota = format!("/{}/content_publishing_limit", practice.account);
    let row = practice.call("GET", &quota, &[]).await.json()["data"][0].clone();
    assert_eq!(row["quota_usage"], 100);
    switch(&practice, "quota_full", false).await;
    switch(&practice, "account_is_restricted", true).await;
    assert_eq!(
        practice.publish(&container).await.unwrap().error(),
        (25, 2_207_050)
    );
    switch(&practice, "account_is_restricted", false).await;
    switch(&practice, "media_host_down", true).await;
    let image = practice.host.put("a.jpg", jpeg(320, 320));
    assert_eq!(
        practice.create(&[("image_url", &image)]).await.error(),
        (9004, 2_207_052)
    );
    switch(&practice, "media_host_down", false).await;
    switch(&practice, "account_is_personal", true).await;
    assert_eq!(practice.publish(&container).await.unwrap().error(), (10, 0));
    switch(&practice, "account_is_personal", false).await;
    switch(&practice, "bare_page", true).await;
    let pages = practice.call("GET", "/me/accounts", &[]).await.json();
    assert_eq!(pages["data"].as_array().unwrap().len(), 2);
    switch(&practice, "proof_required", true).await;
    assert_eq!(practice.call("GET", "/me", &[]).await.error(), (100, 0));
    switch(&practice, "proof_required", false).await;
    practice
        .take_token(json!({ "expires_in": 5_184_000 }))
        .await;
    switch(&practice, "clock_two_months", true).await;
    assert_eq!(practice.call("GET", "/me", &[]).await.error(), (190, 463));
    switch(&practice, "clock_two_months", false).await;
    assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
    switch(&practice, "clock_day", true).await;
    assert_eq!(practice.status(&container).await["status_code"], "EXPIRED");
}

#[tokio::test]
async fn a_fault_once_is_over_after_one_call() {
    let practice = Practice::start().await;
    let endpoint = practice.server.endpoint();
    assert!(endpoint.rehearse_once("token_expired").await.unwrap().on);
    assert_eq!(practice.call("GET", "/me", &[]).await.error(), (190, 463));
    assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
    assert!(!is_on(&practice, "token_expired").await);
    switch(&practice, "publish_lost", true).await;
    switch(&practice, "publish_lost", true).await;
    let faults = practice.admin("GET", "/faults", Value::Null).await;
    let named = faults
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["rehearsal"] == "publish_lost");
    assert_eq!(named.count(), 1);
}

#[tokio::test]
async fn every_documented_error_can_be_had_by_name_on_any_call() {
    let practice = Practice::start().await;
    let rows = practice.admin("GET", "/errors", Value::Null).await;
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 110, "{}", rows.len());
    for row in rows {
        let (name, kind) = (
            row["name"].as_str().unwrap(),
            row["fault"]["kind"].as_str().unwrap(),
        );
        if kind == "processing_error" {
            practice.fault(json!({ "preset": name, "times": 1 })).await;
            let id = practice.single(name).await;
            let status = practice.status(&id).await;
            assert_eq!(status["status_code"], "ERROR", "{name}");
            let text = status["status"].as_str().unwrap().to_owned();
            assert!(
                text.ends_with(&row["subcode"].to_string()),
                "{name}: {text}"
            );
            continue;
        }
        practice
            .fault(json!({ "preset": name, "on": "me", "times": 1 }))
            .await;
        let reply = practice.call("GET", "/me", &[]).await;
        let expected = (
            row["code"].as_i64().unwrap(),
            row["subcode"].as_i64().unwrap_or(0),
        );
        assert_eq!(reply.error(), expected, "{name}");
        assert_eq!(
            i64::from(reply.status),
            row["http"].as_i64().unwrap(),
            "{name}"
        );
        assert_eq!(practice.call("GET", "/me", &[]).await.status, 200, "{name}");
    }
    for must in [
        "-2_2207003",
        "4_2207051",
        "190_492",
        "80014",
        "status_2207081",
        "login_code",
        "35001",
    ] {
        assert!(rows.iter().any(|row| row["name"] == must), "{must}");
    }
}

#[tokio::test]
async fn sign_in_errors_come_in_the_sign_in_hosts_own_words() {
    let practice = Practice::start().await;
    practice
        .fault(json!({ "preset": "login_code", "times": 1 }))
        .await;
    let reply = practice.form("/oauth/access_token", &[("code", "x")]).await;
    let expected = json!({
        "error_type": "OAuthException", "code": 400,
        "error_message": "Matching code was not found or was already used",
    });
    assert_eq!((reply.status, reply.json()), (400, expected));
    practice
        .fault(json!({ "on": "authorize", "kind": "html", "times": 1 }))
        .await;
    assert_eq!(practice.get("/oauth/authorize", &[]).await.status, 502);
}

#[tokio::test]
async fn answers_go_elsewhere_swell_and_stop_half_way() {
    let practice = Practice::start().await;
    practice.fault(json!({ "preset": "redirected" })).await;
    let away = practice.call("GET", "/me", &[]).await;
    assert_eq!(
        (away.status, away.headers["location"].as_str()),
        (302, "https://elsewhere.invalid/")
    );
    let there = json!({ "location": "http://127.0.0.1:9/x" });
    practice
        .fault(json!({ "preset": "redirected", "headers": there }))
        .await;
    let away = practice.call("GET", "/me", &[]).await;
    assert_eq!(away.headers["location"], "http://127.0.0.1:9/x");
    practice.fault(json!({ "preset": "huge_reply" })).await;
    let huge = practice.call("GET", "/me", &[]).await;
    assert!(huge.body.len() > 2_000_000 && huge.json()["data"].is_array());
    practice.fault(json!({ "preset": "publish_cut" })).await;
    let container = practice.single("half").await;
    let half = practice.publish(&container).await.unwrap();
    assert!(serde_json::from_slice::<Value>(&half.body).is_err());
    assert_eq!(practice.posts().await, 1);
}

#[tokio::test]
async fn a_reset_and_calm_bring_the_true_time_and_good_access_back() {
    let practice = Practice::start().await;
    let shift = async |practice: &Practice| {
        let clock = practice.admin("GET", "/clock", Value::Null).await;
        clock["shift_seconds"].as_i64().unwrap()
    };
    practice.pass(1234).await;
    practice.server.endpoint().calm().await.unwrap();
    assert_eq!(shift(&practice).await, 0);
    switch(&practice, "access_removed", true).await;
    switch(&practice, "account_is_restricted", true).await;
    practice.pass(1234).await;
    practice.admin("POST", "/reset", Value::Null).await;
    assert_eq!(shift(&practice).await, 0);
    assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
    assert!(all(&practice).await.iter().all(|row| !row.on));
}
