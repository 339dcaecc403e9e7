//! Every way a post can stand: made ready, planned, waiting, running, stopped, live; its timeline and the slots of a week.

use fanfold_tests::window::{Window, has};
use serde_json::json;

use super::picture;
use crate::story::{composed, desk, publish};

/// The schedule's sheet, a post that waits for its time, one that Instagram keeps waiting, one that runs, one that needs a
/// person, one that is live with its timeline, and the slots of the week.
#[test]
fn every_way_a_post_can_stand_can_be_seen() {
    let (desk, practice) = desk();
    let window = composed(&desk, "Ten frames from a long weekend #hiking #weekend");
    window.wait("button", "Schedule…").click();
    window.until("a time to be offered", || {
        let go = window.find("button", has("Schedule for "))?;
        go.is_usable().then_some(())
    });
    picture(&window, "schedule");
    window.wait("button", has("Schedule for ")).click();
    window.wait_gone("button", has("Schedule for "));
    window.press("Ctrl+2");
    window.wait("tabpanel", "Publishes");
    window.wait("article", has("Scheduled"));
    picture(&window, "scheduled");

    // Instagram asks for quiet; the account says until when.
    practice.fail("quota_reached", &json!({ "times": 100 }));
    window.wait("button", "Publish now").click();
    window.until("the post to wait for Instagram", || {
        let said = window.script("return document.body.innerText", &json!([]));
        let waits = said
            .as_str()
            .is_some_and(|said| said.contains("goes on by itself"));
        (waits && practice.calls("publish") > 0).then_some(())
    });
    picture(&window, "waiting");
    drop(window);

    let (desk, practice) = crate::story::desk();
    practice.set(&json!({ "processing_ms": 3_600_000 }));
    let window = composed(&desk, "Under way #hiking");
    publish(&window);
    window.press("Ctrl+2");
    window.wait("article", has("Publishing"));
    window.until("Instagram to work on the slides", || {
        let working = practice.calls("create_parent") > 0 || practice.calls("create_child") == 10;
        working.then_some(())
    });
    picture(&window, "running");
    drop(window);

    let (desk, practice) = crate::story::desk();
    let window = composed(&desk, "Needs somebody #hiking");
    practice.fail("permission_missing", &json!({}));
    publish(&window);
    window.wait("alert", has(""));
    window.press("Ctrl+2");
    window.wait("article", has("Needs somebody"));
    picture(&window, "needs-you");
    practice.heal();
    practice.fail("server_error", &json!({ "on": "publish", "times": 1 }));
    window.wait("button", has("ry again")).click();
    window.wait("article", has("Published"));
    window.wait("button", "Timeline").click();
    window.wait("region", has("Timeline of"));
    picture(&window, "timeline");

    window.press("Ctrl+3");
    window.wait("button", has("Slots of ")).click();
    slots(&window);
    picture(&window, "slots");
}

/// Two times of the week, so that there is something to see.
fn slots(window: &Window) {
    window.wait("group", "Add a slot");
    for day in ["Monday", "Wednesday", "Friday"] {
        window.wait("button", day).click();
    }
    for time in ["09:00", "17:30"] {
        set_time(window, time);
    }
}

fn set_time(window: &Window, time: &str) {
    let script = "const field = document.querySelector('.slots input[type=time]'); field.value = arguments[0];
        field.dispatchEvent(new Event('input', { bubbles: true }))";
    window.script(script, &json!([time]));
    window.until("a time to be added", || {
        let add = window.find("button", "Add slot")?;
        add.is_usable().then(|| add.click())
    });
    window.wait("button", has(&format!("Remove Monday {time}")));
}
