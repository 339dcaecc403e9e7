//! Versions are declared once: in the workspace. Every package takes them from there and has the shared lints.

use toml::{Table, Value};

use crate::files::{read, root, with_extension};

const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Dependencies of a manifest that bring a version, path or source of their own, in words.
fn own_versions(path: &str, manifest: &Table) -> Vec<String> {
    let mut tables: Vec<&Table> = vec![manifest];
    if let Some(targets) = manifest.get("target").and_then(Value::as_table) {
        tables.extend(targets.values().filter_map(Value::as_table));
    }
    let mut found = Vec::new();
    for table in tables {
        for section in SECTIONS {
            let dependencies = table.get(section).and_then(Value::as_table);
            for (name, value) in dependencies.into_iter().flatten() {
                if value.get("workspace").and_then(Value::as_bool) != Some(true) {
                    found.push(format!("{path}: {name}"));
                }
            }
        }
    }
    found
}

fn manifests() -> Vec<(String, Table)> {
    let manifests = with_extension(&["toml"]);
    let manifests = manifests
        .into_iter()
        .filter(|path| path.ends_with("Cargo.toml"));
    // The fuzzers are a workspace of their own, which nothing of ours is built with.
    let ours =
        |(path, table): &(String, Table)| path == "Cargo.toml" || !table.contains_key("workspace");
    manifests
        .map(|path| {
            let table = toml::from_str(&read(&path)).unwrap();
            (
                path.strip_prefix(root()).unwrap().display().to_string(),
                table,
            )
        })
        .filter(ours)
        .collect()
}

#[test]
fn every_version_is_declared_in_the_workspace() {
    let found: Vec<String> = manifests()
        .iter()
        .flat_map(|(path, manifest)| own_versions(path, manifest))
        .collect();
    assert!(
        found.is_empty(),
        "not `workspace = true`:\n  {}",
        found.join("\n  ")
    );
}

#[test]
fn every_package_has_the_lints_of_the_house() {
    for (path, manifest) in manifests() {
        let lints = manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace"));
        assert_eq!(
            lints.and_then(Value::as_bool),
            Some(true),
            "{path} has lints of its own"
        );
    }
}

#[test]
fn every_declared_version_is_used() {
    let manifests = manifests();
    let (_, workspace) = manifests
        .iter()
        .find(|(path, _)| path == "Cargo.toml")
        .unwrap();
    let declared = workspace
        .get("workspace")
        .and_then(|table| table.get("dependencies"));
    let used: Vec<&str> = manifests
        .iter()
        .flat_map(|(_, manifest)| names(manifest))
        .collect();
    let idle: Vec<&String> = declared
        .and_then(Value::as_table)
        .unwrap()
        .keys()
        .filter(|name| !used.contains(&name.as_str()))
        .collect();
    assert!(
        idle.is_empty(),
        "declared in Cargo.toml and used by no room: {idle:?}"
    );
}

fn names(manifest: &Table) -> Vec<&str> {
    let mut tables: Vec<&Table> = vec![manifest];
    if let Some(targets) = manifest.get("target").and_then(Value::as_table) {
        tables.extend(targets.values().filter_map(Value::as_table));
    }
    let sections = tables
        .into_iter()
        .flat_map(|table| SECTIONS.map(|section| table.get(section)));
    let dependencies = sections.flatten().filter_map(Value::as_table);
    dependencies
        .flat_map(|table| table.keys().map(String::as_str))
        .collect()
}

#[test]
fn a_version_of_its_own_is_found() {
    let manifest = "[dependencies]\nserde = \"1\"\nurl.workspace = true\n[target.'cfg(unix)'.dev-dependencies]\nlibc = { version = \"0.2\" }\n";
    let found = own_versions("x", &toml::from_str(manifest).unwrap());
    assert_eq!(found, ["x: serde", "x: libc"]);
}
