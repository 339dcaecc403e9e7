//! Whether the disk has room for a build, asked before the first minute is spent on it.

use std::path::Path;

use crate::error::{Error, Result};

/// What a first build of everything, its checks and its tests leave in the target folder, incremental state apart:
/// estimated from a folder in use, where that took 13 GB (Linux, Rust 1.95, 2026-11), and a little more.
const FIRST_BUILD: u64 = 16_000_000_000;

/// A compiler that meets a full disk stops in the middle of a panic of its own, a quarter of an hour later.
pub(crate) fn room_for_a_build(target: &Path) -> Result<()> {
    let built = target.join("debug/deps").exists();
    match free(target) {
        Some(free) if !built && free < FIRST_BUILD => Err(too_little(free, target)),
        _ => Ok(()),
    }
}

fn too_little(free: u64, target: &Path) -> Error {
    let gigabytes = |bytes: u64| bytes / 1_000_000_000;
    Error::Machine(format!(
        "Building and testing everything takes about {} GB, and the disk of {} has {} GB left. Free some space, or set CARGO_TARGET_DIR to a folder on another disk.",
        gigabytes(FIRST_BUILD),
        target.display(),
        gigabytes(free)
    ))
}

/// Bytes that may still be written where this folder is or will be; nothing where the system does not tell.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|folder| folder.exists())?;
    let disk = rustix::fs::statvfs(there).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_is_too_small_is_told_with_both_figures_and_a_way_out() {
        let told = too_little(7_400_000_000, Path::new("/somewhere/target")).to_string();
        for part in ["16 GB", "7 GB", "/somewhere/target", "CARGO_TARGET_DIR"] {
            assert!(told.contains(part), "{part} is missing: {told}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_disk_is_asked_even_where_the_folder_is_not_there_yet() {
        let home = tempfile::tempdir().expect("a folder");
        assert!(free(&home.path().join("not/yet")).is_some_and(|free| free > 0));
    }

    #[test]
    fn a_folder_with_a_build_in_it_is_not_asked_for_a_second_one() {
        let home = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(home.path().join("debug/deps")).expect("a build");
        assert!(room_for_a_build(home.path()).is_ok());
    }
}
