//! What axe-core, the audit of accessibility that most of the trade uses, finds in every room, in both themes and at both
//! sizes: nothing. What a room can be asked to show on top of itself is in `audit_modes`.

use fanfold_tests::place;
use fanfold_tests::window::{Audit, Window, has};
use serde_json::json;

use crate::story::{begin, desk, mend, publish, slides, wait_for_slides};

#[test]
fn composing_breaks_no_rule_of_accessibility() {
    let mut audit = Audit::default();
    let (desk, _practice) = desk();
    {
        let window = Window::open(&desk.data(), &[]);
        window.wait("button", "Start with practice");
        audit.look(&window, "welcome");
        window.close();
    }
    let window = begin(&desk, &[]);
    window.press("Ctrl+N");
    window.wait("textbox", has("Caption"));
    audit.look(&window, "empty draft");
    window.open_with(&place::samples());
    wait_for_slides(&window, 10);
    audit.look(&window, "compose");
    window.find_all("option", has("Slide 2 of 10"))[0].click();
    window.wait("tab", has("Slide 2")).click();
    audit.look(&window, "fix");
    window.find_all("option", has("Slide 2 of 10"))[0].click();
    window.press("?");
    window.wait("dialog", has("Keyboard shortcuts"));
    audit.look(&window, "help");
    window.press("Escape");
    window.wait_gone("dialog", has("Keyboard shortcuts"));
    window.press("Ctrl+E");
    window
        .wait("textbox", has("Caption"))
        .write("Up the ridge before breakfast #hiking @fanfold");
    mend(&window);
    audit.look(&window, "ready");
    window.wait("button", "Schedule…").click();
    window.until("a time to be offered", || {
        let go = window.find("button", has("Schedule for "))?;
        go.is_usable().then_some(())
    });
    audit.look(&window, "schedule sheet");
    audit.end();
}

#[test]
fn accounts_and_activity_break_no_rule_of_accessibility() {
    let mut audit = Audit::default();
    let (desk, practice) = desk();
    let window = begin(&desk, &place::samples()[..2]);
    wait_for_slides(&window, 2);
    window.wait("textbox", has("Caption")).write("A door #blue");
    if !slides(&window).iter().all(|name| name.ends_with(", ready")) {
        mend(&window);
    }
    practice.fail("permission_missing", &json!({}));
    publish(&window);
    window.wait("alert", has(""));
    audit.look(&window, "refused");
    practice.heal();
    window.press("Ctrl+2");
    window.wait("article", has("A door"));
    audit.look(&window, "activity, needs somebody");
    window.wait("button", has("ry again")).click();
    window.wait("article", has("Published"));
    window.wait("button", "Timeline").click();
    window.wait("region", has("Timeline of"));
    audit.look(&window, "activity, live");
    window.wait("tab", "Practice feed").click();
    window.wait("tabpanel", "Practice feed");
    audit.look(&window, "feed");

    window.press("Ctrl+3");
    window.wait("button", "Open the practice feed");
    audit.look(&window, "settings");
    window.press("Ctrl+4");
    window.wait("heading", "Everything you need to publish works.");
    audit.look(&window, "health");
    window.wait("tab", "Explain an error").click();
    window
        .wait("textbox", "What Instagram answered")
        .write("190 463");
    window.wait("article", has(""));
    audit.look(&window, "explain");
    window.press("Ctrl+1");
    window.wait("button", has("Rehearse a failure")).click();
    window.wait("switch", has("Instagram signs Fanfold out now"));
    audit.look(&window, "rehearsals");
    window.wait("button", "Close rehearsals").click();
    window.wait("button", has("Account ")).click();
    window.wait("menuitem", "Connect an account…").click();
    window.wait("button", "Use Instagram login");
    audit.look(&window, "connect");
    window.wait("button", "Use Instagram login").click();
    window.wait("button", "Use the copied token");
    audit.look(&window, "sign-in");
    audit.end();
}
