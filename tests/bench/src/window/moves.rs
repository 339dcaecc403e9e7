//! What a person does all day: typing, dragging, cropping, opening, searching.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use fanfold_tests::window::{Element, Window, has};
use serde_json::{Value, json};

use super::figures::{FRAME, Figures};
use super::{Arguments, data, noted, open};
use crate::error::{Error, Result};
use crate::race::table::Table;

/// Keys that are measured, and opened drafts.
const KEYS: usize = 60;
const OPENED: usize = 10;

/// Between two keys of a fast typist.
const PAUSE: Duration = Duration::from_millis(80);

/// Goals in milliseconds, for the median.
const OPENING: f64 = 150.0;
/// Later than this, a person sees that nothing answers (the limit of a "long task" in browsers).
const LONG: f64 = 50.0;

pub(super) fn measure(arguments: &Arguments, photos: &[PathBuf], table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir().map_err(Error::io("a folder"))?;
    let window = open(arguments, folder.path());
    window.wait("button", "Start with practice").click();
    window.wait("button", "New draft");
    let (first, second) = photos.split_at(photos.len() / 2);
    fill(&window, first, "First of ten");
    window.press("Ctrl+N");
    until(&window, "an empty draft", || slides(&window).is_empty())?;
    fill(&window, second, "Second of ten");
    if arguments.wants("opening") {
        opening(&window, table)?;
    }
    if arguments.wants("drag") {
        drag(&window, table)?;
    }
    if arguments.wants("crop") {
        crop(&window, table);
    }
    if arguments.wants("typing") {
        typing(&window, table)?;
    }
    Ok(())
}

fn fill(window: &Window, photos: &[PathBuf], caption: &str) {
    window.open_with(photos);
    window.until("ten slides", || {
        let slides = slides(window);
        let here = slides.len() == photos.len();
        (here && slides.iter().all(|slide| !slide.name().contains("dd"))).then_some(())
    });
    insert(window, caption);
}

fn slides(window: &Window) -> Vec<Element<'_>> {
    window.find_all("option", has("Slide "))
}

fn until(window: &Window, what: &str, there: impl Fn() -> bool) -> Result<()> {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !there() {
        if Instant::now() > deadline {
            return Err(Error::Job {
                what: what.into(),
                detail: window.outline(),
            });
        }
        window.settle();
    }
    Ok(())
}

/// Writes into the caption as a paste would.
fn insert(window: &Window, text: &str) {
    window.wait("textbox", has("Caption")).focus();
    window.script(
        "document.execCommand('selectAll'); document.execCommand('insertText', false, arguments[0])",
        &json!([text]),
    );
}

/// Keys into a caption of nearly 2,200 characters, until its counter stands there painted.
fn typing(window: &Window, table: &mut Table) -> Result<()> {
    let words = "Saturday bake #bread @mill ".repeat(90);
    insert(window, words.get(..2_180).unwrap_or_default());
    window.settle();
    window.script(
        "window.fanfoldBench.follow('keydown', document.getElementById('caption-counters'))",
        &json!([]),
    );
    for key in 0..KEYS {
        // Around the limit, so that the counter changes its words too.
        if key % 3 == 2 {
            window.press("Backspace");
        } else {
            window.type_keys("x");
        }
        std::thread::sleep(PAUSE);
    }
    until(window, "the counters", || true)?;
    noted(window, "taken").row("Key to painted counter, 2,200 characters", FRAME, "", table);
    Ok(())
}

/// From a click in the rail to the other draft's ten slides, painted with their pictures.
fn opening(window: &Window, table: &mut Table) -> Result<()> {
    // `a-01.jpg` … are the first draft's, `b-01.jpg` … the second's, which is open.
    for round in 0..OPENED {
        let (title, name) = if round % 2 == 0 {
            ("First of ten", "a-")
        } else {
            ("Second of ten", "b-")
        };
        let there = "const [name] = arguments;
            window.fanfoldBench.opening(() => {
              const slides = [...document.querySelectorAll('[role=option]')];
              const ours = slides.filter((slide) => (slide.getAttribute('aria-label') ?? slide.textContent).includes(name));
              return ours.length === 10 && ours.every((slide) =>
                [...slide.querySelectorAll('img')].every((picture) => picture.complete && picture.naturalWidth > 0));
            })";
        window.script(there, &json!([name]));
        let draft = window.until("the draft in the rail", || {
            let rows = window.find_all("button", has(title));
            rows.into_iter().find(|row| row.name().starts_with(title))
        });
        draft.click();
        let said = || window.script("return window.fanfoldBench.taken.length", &json!([]));
        until(window, "the draft to open", || said() == json!(round + 1))?;
    }
    noted(window, "taken").row(
        "Click to a draft of ten slides, painted",
        OPENING,
        "",
        table,
    );
    Ok(())
}

