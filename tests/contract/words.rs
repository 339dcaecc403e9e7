//! Everything that the core says has its German, with the same values in it, and no German is left that nobody
//! says. The texts are found in the sources: `say!("…")`, `word!("…")`, `text!("…")`, and what the rules hold in
//! words.

use std::collections::{BTreeMap, BTreeSet};

use fanfold_practice::{PracticeOptions, PracticeServer};

use crate::files::{read, root, with_extension};

/// Names, and words that are the same in both; whatever else is the same was forgotten.
const SAME: [&str; 22] = [
    "Adobe RGB",
    "April",
    "August",
    "Auto",
    "Bucket {bucket}",
    "Business",
    "Creator",
    "Display P3",
    "Fanfold",
    "H.264",
    "JPEG",
    "Live",
    "November",
    "Reel",
    "September",
    "Slide {item}: {title}",
    "Slide {number}, {word}",
    "Slide {number}: {message}",
    "Story",
    "in {words}",
    "sRGB",
    "{day} {year}",
];

/// Errors whose sentences a window shows (`app/error.rs`), with values and without.
const FAILURES: [&str; 12] = [
    "src-tauri/domain/src/details.rs",
    "src-tauri/graph/src/endpoint.rs",
    "src-tauri/graph/src/login/returned.rs",
    "src-tauri/hosting/src/host.rs",
    "src-tauri/hosting/src/s3/spec.rs",
    "src-tauri/media/src/clip/error.rs",
    "src-tauri/media/src/error.rs",
    "src-tauri/practice/src/lib.rs",
    "src-tauri/publish/src/run.rs",
    "src-tauri/secrets/src/error.rs",
    "src-tauri/store/src/error.rs",
    "src-tauri/workbench/src/error.rs",
];

fn failures(source: &str) -> Vec<String> {
    let openings = ["#[error(", "HOW_TO_START: &str ="];
    let openings = openings.map(|opening| source.match_indices(opening));
    let texts = openings.into_iter().flatten().filter_map(|(at, opening)| {
        let after = source[at + opening.len()..].trim_start();
        Some(literal(after.strip_prefix('"')?))
    });
    // What is nothing but its values is told when they are.
    texts
        .filter(|text| fixed(text).contains(char::is_alphabetic))
        .collect()
}

/// A text without its values.
fn fixed(text: &str) -> String {
    let parts = text
        .split('{')
        .map(|part| part.split_once('}').map_or(part, |(_, behind)| behind));
    parts.collect()
}

/// The literal after each opening of these macros.
fn said(source: &str) -> Vec<String> {
    let source = source
        .split_once("#[cfg(test)]\nmod tests {")
        .map_or(source, |(code, _)| code);
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .fold(String::new(), |code, line| code + line + "\n");
    let mut found = Vec::new();
    for opening in ["say!(", "word!(", "text!("] {
        for (at, _) in code.match_indices(opening) {
            let after = code[at + opening.len()..].trim_start();
            let Some(after) = after.strip_prefix('"') else {
                continue;
            };
            found.push(literal(after));
        }
    }
    found
}

/// A string literal's value, from behind its opening mark.
fn literal(source: &str) -> String {
    let mut text = String::new();
    let mut rest = source.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '"' => break,
            '\\' => match rest.next() {
                Some('\n') => while rest.next_if(|next| next.is_whitespace()).is_some() {},
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            other => text.push(other),
        }
    }
    text
}

/// Every text with a place where it is said.
fn all_said() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for file in with_extension(&["rs"]) {
        let name = file
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with("src-tauri") || name.contains("/tests") {
            continue;
        }
        for text in said(&read(&file)) {
            all.entry(text).or_insert_with(|| name.clone());
        }
    }
    for file in FAILURES {
        for text in failures(&read(&root().join(file))) {
            all.entry(text).or_insert_with(|| file.to_owned());
        }
    }
    let rules: toml::Value =
        toml::from_str(&read(&root().join("src-tauri/domain/src/rules/rules.toml"))).unwrap();
    for rule in rules.get("rule").unwrap().as_array().unwrap() {
        for key in ["unit", "limit"] {
            if let Some(text) = rule.get(key).and_then(toml::Value::as_str) {
                all.entry(text.to_owned())
                    .or_insert_with(|| "rules.toml".to_owned());
            }
        }
    }
    for text in rehearsed() {
        all.entry(text)
            .or_insert_with(|| "the practice Instagram".to_owned());
    }
    all
}

