//! Pictures of every screen at both sizes and in both themes.
//!
//! They land in `target/window-shots`; with `FANFOLD_KEEP_SCREENS` set also in `docs/screens`, for the README.

use std::path::PathBuf;

use fanfold_tests::photos::wide_band;
use fanfold_tests::place;
use fanfold_tests::window::{Window, has};
use serde_json::json;

use crate::story::{begin, composed, desk, publish, slides, unfold, wait_for_slides};

const SIZES: [(u32, u32); 2] = [(1440, 900), (1024, 700)];

fn folder() -> PathBuf {
    let root = place::root();
    if std::env::var_os("FANFOLD_KEEP_SCREENS").is_some() {
        return root.join("docs/screens");
    }
    root.join("target/window-shots/screens")
}

/// Both sizes in both themes.
fn picture(window: &Window, name: &str) {
    for theme in ["light", "dark"] {
        window.script(
            "document.documentElement.dataset.theme = arguments[0]",
            &json!([theme]),
        );
        for (width, height) in SIZES {
            window.resize(width, height);
            // Two frames: one that lays out, one that has painted.
            window.settle();
            window.shot_into(&folder(), &format!("{name}-{width}x{height}-{theme}.jpg"));
        }
    }
    window.resize(1440, 900);
}

/// The ways to fix a slide, a wide picture about to be split, and split.
fn ways_of_fixing() {
    let (desk, _practice) = desk();
    let samples = place::samples();
    let window = begin(&desk, &samples[1..5]);
    wait_for_slides(&window, 4);
    // The slides are upright, as most feeds are; then a wide one comes.
    window.wait("radio", has("4:5")).click();
    window.until("the slides to be shaped", || {
        slides(&window)
            .iter()
            .all(|name| name.ends_with(", ready"))
            .then_some(())
    });
    window.open_with(&[wide_band(&samples[0], &desk.files())]);
    wait_for_slides(&window, 5);
    window.find_all("option", has("Slide 5 of 5"))[0].click();
    window.wait("tab", has("Slide 5")).click();
    window.wait("radio", has("Crop to"));
    picture(&window, "fix");
    window.wait("radio", has("Split over")).click();
    picture(&window, "panorama");
    window.wait("button", has("Split over")).click();
    wait_for_slides(&window, 7);
    picture(&window, "parts");
    window.wait("button", has("What each shape keeps")).click();
    picture(&window, "shapes");
}

#[test]
fn every_screen_can_be_seen() {
    let (desk, _practice) = desk();
    {
        let window = Window::open(&desk.data(), &[]);
        window.wait("button", "Start with practice");
        picture(&window, "welcome");
    }
    let window = begin(&desk, &place::samples());
    wait_for_slides(&window, 10);
    window.find_all("option", has("Slide 2 of 10"))[0].click();
    picture(&window, "compose");
    composing(&window);
    drop(window);

    ways_of_fixing();

    let (desk, practice) = crate::story::desk();
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

/// A frame being drawn, things found by name, the profile around the post, what goes with a post; the same in German.
fn composing(window: &Window) {
    window.click("option", has("Slide 2 of 10"));
    window.press("c");
    window.wait("region", has("Crop slide 2"));
    picture(window, "crop");
    window.press("Escape");
    window.wait_gone("region", has("Crop slide 2"));
    window.press("Ctrl+K");
    window.wait("combobox", has("What to find or do"));
    window.type_keys("sl");
    window.wait("option", has("Slide 1"));
    picture(window, "palette");
    window.press("Escape");
    window.wait_gone("combobox", has("What to find or do"));
    window.press("Ctrl+E");
    window.type_keys("Up the ridge before breakfast, with @northlight. #hiking #weekend");
    window.click("tab", "Grid");
    unfold(window, "Collaborators");
    window.wait("combobox", has("Invite an account"));
    picture(window, "details");
    window.click("tab", "Feed");
    window.press("Ctrl+3");
    window.wait("combobox", "Language");
    window.click("option", "Deutsch");
    window.wait("heading", "Einstellungen");
    window.press("Ctrl+1");
    window.wait("button", has("Neuer Entwurf"));
    picture(window, "german");
    window.press("Ctrl+3");
    window.wait("combobox", "Sprache");
    window.click("option", "English");
    window.wait("heading", "Settings");
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
