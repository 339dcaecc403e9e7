//! Key presses in WebDriver's words.

use serde_json::{Value, json};

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
