//! Where the programs under test and the sample photos are.

use std::env;
use std::path::{Path, PathBuf};

/// The repository's root.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// A program of ours: what the environment names, else the debug build beside the running test.
///
/// # Panics
/// When it has not been built.
pub fn program(name: &str, variable: &str) -> PathBuf {
    let named = env::var_os(variable).map(PathBuf::from);
    let path = named.unwrap_or_else(|| {
        let test = env::current_exe().expect("a test knows its own file");
        // target/debug/deps/flows-0123 stands one folder below the programs.
        let folder = test
            .ancestors()
            .nth(2)
            .expect("a test lies in target/debug/deps");
        folder.join(format!("{name}{}", env::consts::EXE_SUFFIX))
    });
    assert!(
        path.is_file(),
        "{} is not built: run `cargo build --workspace`",
        path.display()
    );
    path
}

/// The ten sample photos, in order: mixed shapes, JPEG, WebP and PNG, one sideways, one with a location.
pub fn samples() -> Vec<PathBuf> {
    let folder = root().join("samples/photos");
    let entries = std::fs::read_dir(folder).expect("the samples are in the repository");
    let mut photos: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    photos.sort();
    photos
}
