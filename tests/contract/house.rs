//! House rules for every source file. Patterns are put together from pieces, or this file would break them itself.

use std::path::PathBuf;

use crate::files::{read, root, with_extension};

/// Lines after which a Rust file has a second idea in it.
const LOOK_AGAIN: usize = 400;
/// Lines that no Rust file may have.
const TOO_LONG: usize = 600;

/// Every line of `files` in which `wrong` sees something, as `path:line: text`.
fn lines_where(files: &[PathBuf], wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (number, line) in read(file).lines().enumerate() {
            if wrong(line) {
                let path = file.strip_prefix(root()).unwrap().display();
                found.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

fn assert_none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

/// `#[allow(…)]` in any of its forms. `#[expect(…, reason = …)]` says why and goes when it is no longer needed.
fn silences_a_lint(line: &str) -> bool {
    let line = line.trim_start();
    let attributes = ["#[", "#!["].map(|start| format!("{start}allow("));
    attributes
        .iter()
        .any(|attribute| line.starts_with(attribute))
        || (line.contains("cfg_attr") && line.contains(&["allow", "("].concat()))
}

fn postpones(line: &str) -> bool {
    let marks = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["todo", "!("],
        ["unimplemented", "!("],
    ];
    marks.iter().any(|pieces| {
        let mark = pieces.concat();
        line.split(|c: char| !(c.is_alphanumeric() || c == '!' || c == '(' || c == '_'))
            .any(|word| word == mark || (mark.ends_with('(') && word.starts_with(&mark)))
    })
}

/// The folders that this work was made in are nobody else's business, and not there on anyone else's machine.
fn names_a_workplace(line: &str) -> bool {
    let places = [
        ["../", "shared/"],
        ["/work", "/main"],
        ["/work", "/shared"],
        ["/root", "/."],
    ];
    places.iter().any(|pieces| line.contains(&pieces.concat()))
}

#[test]
fn no_rust_file_is_too_long() {
    let mut long: Vec<String> = Vec::new();
    let mut too_long = 0;
    for path in with_extension(&["rs"]) {
        let lines = read(&path).lines().count();
        too_long += usize::from(lines > TOO_LONG);
        if lines > LOOK_AGAIN {
            long.push(format!(
                "{lines} {}",
                path.strip_prefix(root()).unwrap().display()
            ));
        }
    }
    long.sort();
    assert_eq!(
        too_long,
        0,
        "longer than {TOO_LONG} lines, or nearly:\n  {}",
        long.join("\n  ")
    );
}

#[test]
fn no_lint_is_silenced_without_a_reason() {
    let files = with_extension(&["rs"]);
    assert_none(
        "use #[expect(…, reason = \"…\")]",
        &lines_where(&files, silences_a_lint),
    );
    assert!(silences_a_lint(&["    #[", "allow(dead_code)]"].concat()));
    assert!(!silences_a_lint("#[expect(dead_code, reason = \"x\")]"));
}

#[test]
fn nothing_is_left_for_later() {
    let files = with_extension(&["rs", "ts", "svelte", "js", "css", "sql"]);
    assert_none("unfinished", &lines_where(&files, postpones));
    assert!(postpones(&["// TO", "DO: later"].concat()) && postpones(&["todo", "!()"].concat()));
    assert!(!postpones("the todos of a person"));
}

#[test]
fn no_file_names_the_place_it_was_made_in() {
    let files = with_extension(&[
        "rs", "ts", "svelte", "js", "css", "sql", "toml", "json", "md", "html", "yml", "sh",
    ]);
    let files: Vec<PathBuf> = files
        .into_iter()
        // In the window's sources a neighbouring folder may well be called shared.
        .filter(|path| !path.starts_with(root().join("ui/src")))
        .collect();
    assert_none(
        "a path that nobody else has",
        &lines_where(&files, names_a_workplace),
    );
    assert!(names_a_workplace(&["see ../", "shared/design"].concat()));
}

#[test]
fn every_rust_file_says_what_it_is() {
    let silent: Vec<String> = with_extension(&["rs"])
        .into_iter()
        // A module's tests stand beside it and say what they are in their names.
        .filter(|path| path.file_name().is_some_and(|name| name != "tests.rs"))
        .filter(|path| {
            let text = read(path);
            let first = text.lines().find(|line| !line.trim().is_empty());
            !first.is_some_and(|line| line.starts_with("//!"))
        })
        .map(|path| path.strip_prefix(root()).unwrap().display().to_string())
        .collect();
    assert_none("no module documentation on the first line", &silent);
}
