//! What a person writes again and again: hashtag groups and texts, kept over drafts and starts.

use fanfold_tests::place;
use fanfold_tests::window::{Window, has};

use crate::story::{begin, caption, desk, undoes, wait_for_caption, wait_for_slides};

const LIST: &str = "Hashtag groups and texts";

/// The names in the list, in its order.
fn listed(window: &Window) -> Vec<String> {
    window
        .find_all("textbox", has("Name of “"))
        .iter()
        .map(|field| {
            let name = field.name().trim_start_matches("Name of “");
            name.trim_end_matches('”').to_owned()
        })
        .collect()
}

fn wait_for_listed(window: &Window, wanted: &[&str]) {
    window.until(&format!("the list to be {wanted:?}"), || {
        (listed(window) == wanted).then_some(())
    });
}

/// Writes something into a field of the list instead of what is there, and goes on.
fn change(window: &Window, field: &str, text: &str) {
    window.wait("textbox", field).focus();
    window.press("Ctrl+A");
    window.type_keys(text);
    window.press("Tab");
}

fn close_list(window: &Window) {
    window.press("Escape");
    window.wait_gone("dialog", LIST);
}

fn new_draft(window: &Window) {
    window.press("Ctrl+N");
    wait_for_slides(window, 0);
    wait_for_caption(window, "");
}

#[test]
fn hashtags_are_kept_as_a_group_put_into_another_draft_and_found_again_after_a_restart() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    window
        .wait("textbox", has("Caption"))
        .write("Up at six #ridge #hiking #autumn");
    window.click("button", "Save these 3…");
    window.wait_focus("textbox", "Name of the new group");
    window.type_keys("Peaks");
    window.press("Enter");
    window.wait_told("button", "Peaks, 3 hashtags", "aria-pressed", "true");
    window.wait_focus("button", "Save these 3…");

    new_draft(&window);
    window.press("Ctrl+E");
    window.type_keys("Later that day #ridge");
    wait_for_caption(&window, "Later that day #ridge");
    let typed = undoes(&window);
    // Only what is missing is put in; pressed again, all of the group is taken out.
    window.click("button", "Peaks, 3 hashtags");
    wait_for_caption(&window, "Later that day #ridge #hiking #autumn");
    window.wait_told("button", "Peaks, 3 hashtags", "aria-pressed", "true");
    window.click("button", "Peaks, 3 hashtags");
    wait_for_caption(&window, "Later that day");
    window.press("Ctrl+Z");
    wait_for_caption(&window, "Later that day #ridge #hiking #autumn");
    window.press("Ctrl+Z");
    wait_for_caption(&window, "Later that day #ridge");
    assert_eq!(undoes(&window), typed);
    window.close();

    let window = begin(&desk, &[]);
    window.click("button", "Peaks, 3 hashtags");
    window.until("the group in the caption", || {
        caption(&window).ends_with("#hiking #autumn").then_some(())
    });
}

#[test]
fn groups_are_made_ordered_renamed_changed_and_deleted_in_their_list() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    window.wait("textbox", has("Caption")).write("#ridge #peak");
    window.click("button", "Save these 2…");
    window.wait_focus("textbox", "Name of the new group");
    window.type_keys("Peaks");
    window.press("Enter");
    window.click("button", "Change hashtag groups");
    window.wait("dialog", LIST);
    for (name, tags) in [("Bakery", "bread, rolls #rye"), ("Town", "#street")] {
        window.wait("textbox", "Name of the new group").write(name);
        window.wait("textbox", "Its hashtags").write(tags);
        window.click("button", "Save");
        window.wait("status", &*format!("“{name}” saved"));
    }
    wait_for_listed(&window, &["Peaks", "Bakery", "Town"]);

    window.wait("button", "Move “Bakery”").focus();
    window.press("ArrowUp");
    wait_for_listed(&window, &["Bakery", "Peaks", "Town"]);
    window.wait("status", "“Bakery” is 1 of 3");
    window.wait_focus("button", "Move “Bakery”");
    // By hand, the last one to the top.
    let from = window.centre(&window.wait("button", "Move “Town”"));
    let first = window.centre(&window.wait("button", "Move “Bakery”"));
    let above = (first.0, first.1 - 12);
    window.drag(&[from, (from.0, i64::midpoint(from.1, above.1)), above, above]);
    wait_for_listed(&window, &["Town", "Bakery", "Peaks"]);

    change(&window, "Name of “Bakery”", "Oven");
    wait_for_listed(&window, &["Town", "Oven", "Peaks"]);
    change(&window, "Hashtags of “Oven”", "#bread #rye #rolls #crust");
    window.wait("listitem", has("4 hashtags"));
    window.click("button", "Delete “Town”");
    wait_for_listed(&window, &["Oven", "Peaks"]);
    window.click("button", "Undo");
    wait_for_listed(&window, &["Town", "Oven", "Peaks"]);
    window.click("button", "Delete “Peaks”");
    wait_for_listed(&window, &["Town", "Oven"]);
    close_list(&window);

    window.wait("button", "Town, 1 hashtag");
    window.wait_gone("button", "Peaks, 2 hashtags");
    new_draft(&window);
    window.click("button", "Oven, 4 hashtags");
    wait_for_caption(&window, "#bread #rye #rolls #crust");
}

#[test]
fn a_text_is_kept_from_a_caption_and_put_where_the_keys_are_in_another() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    let sentence = "The way there is in the first comment.";
    window.wait("textbox", has("Caption")).write(sentence);
    wait_for_caption(&window, sentence);
    window.click("button", "Insert a text");
    window.click("menuitem", "Save this as a text…");
    window.wait("dialog", LIST);
    window.wait("textbox", "Name of the new text").write("Way");
    assert_eq!(
        window.wait("textbox", "The text").property("value"),
        sentence
    );
    window.click("button", "Save");
    wait_for_listed(&window, &["Way"]);
    close_list(&window);

    new_draft(&window);
    window.press("Ctrl+E");
    window.type_keys("Fog. Rain.");
    wait_for_caption(&window, "Fog. Rain.");
    let typed = undoes(&window);
    // Between the two words, with the spaces it needs there.
    window.press_times("ArrowLeft", " Rain.".len());
    window.click("button", "Insert a text");
    window.click("menuitem", "Way");
    wait_for_caption(&window, &format!("Fog. {sentence} Rain."));
    window.press("Ctrl+Z");
    wait_for_caption(&window, "Fog. Rain.");
    assert_eq!(undoes(&window), typed);
}
