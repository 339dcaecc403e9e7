//! This computer's clock and Instagram's need not tell the same time, and posts are dated by Instagram's.

use hyper::Method;
use serde_json::{Value, json};

use crate::cell::Stage;

const DAY: i64 = 24 * 60 * 60;

/// The publish goes through, its answer is lost, and the container is not to be read any more: only the account's list
/// can tell, and its times are a day away from ours.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_clocks_a_day_apart_a_lost_publish_reply_is_never_sent_again() {
    for shift in [-DAY, -600, 600, DAY] {
        for gone in [true, false] {
            let stage = Stage::set(100.0).await;
            let moved = json!({ "shift_seconds": shift });
            stage.admin(Method::POST, "/clock", moved).await;
            stage
                .fail(json!({ "on": "publish", "kind": "lost_reply", "times": 1 }))
                .await;
            if gone {
                let gone = json!({
                    "on": "status", "since": "publish", "kind": "error",
                    "error": { "code": 24, "subcode": 2_207_006 },
                });
                stage.fail(gone).await;
            }
            let seen = stage.publish(&["0.jpg", "1.jpg"]).await;
            assert_eq!(seen.live, 1, "{shift} s, gone: {gone}: {seen:#?}");
            assert_eq!(seen.report.state, "published", "{shift} s, gone: {gone}");
            let log = stage.admin(Method::GET, "/requests", Value::Null).await;
            assert_eq!(log["counts"]["publish"], 1, "{shift} s, gone: {gone}");
            stage.end().await;
        }
    }
}
