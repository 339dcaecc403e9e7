//! The media room in the window: ways to fix a slide by keyboard, why a limit is one, many files at once.

use fanfold_tests::photos::{mixed, wide_band};
use fanfold_tests::place;
use fanfold_tests::window::{Window, has};
use serde_json::json;

use crate::story::{begin, desk, slides, wait_for_slides};

/// Notes from now on how long each frame of the page takes, and how long its thread answers nobody: a timer of 10 ms
/// that comes late was held up by a task that long.
const RECORD: &str = "window.frames = []; window.tasks = [];
    let last = performance.now(), beat = last;
    requestAnimationFrame(function next(now) { frames.push(now - last); last = now; requestAnimationFrame(next); });
    setInterval(() => { const now = performance.now(); tasks.push(Math.max(0, now - beat - 10)); beat = now; }, 10);";

/// Prints what was noted since the last time.
fn print_budget(window: &Window, what: &str) {
    for (list, name) in [("tasks", "tasks"), ("frames", "frames")] {
        let all = window.script("return window[arguments[0]].splice(0)", &json!([list]));
        let all = all.as_array().cloned().unwrap_or_default();
        print_row(
            what,
            name,
            all.iter().filter_map(serde_json::Value::as_f64).collect(),
        );
    }
}

/// What a person would feel as a stutter stands beyond 100 ms.
#[expect(clippy::print_stdout, reason = "the figures are what is wanted")]
fn print_row(what: &str, name: &str, mut frames: Vec<f64>) {
    frames.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = ((frames.len() as f64 - 1.0) * share).round().max(0.0) as usize;
        frames.get(place).copied().unwrap_or_default()
    };
    let beyond = |limit: f64| frames.iter().filter(|frame| **frame > limit).count();
    println!(
        "frame budget, {what}: {} {name}, median {:.1} ms, 95% {:.1} ms, worst {:.1} ms, {} over 50 ms, {} over 100 ms",
        frames.len(),
        at(0.5),
        at(0.95),
        at(1.0),
        beyond(50.0),
        beyond(100.0)
    );
}

#[test]
fn fifty_mixed_files_come_in_are_judged_and_divided_into_posts() {
    let (desk, _practice) = desk();
    let files = mixed(&desk.files(), 50);
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    window.press("Ctrl+N");
    window.until("an empty draft", || {
        slides(&window).is_empty().then_some(())
    });
    window.script(RECORD, &json!([]));
    window.open_with(&files);
    let names = wait_for_slides(&window, 50);
    print_budget(&window, "50 mixed files coming in");

    let unusable = names.iter().filter(|name| name.contains("empty file"));
    assert_eq!(unusable.count(), 5, "{names:?}");
    window.wait("button", "Split into 5 posts").click();
    wait_for_slides(&window, 10);
    window.wait("button", has("Part 5"));
    window.press_times("ArrowRight", 9);
    print_budget(&window, "dividing them into posts");
}

#[test]
fn a_wide_picture_is_split_by_keyboard_and_put_back_by_one_undo() {
    let (desk, _practice) = desk();
    let samples = place::samples();
    let files = [samples[1].clone(), wide_band(&samples[0], &desk.files())];
    let window = begin(&desk, &files);
    wait_for_slides(&window, 2);
    window.find_all("option", has("Slide 2 of 2"))[0].click();
    window.wait("tab", has("Slide 2")).click();
    let crop = window.wait("radio", has("Crop to"));
    assert_eq!(crop.attribute("aria-checked"), "true");
    crop.focus();
    window.press("ArrowDown");
    let split = window.wait("radio", has("Split over"));
    assert_eq!(split.attribute("aria-checked"), "true");
    assert!(split.name().contains("keeps"), "{}", split.name());
    window.wait("button", has("Split over")).focus();
    window.press("Enter");
    window.until("the picture to be several slides", || {
        (slides(&window).len() > 2).then_some(())
    });
    window.find_all("option", has("Slide 1 of"))[0].click();
    window.press("Ctrl+Z");
    wait_for_slides(&window, 2);
}

#[test]
fn a_finding_says_why_when_asked() {
    let (desk, _practice) = desk();
    let samples = place::samples();
    let band = wide_band(&samples[0], &desk.files());
    let window = begin(&desk, &[band]);
    wait_for_slides(&window, 1);
    window.find_all("option", has("Slide 1 of 1"))[0].click();
    window.wait("tab", has("Slide 1")).click();
    let why = window.wait("button", has("Why?"));
    assert_eq!(why.attribute("aria-expanded"), "false");
    why.click();
    window.until("the passport", || {
        let text = window.script(
            "return document.getElementById('inspector-body').innerText",
            &json!([]),
        );
        let text = text.as_str().unwrap_or_default().to_owned();
        (text.contains("Meta, IG User Media reference") && text.contains("September 2026"))
            .then_some(())
    });
}

#[test]
fn a_colour_for_bands_is_taken_from_the_picture_itself() {
    let (desk, _practice) = desk();
    let samples = place::samples();
    let band = wide_band(&samples[0], &desk.files());
    let window = begin(&desk, &[band]);
    wait_for_slides(&window, 1);
    window.find_all("option", has("Slide 1 of 1"))[0].click();
    window.wait("tab", has("Slide 1")).click();
    window.wait("radio", has("Add bands")).click();
    // Only where the page may read the picture's pixels are there colours of its own.
    window.wait("radio", has("Its edges"));
    let white = window.wait("radio", "White");
    assert_eq!(white.attribute("aria-checked"), "true");
    window.click("button", "Pick…");
    window.until("the mark to have the keys", || {
        let field = window.find("button", "Take a colour from the picture")?;
        field.has_focus().then_some(())
    });
    window.press("ArrowRight");
    window.press("Enter");
    window.wait_gone("button", "Take a colour from the picture");
    window.until("the bands to have the colour", || {
        let white = window.find("radio", "White")?;
        (white.attribute("aria-checked") == "false").then_some(())
    });
}
