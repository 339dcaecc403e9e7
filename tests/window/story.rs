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
    let window = Window::open(&desk.data(), &[]);
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
