//! The steps that several tests begin with, in a person's words.

use std::path::PathBuf;

use fanfold_tests::cli::Desk;
use fanfold_tests::place;
use fanfold_tests::practice::Practice;
use fanfold_tests::window::{Name, Window, has};
use serde_json::json;

/// A desk with its practice Instagram, quick to process.
pub(crate) fn desk() -> (Desk, Practice) {
    let desk = Desk::new();
    let practice = Practice::beside(&desk.data());
    practice.set(&json!({ "processing_ms": 100 }));
    (desk, practice)
}

/// Opens Fanfold, begins with the practice account unless that is chosen already, and opens files with it.
pub(crate) fn begin(desk: &Desk, files: &[PathBuf]) -> Window {
    begin_in(desk, files, &[])
}

/// The same with an environment of its own.
pub(crate) fn begin_in(desk: &Desk, files: &[PathBuf], more: &[(&str, &str)]) -> Window {
    let window = Window::open_in(&desk.data(), &[], more);
    let welcome = window.until("the first screen", || {
        let welcome = window.find("button", "Start with practice");
        let there = welcome.is_some() || window.find("button", "New draft").is_some();
        there.then_some(welcome)
    });
    if let Some(button) = welcome {
        button.click();
        window.wait_gone("button", "Start with practice");
    }
    if !files.is_empty() {
        window.open_with(files);
        window.wait("textbox", has("Caption"));
    }
    window
}

/// The names of the slides in the strip, in order.
pub(crate) fn slides(window: &Window) -> Vec<String> {
    window
        .find_all("option", has("Slide "))
        .iter()
        .map(|slide| slide.name().to_owned())
        .collect()
}

/// Waits until the strip has `count` slides and none of them is still being read.
pub(crate) fn wait_for_slides(window: &Window, count: usize) -> Vec<String> {
    window.until(&format!("{count} slides"), || {
        let slides = slides(window);
        (slides.len() == count && slides.iter().all(|name| is_read(name))).then_some(slides)
    })
}

/// Brings a slide into view and opens its tab.
pub(crate) fn look_at(window: &Window, position: usize) {
    window.click("option", has(&format!("Slide {position} of ")));
    window.click("tab", &*format!("Slide {position}"));
    window.wait_told(
        "tab",
        &*format!("Slide {position}"),
        "aria-selected",
        "true",
    );
}

/// A point of the window between the slide of this position and the one before it.
pub(crate) fn before(window: &Window, position: usize) -> (i64, i64) {
    let slide = window.wait("option", has(&format!("Slide {position} of ")));
    let (x, y, _, height) = slide.rect();
    (x as i64 - 4, (y + height / 2.0) as i64)
}

/// The caption as it stands in its field.
pub(crate) fn caption(window: &Window) -> String {
    window.wait("textbox", has("Caption")).property("value")
}

pub(crate) fn wait_for_caption(window: &Window, wanted: &str) {
    window.until(&format!("the caption to be {wanted:?}"), || {
        (caption(window) == wanted).then_some(())
    });
}

/// Opens what folds out under this name in the inspector, unless it is open.
pub(crate) fn unfold(window: &Window, section: &str) {
    window.until(&format!("{section} to be open"), || {
        let open = window.told("button", has(section), "aria-expanded")?;
        if open != "true" {
            window.click("button", has(section));
        }
        (open == "true").then_some(())
    });
}

/// What undo would take back, in the words of its button.
pub(crate) fn undoes(window: &Window) -> String {
    let said = |name: &str| name.starts_with("Undo ") || name == "Nothing to undo";
    window.wait_named("button", "the button that undoes", said)
}

/// Takes steps back until this is what undo would take back; how many.
pub(crate) fn undo_to(window: &Window, wanted: &str) -> usize {
    for steps in 0..40 {
        let now = undoes(window);
        if now == wanted {
            return steps;
        }
        window.press("Ctrl+Z");
        window.until("a step to be taken back", || {
            (undoes(window) != now).then_some(())
        });
    }
    panic!(
        "no step back leads to {wanted:?}; undo would take back {:?}",
        undoes(window)
    );
}

/// The order of the slides, by how their files' names begin.
pub(crate) fn wait_for_order(window: &Window, wanted: &[&str]) {
    window.until(&format!("the slides to be {wanted:?}"), || {
        let now = slides(window);
        let as_wanted = now.len() == wanted.len()
            && now
                .iter()
                .zip(wanted)
                .all(|(now, wanted)| file(now).starts_with(wanted));
        as_wanted.then_some(())
    });
}

/// A composed, mended, publishable draft of the ten samples.
pub(crate) fn composed(desk: &Desk, caption: &str) -> Window {
    let window = begin(desk, &place::samples());
    wait_for_slides(&window, 10);
    window.wait("textbox", has("Caption")).write(caption);
    mend(&window);
    window
}

/// Whether a slide's spoken name says that its photo has been read.
pub(crate) fn is_read(name: &str) -> bool {
    !name.ends_with("being added") && !name.ends_with("adding…")
}

/// The file name in a slide's spoken name, `Slide 2 of 10, 02-path.jpg, ready`.
pub(crate) fn file(name: &str) -> &str {
    name.split(", ").nth(1).unwrap_or(name)
}

/// Presses the one button that repairs what can be repaired, and waits until it is done.
pub(crate) fn mend(window: &Window) {
    let button = window.until("the button that fixes all", || {
        let buttons = window.find_all("button", has("Fix "));
        buttons
            .into_iter()
            .find(|button| button.name() != "Fix this slide")
    });
    button.click();
    window.until("every slide to be ready", || {
        slides(window)
            .iter()
            .all(|name| name.ends_with(", ready"))
            .then_some(())
    });
}

/// The same where something needs it.
pub(crate) fn mend_if_needed(window: &Window) {
    if !slides(window).iter().all(|name| name.ends_with(", ready")) {
        mend(window);
    }
}

/// Presses Publish once it can be used.
pub(crate) fn publish(window: &Window) {
    let button = window.until("Publish to be usable", || {
        window
            .find_all("button", has("Publish"))
            .into_iter()
            .find(fanfold_tests::window::Element::is_usable)
    });
    button.click();
}

/// Everything that is named so, as text: for sentences whose exact words are the core's.
pub(crate) fn sentences(window: &Window, role: &str) -> Vec<String> {
    window
        .find_all(role, Name::Any)
        .iter()
        .map(|one| one.name().to_owned())
        .collect()
}
