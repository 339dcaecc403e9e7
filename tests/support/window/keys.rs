//! Keys and the mouse in WebDriver's words.

use serde_json::{Value, json};

/// Milliseconds.
const FRAME: u32 = 16;

/// `Ctrl+Shift+Z` as a sequence of actions: all down in order, all up in reverse.
pub(super) fn chord(chord: &str) -> Value {
    let keys: Vec<String> = chord.split('+').map(key).collect();
    let down = keys
        .iter()
        .map(|key| json!({ "type": "keyDown", "value": key }));
    let up = keys
        .iter()
        .rev()
        .map(|key| json!({ "type": "keyUp", "value": key }));
    let actions: Vec<Value> = down.chain(up).collect();
    json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] })
}

/// A text as keys pressed one after the other.
pub(super) fn typed(text: &str) -> Value {
    let keys = text.chars().flat_map(|key| {
        ["keyDown", "keyUp"].map(|what| json!({ "type": what, "value": key.to_string() }))
    });
    let actions: Vec<Value> = keys.collect();
    json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] })
}

/// A mouse that is pressed on the first point and let go on the last.
pub(super) fn dragged(way: &[(i64, i64)]) -> Value {
    let to = |(x, y): &(i64, i64)| json!({ "type": "pointerMove", "duration": FRAME, "origin": "viewport", "x": x, "y": y });
    let mut actions: Vec<Value> = way.iter().take(1).map(to).collect();
    actions.push(json!({ "type": "pointerDown", "button": 0 }));
    actions.extend(way.iter().skip(1).map(to));
    actions.push(json!({ "type": "pointerUp", "button": 0 }));
    json!({ "actions": [{
        "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions,
    }] })
}

/// A mouse that goes to a point and does nothing there. It comes from beside it: the driver does not move a mouse that it
/// believes to be there, and a click on an element moves it without the driver's knowing.
pub(super) fn moved_to((x, y): (i64, i64)) -> Value {
    let to = |x: i64| json!({ "type": "pointerMove", "duration": 0, "origin": "viewport", "x": x, "y": y });
    json!({ "actions": [{
        "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": [to(x + 2), to(x)],
    }] })
}

/// A mouse that presses this button on a point and lets go; 2 is the one for menus.
pub(super) fn clicked((x, y): (i64, i64), button: u32) -> Value {
    let actions = json!([
        { "type": "pointerMove", "duration": 0, "origin": "viewport", "x": x, "y": y },
        { "type": "pointerDown", "button": button },
        { "type": "pointerUp", "button": button },
    ]);
    json!({ "actions": [{
        "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions,
    }] })
}

/// The character that stands for a key (W3C WebDriver, "Keyboard actions").
fn key(name: &str) -> String {
    let code = match name {
        "Backspace" => '\u{E003}',
        "Tab" => '\u{E004}',
        "Enter" => '\u{E007}',
        "Shift" => '\u{E008}',
        "Ctrl" => '\u{E009}',
        "Alt" => '\u{E00A}',
        "Escape" => '\u{E00C}',
        "End" => '\u{E010}',
        "Home" => '\u{E011}',
        "ArrowLeft" => '\u{E012}',
        "ArrowUp" => '\u{E013}',
        "ArrowRight" => '\u{E014}',
        "ArrowDown" => '\u{E015}',
        "Delete" => '\u{E017}',
        "F2" => '\u{E032}',
        "F10" => '\u{E03A}',
        letter => return letter.to_lowercase(),
    };
    code.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_up_in_the_reverse_order() {
        let actions = chord("Ctrl+Z");
        let list = actions.pointer("/actions/0/actions").expect("a sequence");
        let ctrl = "\u{E009}";
        assert_eq!(
            list,
            &json!([
                { "type": "keyDown", "value": ctrl },
                { "type": "keyDown", "value": "z" },
                { "type": "keyUp", "value": "z" },
                { "type": "keyUp", "value": ctrl },
            ])
        );
    }
}
