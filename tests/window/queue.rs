//! Posts that wait: scheduled, published now from their card, held and let go, missed, told call by call; the warning before
//! something goes out twice; choices that outlive the window; and closing it while something is planned.

use fanfold_store::{Due, PostSave, Store};
use fanfold_tests::cli::Desk;
use fanfold_tests::place;
use fanfold_tests::window::{Window, has};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::story::{begin, composed, desk, mend, publish, wait_for_slides};

/// Schedules the open draft for the time that is offered.
pub(crate) fn plan(window: &Window) {
    let button = window.until("Schedule… to be usable", || {
        let button = window.find("button", "Schedule…")?;
        button.is_usable().then_some(button)
    });
    button.click();
    let go = window.until("a time to be offered", || {
        let go = window.find("button", has("Schedule for "))?;
        go.is_usable().then_some(go)
    });
    go.click();
    window.wait_gone("button", has("Schedule for "));
}

/// What the rows of the open timeline say.
fn rows(window: &Window) -> Vec<String> {
    let script =
        "return [...document.querySelectorAll('table tbody tr')].map(row => row.innerText)";
    let rows = window.script(script, &json!([]));
    let rows = rows.as_array().cloned().unwrap_or_default();
    rows.iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_draft_is_scheduled_and_published_from_its_card_and_its_timeline_tells_every_call() {
    let (desk, practice) = desk();
    let window = composed(&desk, "Later, then now #hiking");
    plan(&window);
    window.press("Ctrl+2");
    window.wait("article", has("Scheduled"));
    assert!(practice.posts().is_empty());
    window.shot("scheduled");
    window.wait("button", "Publish now").click();
    window.wait("article", has("Published"));
    window.until("the post to be live", || {
        (practice.posts().len() == 1).then_some(())
    });

    window.wait("button", "Timeline").click();
    let rows = window.until("the timeline to be whole", || {
        let rows = rows(&window);
        let whole = rows.iter().any(|row| row.contains("Live"));
        (whole && rows.iter().any(|row| row.contains("Publish"))).then_some(rows)
    });
    let made = rows
        .iter()
        .filter(|row| row.contains("Create slide"))
        .count();
    assert_eq!(made, 10, "one call a slide: {rows:?}");
    for slide in 1..=10 {
        let words = format!("Create slide {slide} of 10");
        assert!(rows.iter().any(|row| row.contains(&words)), "{rows:?}");
    }
    window.shot("timeline");
}

#[test]
fn an_account_is_held_and_let_go() {
    let (desk, practice) = desk();
    let window = composed(&desk, "Held for a while");
    plan(&window);
    window.press("Ctrl+2");
    window.wait("button", has("Pause @")).click();
    window.wait("status", has("is paused"));
    window.wait("button", has("Resume @")).click();
    window.wait_gone("button", has("Resume @"));
    window.wait("button", "Publish now").click();
    window.wait("article", has("Published"));
    assert_eq!(practice.posts().len(), 1);
}

/// Makes a planned post one whose time passed hours ago, as after a night with the computer off.
fn let_hours_pass(desk: &Desk, post: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&desk.data()).await.unwrap();
        let row = store.post(post).await.unwrap();
        let save = PostSave {
            over: None,
            state: row.state,
            until: None,
            run: &row.run,
            media_id: None,
            permalink: None,
            error: None,
        };
        let now = Timestamp::now();
        let due = Due {
            at: now - SignedDuration::from_hours(5),
            kind: "reschedule",
            alone_in: None,
        };
        store.set_due(post, &save, None, due, now).await.unwrap();
        store.close().await;
    });
}

#[test]
fn a_post_that_missed_its_time_asks_and_goes_out_by_its_button() {
    let (desk, practice) = desk();
    desk.run(["settings", "missed", "ask"]).expect_status(0);
    let tomorrow = (Timestamp::now() + SignedDuration::from_hours(24)).to_string();
    let photo = &place::samples()[0];
    let mut order = vec!["post".as_ref(), photo.as_os_str()];
    let more = [
        "--account",
        "practice",
        "--fix",
        "--json",
        "--at",
        &tomorrow,
    ];
    order.extend(more.map(AsRef::<std::ffi::OsStr>::as_ref));
    let planned = desk.run(order).expect_status(0);
    assert_eq!(planned.text("/state"), "scheduled");
    let_hours_pass(&desk, planned.text("/post"));

    let window = begin(&desk, &[]);
    window.wait("textbox", has("Caption"));
    window.press("Ctrl+2");
    window.wait("heading", "Due, but not published");
    assert!(practice.posts().is_empty(), "a person was to be asked");
    window.shot("missed");
    window.wait("button", "Publish now").click();
    window.wait("article", has("Published"));
    assert_eq!(practice.posts().len(), 1);
}

fn draft_of_two(window: &Window, caption: &str) {
    window.open_with(&place::samples()[..2]);
    wait_for_slides(window, 2);
    window.wait("textbox", has("Caption")).write(caption);
    mend(window);
}

#[test]
fn what_went_out_before_is_asked_about_and_goes_out_twice_only_when_it_is_meant() {
    let (desk, practice) = desk();
    let window = begin(&desk, &[]);
    draft_of_two(&window, "On the ridge before breakfast");
    publish(&window);
    window.wait("button", "See it in the practice feed");
    window.press("Ctrl+1");
    window.wait("button", "New draft").click();
    draft_of_two(&window, "On the ridge, before breakfast!");
    // The rail names the first one by its state, “Published”.
    let button = window.until("Publish to be usable", || {
        let button = window.find("button", "Publish")?;
        button.is_usable().then_some(button)
    });
    button.click();
    window.wait("heading", has("This looks like"));
    window.wait("list", "Posts like this one");
    assert_eq!(practice.posts().len(), 1, "asked first");
    window.shot("looks-alike");
    window.wait("button", "Publish anyway").click();
    window.until("the second to be live", || {
        (practice.posts().len() == 2).then_some(())
    });
}

#[test]
fn choices_outlive_the_window() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &[]);
    window.wait("textbox", has("Caption"));
    window.press("Ctrl+3");
    window.wait("radio", "Ask me").click();
    window.wait("switch", has("Notifications")).click();
    window.until("the choices to be kept", || {
        let kept = desk.run(["settings", "--json"]);
        let kept = kept.result();
        (kept["missed"] == "ask" && kept["notifications"] == false).then_some(())
    });
    window.close();
    let window = begin(&desk, &[]);
    window.press("Ctrl+3");
    let ask = window.wait("radio", "Ask me");
    window.until("Ask me to be chosen still", || {
        (ask.attribute("aria-checked") == "true" || ask.property("checked") == "true").then_some(())
    });
    let news = window.wait("switch", has("Notifications"));
    assert_ne!(news.property("checked"), "true");
}

/// Without a tray, which the display of a test has not, the window would be gone for good.
#[test]
fn closing_the_window_with_something_planned_asks_first() {
    let (desk, _practice) = desk();
    let window = composed(&desk, "Planned and waiting");
    plan(&window);
    window.wait("button", "Close").click();
    window.wait("heading", "Close Fanfold?");
    window.shot("closing");
    window.wait("button", "Keep running").click();
    window.wait_gone("heading", "Close Fanfold?");
    window.wait("button", "Close").click();
    window.wait("heading", "Close Fanfold?");
    window.quit();
    let planned = desk.run(["queue", "list", "--json"]);
    assert_eq!(planned.result()[0]["state"], "scheduled", "nothing is lost");
}
