//! A publish that was refused and one that is live, the practice feed, Activity, Settings, and everything around accounts.

use fanfold_tests::window::{Window, has};
use serde_json::json;

use super::picture;
use crate::story::{composed, desk, publish};

#[test]
fn publishing_and_the_rooms_beside_compose_can_be_seen() {
    let (desk, practice) = desk();
    let window = composed(
        &desk,
        "Ten frames from a long weekend: up the ridge before breakfast, down along the stream.\n\n#hiking #weekend",
    );
    picture(&window, "mended");
    practice.fail("permission_missing", &json!({}));
    publish(&window);
    window.wait("alert", has(""));
    picture(&window, "refused");
    drop(window);

    let (desk, _practice) = crate::story::desk();
    let window = composed(&desk, "Live at last #hiking");
    publish(&window);
    window.wait("button", "See it in the practice feed");
    picture(&window, "live");
    window.wait("button", "See it in the practice feed").click();
    window.wait("tabpanel", "Practice feed");
    picture(&window, "feed");
    window.press("Ctrl+2");
    window.wait("tab", "Publishes").click();
    window.wait("article", has("Live at last"));
    picture(&window, "activity");
    window.press("Ctrl+3");
    window.wait("button", "Open the practice feed");
    picture(&window, "settings");
    accounts(&window);
}

/// Connecting, health, errors explained, failures rehearsed.
fn accounts(window: &Window) {
    window.press("Ctrl+4");
    window.wait("heading", "Everything you need to publish works.");
    picture(window, "health");
    window.wait("tab", "Explain an error").click();
    window
        .wait("textbox", "What Instagram answered")
        .write("190 463");
    window.wait("article", has(""));
    picture(window, "explain");
    window.press("Ctrl+1");
    window.wait("button", has("Rehearse a failure")).click();
    window.wait("switch", has("Instagram signs Fanfold out now"));
    picture(window, "rehearse");
    window.wait("button", "Close rehearsals").click();
    window.wait("button", has("Account ")).click();
    window.wait("menuitem", "Connect an account…").click();
    window.wait("button", "Use Instagram login");
    picture(window, "connect");
    window.wait("button", "Use Instagram login").click();
    window.wait("button", "Use the copied token");
    picture(window, "sign-in");
}
