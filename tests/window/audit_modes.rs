//! The same audit of what a room shows on top of itself: a frame being drawn, people being placed, lists that hang over the
//! page, before and after, and all of it in German.

use fanfold_tests::photos::wide_band;
use fanfold_tests::place;
use fanfold_tests::window::{Audit, Window, has};

use crate::story::{begin, desk, look_at, mend, unfold, wait_for_slides};

#[test]
fn what_the_stage_can_show_breaks_no_rule_of_accessibility() {
    let mut audit = Audit::default();
    let (desk, _practice) = desk();
    let samples = place::samples();
    let mut files = samples[..2].to_vec();
    files.push(wide_band(&samples[0], &desk.files()));
    let window = begin(&desk, &files);
    wait_for_slides(&window, 3);

    look_at(&window, 3);
    window.click("radio", has("Split over"));
    window.wait("region", has("before and after"));
    audit.look(&window, "a panorama about to be split");
    window.press("w");
    window.wait("slider", "Line between before and after");
    audit.look(&window, "before and after over each other");
    window.click("radio", has("Add bands"));
    window.wait("radio", has("Its edges"));
    audit.look(&window, "bands and their colours");
    mend(&window);
    look_at(&window, 3);
    window.click("radio", "Both");
    audit.look(&window, "before and after of what was done");

    look_at(&window, 1);
    window.press("c");
    window.wait("region", "Crop slide 1");
    audit.look(&window, "crop");
    window.press("Escape");
    window.wait_gone("region", "Crop slide 1");

    unfold(&window, "Tagged people");
    window.wait("button", has("where people are")).focus();
    window.press("Enter");
    window.wait_focus("combobox", "Who is this?");
    window.type_keys("ann");
    window.press("Enter");
    window.wait("button", has("@ann, "));
    window.press("Enter");
    window.wait_focus("combobox", "Who is this?");
    audit.look(&window, "placing people");
    audit.end();
}

#[test]
fn what_hangs_over_the_page_breaks_no_rule_of_accessibility_in_either_language() {
    let mut audit = Audit::default();
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..3]);
    wait_for_slides(&window, 3);
    window.press("Ctrl+K");
    window.wait("combobox", "What to find or do");
    audit.look(&window, "palette");
    window.type_keys("zzzz");
    window.wait("paragraph", has("Nothing is called"));
    audit.look(&window, "palette that finds nothing");
    window.press("Escape");
    window.wait_gone("combobox", "What to find or do");

    window.click("tab", "Post");
    window.click("button", "Emoji");
    window.wait("gridcell", has(""));
    audit.look(&window, "emoji");
    window.press("Escape");
    window.wait_gone("dialog", "Emoji");
    window.click("button", "Insert a text");
    window.click("menuitem", "Change texts…");
    window.wait("dialog", "Hashtag groups and texts");
    audit.look(&window, "texts");
    window.press("Escape");
    window.wait_gone("dialog", "Hashtag groups and texts");

    window.press("Ctrl+3");
    window.wait("combobox", "Language");
    window.click("option", "Deutsch");
    window.wait("heading", "Einstellungen");
    audit.look(&window, "settings in German");
    window.press("Ctrl+1");
    german(&window, &mut audit);
    audit.end();
}

fn german(window: &Window, audit: &mut Audit) {
    window.wait("option", has("Slide 1 von 3"));
    window.click("option", has("Slide 1 von 3"));
    window.click("tab", "Slide 1");
    audit.look(window, "compose in German");
    window.press("c");
    window.wait("slider", "Vergrößerung");
    audit.look(window, "crop in German");
    window.press("Escape");
    window.wait_gone("slider", "Vergrößerung");
    window.press("?");
    window.wait("dialog", has("Tast"));
    audit.look(window, "help in German");
    window.press("Escape");
    window.wait_gone("dialog", has("Tast"));
    window.press("Ctrl+2");
    window.wait("tab", has("Übungs-Feed"));
    audit.look(window, "activity in German");
    window.press("Ctrl+4");
    window.click("tab", has("erklären"));
    audit.look(window, "explain in German");
}
