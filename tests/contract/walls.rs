//! Which room may depend on which, and which outside crates belong to one room alone.
//!
//! Read from `cargo metadata`, so that nothing but a manifest decides. Development and build dependencies count too.

use serde_json::Value;

use crate::files::root;

/// Each of our packages with every package of ours that it may depend on.
const DOORS: &[(&str, &[&str])] = &[
    ("fanfold-domain", &[]),
    ("fanfold-secrets", &[]),
    ("fanfold-practice", &[]),
    ("xtask", &[]),
    ("fanfold-media", &["fanfold-domain"]),
    ("fanfold-graph", &["fanfold-domain"]),
    ("fanfold-hosting", &["fanfold-domain"]),
    ("fanfold-store", &["fanfold-domain"]),
    ("fanfold-publish", &["fanfold-domain"]),
    (
        "fanfold-workbench",
        &[
            "fanfold-domain",
            "fanfold-media",
            "fanfold-graph",
            "fanfold-hosting",
            "fanfold-store",
            "fanfold-secrets",
            "fanfold-publish",
            "fanfold-practice",
        ],
    ),
    ("fanfold-cli", &["fanfold-domain", "fanfold-workbench"]),
    ("fanfold", &["fanfold-domain", "fanfold-workbench"]),
    (
        "fanfold-bench",
        &[
            "fanfold-domain",
            "fanfold-media",
            "fanfold-practice",
            "fanfold-store",
            "fanfold-tests",
        ],
    ),
    (
        "fanfold-proof",
        &[
            "fanfold-domain",
            "fanfold-practice",
            "fanfold-store",
            "fanfold-tests",
            "fanfold-workbench",
        ],
    ),
    (
        "fanfold-tests",
        &[
            "fanfold-domain",
            "fanfold-media",
            "fanfold-graph",
            "fanfold-hosting",
            "fanfold-store",
            "fanfold-secrets",
            "fanfold-publish",
            "fanfold-practice",
            "fanfold-workbench",
            "fanfold-cli",
        ],
    ),
];

/// Outside crates that only these packages may ship with. A `*` at either end stands for anything.
///
/// Tests of another room may use them, except the window toolkit, which would take minutes to compile for each.
const OWNED: &[(&str, &[&str])] = &[
    // The benchmark has a window with nothing in it to compare with, built on request alone.
    ("tauri*", &["fanfold", "fanfold-bench"]),
    ("wry", &["fanfold"]),
    ("specta-typescript", &["fanfold"]),
    ("reqwest", &["fanfold-graph"]),
    ("sqlx*", &["fanfold-store"]),
    ("keyring*", &["fanfold-secrets"]),
    ("*keyring-store", &["fanfold-secrets"]),
    (
        "turbojpeg*",
        &["fanfold-media", "fanfold-tests", "fanfold-bench"],
    ),
    ("rfd", &["fanfold"]),
    ("arboard", &["fanfold"]),
    ("fantoccini", &["fanfold-tests"]),
];

/// The window toolkit.
const WINDOW: [&str; 2] = ["tauri*", "wry"];

/// Every dependency in `metadata` that goes through a wall, in words.
fn breaches(metadata: &Value) -> Vec<String> {
    let packages = metadata.get("packages").and_then(Value::as_array).unwrap();
    let mut found = Vec::new();
    for package in packages {
        let name = text(package, "name");
        let Some((_, doors)) = DOORS.iter().find(|(room, _)| *room == name) else {
            found.push(format!(
                "{name} is a package that the test of the walls does not know"
            ));
            continue;
        };
        for dependency in package
            .get("dependencies")
            .and_then(Value::as_array)
            .unwrap()
        {
            let other = text(dependency, "name");
            let ours = DOORS.iter().any(|(room, _)| *room == other);
            if ours && other != name && !doors.contains(&other) {
                found.push(format!("{name} depends on {other}"));
            }
            let in_tests = dependency.get("kind").and_then(Value::as_str) == Some("dev");
            let owner = OWNED.iter().find(|(pattern, _)| matches(pattern, other));
            let owner = owner.filter(|(pattern, _)| !in_tests || WINDOW.contains(pattern));
            if let Some((_, owners)) = owner.filter(|(_, owners)| !owners.contains(&name)) {
                found.push(format!(
                    "{name} uses {other}, which belongs to {}",
                    owners.join(" and ")
                ));
            }
        }
    }
    found
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap()
}

fn matches(pattern: &str, name: &str) -> bool {
    if let Some(prefix) = pattern.strip_suffix('*') {
        return name.starts_with(prefix);
    }
    match pattern.strip_prefix('*') {
        Some(suffix) => name.ends_with(suffix),
        None => name == pattern,
    }
}

fn metadata() -> Value {
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn no_room_reaches_through_a_wall() {
    let found = breaches(&metadata());
    assert!(
        found.is_empty(),
        "walls are broken:\n  {}",
        found.join("\n  ")
    );
}

#[test]
fn every_room_of_the_plan_is_there() {
    let metadata = metadata();
    let packages = metadata.get("packages").and_then(Value::as_array).unwrap();
    for (room, _) in DOORS {
        assert!(
            packages
                .iter()
                .any(|package| text(package, "name") == *room),
            "{room} is gone"
        );
    }
}

/// One package as `cargo metadata` prints it, as far as the walls look.
fn workspace_with(package: &str, kind: &str, dependency: &str) -> Value {
    serde_json::json!({ "packages": [
        { "name": package, "dependencies": [{ "name": dependency, "kind": kind }] }
    ] })
}

#[test]
fn a_room_that_reaches_through_a_wall_is_found() {
    let found = breaches(&workspace_with(
        "fanfold-publish",
        "normal",
        "fanfold-graph",
    ));
    assert_eq!(found, ["fanfold-publish depends on fanfold-graph"]);
}

#[test]
fn a_test_only_dependency_is_no_way_around_a_wall() {
    assert_eq!(
        breaches(&workspace_with("fanfold-practice", "dev", "fanfold-graph")).len(),
        1
    );
    assert_eq!(
        breaches(&workspace_with("fanfold-tests", "dev", "fanfold")).len(),
        1
    );
}

#[test]
fn an_outside_system_in_the_wrong_room_is_found() {
    for (room, stranger) in [
        ("fanfold-workbench", "reqwest"),
        ("fanfold-cli", "tauri"),
        ("fanfold-tests", "tauri-plugin-window-state"),
        ("fanfold-publish", "sqlx"),
        ("fanfold-graph", "keyring"),
        ("fanfold-workbench", "zbus-secret-service-keyring-store"),
    ] {
        assert_eq!(
            breaches(&workspace_with(room, "normal", stranger)).len(),
            1,
            "{room} {stranger}"
        );
    }
}

#[test]
fn a_door_that_is_meant_to_be_open_is_open() {
    assert!(
        breaches(&workspace_with(
            "fanfold-workbench",
            "normal",
            "fanfold-store"
        ))
        .is_empty()
    );
    assert!(breaches(&workspace_with("fanfold-graph", "normal", "reqwest")).is_empty());
    assert!(breaches(&workspace_with("fanfold-practice", "dev", "turbojpeg")).is_empty());
}

#[test]
fn a_room_that_nobody_planned_is_found() {
    assert_eq!(
        breaches(&workspace_with("fanfold-utils", "normal", "serde")).len(),
        1
    );
}
