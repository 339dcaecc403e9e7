//! Several calls in one.

use serde_json::{Value, json};

use crate::support::{Practice, jpeg};

async fn batch(practice: &Practice, items: Value) -> Value {
    let items = items.to_string();
    practice
        .call("POST", "/", &[("batch", &items)])
        .await
        .json()
}

fn body(reply: &Value) -> Value {
    serde_json::from_str(reply["body"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn every_item_is_answered_in_its_place_and_counts_as_a_call() {
    let practice = Practice::start().await;
    let container = practice.single("x").await;
    let items = json!([
        { "method": "GET", "relative_url": format!("{container}?fields=status_code") },
        { "method": "GET", "relative_url": "v25.0/me?fields=id,name" },
        { "method": "GET", "relative_url": "1234567" },
        { "method": "GET", "relative_url": "me", "access_token": "nonsense" },
    ]);
    let replies = batch(&practice, items).await;
    assert_eq!(body(&replies[0])["status_code"], "FINISHED");
    assert_eq!(body(&replies[1])["name"], "Practice Person");
    assert_eq!(
        (&replies[2]["code"], &body(&replies[2])["error"]["code"]),
        (&json!(400), &json!(100))
    );
    assert_eq!(body(&replies[3])["error"]["code"], 190);
    let names = replies[0]["headers"].as_array().unwrap();
    assert!(names.iter().any(|header| header["name"] == "x-app-usage"));
    let log = practice.admin("GET", "/requests", Value::Null).await;
    assert_eq!(
        (&log["counts"]["batch"], &log["counts"]["status"]),
        (&json!(1), &json!(1))
    );
}

#[tokio::test]
async fn a_later_item_builds_on_an_earlier_one() {
    let practice = Practice::start().await;
    let image = practice.host.put("a.jpg", jpeg(320, 320));
    let account = &practice.account;
    let create = crate::support::form(&[("image_url", &image), ("caption", "in one go")]);
    let publish = json!({
        "method": "POST", "relative_url": format!("{account}/media_publish"),
        "body": "creation_id={result=made:$.id}", "name": "live",
    });
    let make = |url: &str| json!({ "method": "POST", "relative_url": url, "body": create, "name": "made" });
    let read = json!({ "method": "GET", "relative_url": "{result=live:$.id}?fields=caption", "depends_on": "live" });
    let replies = batch(
        &practice,
        json!([make(&format!("{account}/media")), publish, read]),
    )
    .await;
    assert_eq!((&replies[0], &replies[1]), (&Value::Null, &Value::Null));
    assert_eq!(body(&replies[2])["caption"], "in one go");
    let broken = batch(&practice, json!([make("1/media"), publish, read])).await;
    assert_eq!(
        (&broken[0]["code"], &broken[1], &broken[2]),
        (&json!(400), &Value::Null, &Value::Null)
    );
    assert_eq!(practice.posts().await, 1);
}

#[tokio::test]
async fn limits_faults_and_the_other_login() {
    let practice = Practice::start().await;
    let one = json!({ "method": "GET", "relative_url": "me" });
    practice
        .fault(json!({ "on": "me", "kind": "drop", "times": 1 }))
        .await;
    let replies = batch(&practice, json!([one, one])).await;
    assert_eq!(
        (&replies[0], &replies[1]["code"]),
        (&Value::Null, &json!(200))
    );
    for wrong in [
        json!([]),
        json!(vec![one.clone(); 51]),
        json!("x"),
        json!([{}]),
        json!([{ "method": "GET" }]),
    ] {
        assert_eq!(
            batch(&practice, wrong.clone()).await["error"]["code"],
            100,
            "{wrong}"
        );
    }
    let nested = json!([{ "method": "POST", "relative_url": "", "body": "batch=[]" }]);
    assert_eq!(batch(&practice, nested).await[0]["code"], 400);
    let instagram = Practice::with_flavour("instagram").await;
    let items = json!([one]).to_string();
    let reply = instagram.call("POST", "/", &[("batch", &items)]).await;
    assert_eq!((reply.status, reply.body.len()), (200, 0));
}