/// Frames while a slide is carried to and fro over the others.
fn drag(window: &Window, table: &mut Table) -> Result<()> {
    let all = slides(window);
    let (Some(from), Some(to)) = (all.get(1), all.get(5)) else {
        return Err(Error::Job {
            what: "The strip".into(),
            detail: "it has no slides".into(),
        });
    };
    let before: Vec<String> = all.iter().map(|slide| slide.name().to_owned()).collect();
    let path = line(window.centre(from), window.centre(to), 60);
    let back: Vec<(i64, i64)> = path.iter().rev().copied().collect();
    let way = [path.clone(), back.clone(), path].concat();
    noted(window, "frames");
    noted(window, "late");
    window.drag(&way);
    let (frames, late) = (noted(window, "frames"), noted(window, "late"));
    window.settle();
    let moved = slides(window)
        .iter()
        .zip(&before)
        .any(|(now, then)| now.name() != then);
    let note = if moved { "" } else { ", and nothing moved" };
    told(
        &frames,
        &late,
        "Frames while a slide is dragged, ten of 48 MP",
        note,
        table,
    );
    Ok(())
}

pub(super) fn told(frames: &Figures, late: &Figures, what: &str, note: &str, table: &mut Table) {
    let more = format!(
        ", {:.0} % over {FRAME} ms, {:.0} % blocked over {LONG} ms{note}",
        frames.over(FRAME + 1.0),
        late.over(LONG)
    );
    frames.row(what, FRAME, &more, table);
}

/// The stage's crop frame pulled about, until what it cuts is painted.
fn crop(window: &Window, table: &mut Table) {
    const WHAT: &str = "Pointer to painted crop";
    let Some(slide) = slides(window).into_iter().next() else {
        return;
    };
    slide.click();
    window.wait("button", "Crop and straighten").click();
    let frame = window.wait("button", "Frame");
    window.settle();
    let (x, y, width, height) = frame.rect();
    // By its lower right corner, inwards and back.
    let at = ((x + width) as i64 - 3, (y + height) as i64 - 3);
    let path = line(at, (at.0 - 150, at.1 - 150), 60);
    let back: Vec<(i64, i64)> = path.iter().rev().copied().collect();
    window.script(
        "window.fanfoldBench.follow('pointermove', arguments[0].parentElement)",
        &frame.as_argument(),
    );
    for list in ["taken", "frames", "late"] {
        noted(window, list);
    }
    window.drag(&[path.clone(), back, path].concat());
    noted(window, "taken").row(WHAT, FRAME, "", table);
    let (frames, late) = (noted(window, "frames"), noted(window, "late"));
    told(&frames, &late, "Frames while it is pulled", "", table);
    window.script("window.fanfoldBench.unfollow()", &json!([]));
    window.press("Escape");
    window.wait_gone("button", "Frame");
}

/// `steps` points on the way from one to another.
fn line(from: (i64, i64), to: (i64, i64), steps: i64) -> Vec<(i64, i64)> {
    (0..=steps)
        .map(|step| {
            (
                from.0 + (to.0 - from.0) * step / steps,
                from.1 + (to.1 - from.1) * step / steps,
            )
        })
        .collect()
}

/// Keys in the rail's search field, over thousands of drafts.
pub(super) fn search(arguments: &Arguments, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir().map_err(Error::io("a folder"))?;
    data::many_drafts(folder.path(), arguments.drafts)?;
    let window = open(arguments, folder.path());
    let what = format!("Key to painted list, {} drafts", arguments.drafts);
    if let Some(practice) = window.find("button", "Start with practice") {
        practice.click();
    }
    window.wait("button", "New draft");
    window.wait("textbox", "Find a draft").focus();
    // All of the rail: what was found is another list than what was there before.
    let rail = window.wait("complementary", "Fanfold");
    let follow = "window.fanfoldBench.follow('keydown', arguments[0])";
    window.script(follow, &rail.as_argument());
    noted(&window, "late");
    for text in ["needle 77", "creme brulee", "harbour jam"] {
        for key in text.chars() {
            window.type_keys(&key.to_string());
            std::thread::sleep(PAUSE);
        }
        for _ in text.chars() {
            window.press("Backspace");
            std::thread::sleep(PAUSE);
        }
    }
    let late = noted(&window, "late");
    let more = format!(
        ", {:.1} % blocked over {LONG} ms, longest {:.0} ms",
        late.over(LONG),
        late.at(1.0)
    );
    noted(&window, "taken").row(&what, FRAME, &more, table);
    let focused = window.script("return document.activeElement?.value ?? null", &json!([]));
    if focused != Value::String(String::new()) {
        return Err(Error::Job {
            what: "The search field".into(),
            detail: format!("it holds {focused} after everything was taken back"),
        });
    }
    Ok(())
}
