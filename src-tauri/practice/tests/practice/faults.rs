//! Faults: what goes wrong on the way, with and without effect.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Practice, jpeg};

#[tokio::test]
async fn a_lost_publish_is_live_and_a_dropped_one_is_not() {
    let practice = Practice::start().await;
    practice.fault(json!({ "preset": "publish_lost" })).await;
    let lost = practice.single("lost").await;
    assert!(practice.publish(&lost).await.is_none());
    assert_eq!(practice.posts().await, 1);
    assert_eq!(practice.status(&lost).await["status_code"], "PUBLISHED");

    practice
        .fault(json!({ "on": "publish", "kind": "drop", "times": 1 }))
        .await;
    let dropped = practice.single("dropped").await;
    assert!(practice.publish(&dropped).await.is_none());
    assert_eq!(practice.posts().await, 1);
    assert_eq!(practice.status(&dropped).await["status_code"], "FINISHED");
    assert_eq!(practice.publish(&dropped).await.unwrap().status, 200);
}

#[tokio::test]
async fn an_error_before_has_no_effect_and_one_after_has() {
    let practice = Practice::start().await;
    let error = json!({ "code": 2, "is_transient": true, "http": 500, "message": "trouble" });
    for (when, live) in [("before", 0), ("after", 1)] {
        practice
            .fault(json!({ "on": "publish", "when": when, "kind": "error", "error": error, "times": 1 }))
            .await;
        let container = practice.single(when).await;
        let reply = practice.publish(&container).await.unwrap();
        assert_eq!((reply.status, reply.error()), (500, (2, 0)));
        assert_eq!(reply.json()["error"]["is_transient"], true);
        assert!(
            !reply.json()["error"]["fbtrace_id"]
                .as_str()
                .unwrap()
                .is_empty()
        );
        assert_eq!(practice.posts().await, live);
    }
}

#[tokio::test]
async fn broken_replies_are_broken_as_named() {
    let practice = Practice::start().await;
    let fault =
        |kind: &str, when: &str| json!({ "on": "me", "kind": kind, "when": when, "times": 1 });
    practice.fault(fault("html", "before")).await;
    let html = practice.call("GET", "/me", &[]).await;
    assert_eq!(html.status, 502);
    assert!(html.text().starts_with("<!DOCTYPE html>"));
    practice.fault(fault("empty", "after")).await;
    let empty = practice.call("GET", "/me", &[]).await;
    assert_eq!((empty.status, empty.body.len()), (200, 0));
    practice.fault(fault("cut", "after")).await;
    let cut = practice.call("GET", "/me", &[]).await;
    let promised: usize = cut.headers["content-length"].parse().unwrap();
    assert_eq!(cut.body.len(), promised / 2);
    practice
        .fault(json!({ "on": "me", "kind": "stall", "delay_ms": 50, "times": 1 }))
        .await;
    assert!(practice.try_call("GET", "/me", &[]).await.is_none());
    practice
        .fault(json!({ "on": "me", "kind": "slow", "delay_ms": 150, "times": 1 }))
        .await;
    let begun = Instant::now();
    assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
    assert!(begun.elapsed() >= Duration::from_millis(150));
    assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
}

#[tokio::test]
async fn a_throttle_carries_the_minutes_in_its_header() {
    let practice = Practice::start().await;
    practice
        .fault(json!({ "preset": "throttled_account" }))
        .await;
    let reply = practice.call("GET", "/me", &[]).await;
    assert_eq!(reply.error(), (80002, 0));
    let usage: Value = serde_json::from_str(&reply.headers["x-business-use-case-usage"]).unwrap();
    assert_eq!(
        usage[&practice.account][0]["estimated_time_to_regain_access"],
        2
    );
}

#[tokio::test]
async fn processing_can_fail_stick_or_expire() {
    let practice = Practice::start().await;
    practice
        .fault(json!({ "preset": "processing_failed", "item": 2 }))
        .await;
    let children = practice.children(3).await;
    let status = practice.status(&children[1]).await;
    assert_eq!(status["status_code"], "ERROR");
    assert_eq!(
        status["status"],
        "Error: Media upload has failed with error code 2207026"
    );
    assert_eq!(
        practice.status(&children[0]).await["status_code"],
        "FINISHED"
    );
    practice
        .fault(json!({ "on": "create_single", "kind": "expired", "times": 1 }))
        .await;
    let expired = practice.single("old").await;
    assert_eq!(practice.status(&expired).await["status_code"], "EXPIRED");
    assert_eq!(
        practice.publish(&expired).await.unwrap().error(),
        (24, 2_207_008)
    );
    practice
        .fault(json!({ "on": "create_single", "kind": "processing_stuck", "times": 1 }))
        .await;
    let stuck = practice.single("stuck").await;
    assert_eq!(practice.status(&stuck).await["status_code"], "IN_PROGRESS");
}

#[tokio::test]
async fn the_servers_own_download_can_fail() {
    let practice = Practice::start().await;
    practice.fault(json!({ "preset": "fetch_failed" })).await;
    let url = practice.host.put("a.jpg", jpeg(320, 320));
    let params = [("image_url", url.as_str()), ("is_carousel_item", "true")];
    assert_eq!(practice.create(&params).await.error(), (9004, 2_207_052));
    assert_eq!(practice.create(&params).await.status, 200);
}

#[tokio::test]
async fn faults_are_listed_removed_and_cleared_and_nonsense_is_refused() {
    let practice = Practice::start().await;
    let set = practice
        .admin("POST", "/faults", json!({ "preset": "token_expired" }))
        .await;
    let reply = practice.call("GET", "/me", &[]).await;
    assert_eq!(reply.error(), (190, 463));
    let list = practice.admin("GET", "/faults", Value::Null).await;
    assert_eq!(list[0]["struck"], 1);
    practice
        .admin("DELETE", &format!("/faults/{}", set["id"]), Value::Null)
        .await;
    assert_eq!(practice.call("GET", "/me", &[]).await.status, 200);
    for wrong in [
        json!({ "preset": "nonsense" }),
        json!({ "on": "publish" }),
        json!({ "on": "nowhere", "kind": "drop" }),
        json!({ "on": "publish", "kind": "drop", "tmies": 1 }),
        json!([]),
    ] {
        assert_eq!(
            practice
                .try_admin("POST", "/faults", wrong.clone())
                .await
                .status,
            400,
            "{wrong}"
        );
    }
    let presets = practice.admin("GET", "/presets", Value::Null).await;
    assert!(presets.as_array().unwrap().len() > 30);
}

#[tokio::test]
async fn a_late_publish_goes_live_after_its_reply_is_lost() {
    let practice = Practice::start().await;
    let late = json!({ "on": "publish", "kind": "late", "delay_ms": 50, "times": 1 });
    practice.fault(late).await;
    let container = practice.single("late").await;
    assert!(practice.publish(&container).await.is_none());
    // No time is promised, only that it comes.
    while practice.posts().await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(
        practice.status(&container).await["status_code"],
        "PUBLISHED"
    );
}

#[tokio::test]
async fn in_the_stricter_world_a_second_publish_is_a_second_post() {
    let practice = Practice::start().await;
    let strict = json!({ "quirks": { "publishes_again": true } });
    practice.admin("POST", "/settings", strict).await;
    let container = practice.single("twice").await;
    for live in [1, 2] {
        assert_eq!(practice.publish(&container).await.unwrap().status, 200);
        assert_eq!(practice.posts().await, live);
    }
}
