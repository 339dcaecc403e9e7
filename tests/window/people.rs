//! People on a picture: placed by hand and by keys, moved, named anew, taken out, and still on themselves in another frame.

use fanfold_tests::place;
use fanfold_tests::window::{Window, has};

use crate::story::{begin, desk, look_at, undo_to, undoes, unfold, wait_for_slides};

/// Where a pin stands by its name, in per cent from the left and from the top.
fn place_of(window: &Window, who: &str) -> (i64, i64) {
    let begins = format!("@{who}, ");
    let name = window.wait_named("button", &format!("{who}'s pin"), |name| {
        name.starts_with(&begins)
    });
    let mut figures = name[begins.len()..]
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|figure| figure.parse().ok());
    (figures.next().unwrap(), figures.next().unwrap())
}

fn wait_at(window: &Window, who: &str, wanted: (i64, i64)) {
    window.until(&format!("{who} to be at {wanted:?}"), || {
        (place_of(window, who) == wanted).then_some(())
    });
}

fn name_it(window: &Window, asks: &str, name: &str) {
    window.wait_focus("combobox", asks);
    window.type_keys(name);
    window.press("Enter");
    window.wait_gone("combobox", asks);
}

#[test]
fn somebody_is_placed_by_hand_moved_renamed_taken_out_and_every_step_is_one_undo() {
    let (desk, _practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    look_at(&window, 1);
    unfold(&window, "Tagged people");
    let before = undoes(&window);
    let picture = window.wait("button", "Slide 1: where people are");
    picture.focus();
    window.click_at(window.centre(&picture));
    name_it(&window, "Who is this?", "@ann");
    let (x, y) = place_of(&window, "ann");
    assert!((49..=51).contains(&x) && (49..=51).contains(&y), "{x} {y}");
    let placed = undoes(&window);

    window.wait("button", has("@ann, ")).focus();
    window.type_keys("\u{E014}\u{E014}\u{E014}\u{E013}");
    wait_at(&window, "ann", (x + 3, y - 1));
    // By hand, a quarter of the picture to the left.
    let pin = window.centre(&window.wait("button", has("@ann, ")));
    let (_, _, width, _) = window.wait("button", "Slide 1: where people are").rect();
    let to = (pin.0 - (width / 4.0) as i64, pin.1);
    window.drag(&[pin, (i64::midpoint(pin.0, to.0), pin.1), to, to]);
    window.until("ann to be further left", || {
        let now = place_of(&window, "ann").0;
        (now - (x + 3 - 25)).abs().le(&1).then_some(())
    });
    let dragged = place_of(&window, "ann");

    window.wait("button", has("@ann, ")).focus();
    window.press("F2");
    name_it(&window, "Who is it instead of @ann?", "bea");
    wait_at(&window, "bea", dragged);
    window.wait("button", has("@bea, ")).focus();
    window.press("Delete");
    window.wait_gone("button", has("@bea, "));
    window.wait("button", has("Nobody"));

    window.press("Ctrl+Z");
    wait_at(&window, "bea", dragged);
    window.press("Ctrl+Z");
    wait_at(&window, "ann", dragged);
    window.press("Ctrl+Z");
    wait_at(&window, "ann", (x + 3, y - 1));
    window.press("Ctrl+Z");
    wait_at(&window, "ann", (x, y));
    assert_eq!(undoes(&window), placed);
    window.press("Ctrl+Z");
    window.wait_gone("button", has("@ann, "));
    assert_eq!(undoes(&window), before);
}

#[test]
fn somebody_placed_by_keys_stays_on_themselves_in_another_frame_and_is_published_there() {
    let (desk, practice) = desk();
    let window = begin(&desk, &place::samples()[..1]);
    wait_for_slides(&window, 1);
    look_at(&window, 1);
    unfold(&window, "Tagged people");
    window.wait("button", "Slide 1: where people are").focus();
    window.press("Shift+ArrowRight");
    window.press("Enter");
    name_it(&window, "Who is this?", "ann");
    wait_at(&window, "ann", (60, 50));
    let placed = undoes(&window);

    window.press("c");
    window.wait_focus("button", "Frame");
    // Closer, and the frame to the right: what it shows goes to the left in it.
    window.press_times("=", 6);
    window.press_times("ArrowRight", 6);
    window.press("Enter");
    window.wait_gone("region", "Crop slide 1");
    window.until("ann to go with the picture", || {
        (place_of(&window, "ann").0 < 60).then_some(())
    });
    let (x, y) = place_of(&window, "ann");
    assert!(x > 0 && (45..=55).contains(&y), "{x} {y}");
    assert_eq!(undo_to(&window, &placed), 1);
    wait_at(&window, "ann", (60, 50));
    window.press("Ctrl+Shift+Z");
    wait_at(&window, "ann", (x, y));

    crate::story::mend_if_needed(&window);
    crate::story::publish(&window);
    window.wait("button", "See it in the practice feed");
    let tags = &practice.posts()[0]["items"][0]["user_tags"];
    assert_eq!(tags[0]["username"], "ann", "{tags}");
    let sent = tags[0]["x"].as_f64().unwrap() * 100.0;
    assert!((sent - x as f64).abs() <= 0.6, "shown at {x}, sent {tags}");
}