/// All that the practice Instagram says of what can be rehearsed, asked of it; errors go by one name each.
fn rehearsed() -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let options = PracticeOptions::new(folder.path().join("practice"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listed = runtime.block_on(async {
        let practice = PracticeServer::start(options).await.unwrap();
        practice.endpoint().rehearsals().await.unwrap()
    });
    assert!(listed.len() > 200, "{}", listed.len());
    let numbered = |title: &str| {
        let (words, _) = title.split_once(|c: char| c == '-' || c.is_ascii_digit())?;
        Some(format!("{words}{{number}}"))
    };
    let texts = listed.into_iter().flat_map(|one| {
        let title = match one.group.as_str() {
            "Every error by its number" => numbered(&one.title).unwrap(),
            _ => one.title,
        };
        [one.group, title, one.description]
    });
    texts.collect()
}

fn german() -> BTreeMap<String, String> {
    toml::from_str(&read(&root().join("src-tauri/domain/src/words.de.toml"))).unwrap()
}

/// Every `{name}` in a text.
fn names(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    parts
        .filter_map(|part| Some(part.split_once('}')?.0))
        .collect()
}

#[test]
fn everything_that_is_said_has_its_german() {
    let german = german();
    let missing: Vec<_> = all_said()
        .into_iter()
        .filter(|(text, _)| !german.contains_key(text))
        .collect();
    assert!(missing.is_empty(), "no German for {missing:#?}");
}

#[test]
fn no_german_is_left_that_nobody_says() {
    let said = all_said();
    let german = german();
    let unused: Vec<_> = german
        .keys()
        .filter(|text| !said.contains_key(*text))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn the_german_has_the_same_values_and_is_german() {
    for (english, german) in german() {
        assert_eq!(names(&english), names(&german), "{english}");
        let same = SAME.contains(&english.as_str()) || !english.contains(char::is_alphabetic);
        assert!(same || english != german, "{english} is still English");
        assert!(
            !german.contains(['!', '“']) || german.contains('„'),
            "{german}"
        );
        assert!(!german.contains('!'), "{german}");
    }
}

/// What the catalogue and the rules say, in both languages, with what Instagram is known by left out.
fn tabled() -> Vec<String> {
    let mut found = Vec::new();
    let tables = [
        "catalogue/errors.toml",
        "catalogue/errors.de.toml",
        "rules/rules.toml",
        "rules/rules.de.toml",
    ];
    for table in tables {
        let read = read(&root().join("src-tauri/domain/src").join(table));
        strings(&toml::from_str(&read).unwrap(), &mut found);
    }
    found
}

fn strings(value: &toml::Value, found: &mut Vec<String>) {
    match value {
        toml::Value::String(text) => found.push(text.clone()),
        toml::Value::Array(all) => all.iter().for_each(|one| strings(one, found)),
        toml::Value::Table(table) => {
            let own = table.iter().filter(|(key, _)| *key != "text");
            own.for_each(|(_, one)| strings(one, found));
        }
        _ => {}
    }
}

#[test]
fn apostrophes_are_the_curved_ones() {
    let words = german()
        .into_iter()
        .flat_map(|(english, german)| [english, german]);
    let straight: Vec<String> = words
        .chain(tabled())
        .filter(|text| {
            let mut letters = text.char_indices().filter(|(_, letter)| *letter == '\'');
            letters.any(|(at, _)| text[..at].ends_with(char::is_alphabetic))
        })
        .collect();
    assert!(straight.is_empty(), "{straight:#?}");
}

/// Whoever reads a timeline or a log reads what was asked of Instagram, not the name it goes by inside.
#[test]
fn every_call_of_instagram_has_words() {
    let named = read(&root().join("src-tauri/workbench/src/accounts/named.rs"));
    let mut calls = BTreeSet::new();
    for file in with_extension(&["rs"]) {
        if !file.starts_with(root().join("src-tauri/graph/src")) {
            continue;
        }
        let source = read(&file);
        for opening in [
            "Call::get(",
            "Call::post(",
            "Call::delete(",
            "=> \"container.",
        ] {
            let last = opening.len()
                - if opening.ends_with('.') {
                    "container.".len()
                } else {
                    0
                };
            for (at, _) in source.match_indices(opening) {
                let after = source[at + last..].trim_start();
                calls.insert(literal(after.strip_prefix('"').unwrap_or(after)));
            }
        }
    }
    calls.retain(|call| call.contains('.') && !call.contains(char::is_whitespace));
    assert!(calls.len() > 30, "{calls:?}");
    let unnamed: Vec<_> = calls
        .iter()
        .filter(|call| !named.contains(&format!("\"{call}\"")))
        .collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
}

#[test]
fn a_text_is_found_wherever_its_line_breaks() {
    let source = "fn x() { say!(\n    \"{a} of \\\n     {b}\", a, b); word!(\"Go\") } // say!(\"not\")\n// word!(\"no\")\n\
                  #[cfg(test)]\nmod tests { word!(\"nor\") }";
    assert_eq!(said(source), ["{a} of {b}", "not", "Go"]);
}
