//! Skips work whose inputs have not changed since it last succeeded: a hash of the files' names and contents.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Does `work` unless `inputs` are as they were after the last time and `product` is there.
pub(crate) fn unless_unchanged(
    stamp: &Path,
    inputs: &[PathBuf],
    product: &Path,
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let now = hash(inputs)?;
    let before = fs::read_to_string(stamp).unwrap_or_default();
    if before == now && product.exists() {
        return Ok(());
    }
    work()?;
    if let Some(folder) = stamp.parent() {
        fs::create_dir_all(folder).map_err(Error::io(folder.display().to_string()))?;
    }
    fs::write(stamp, now).map_err(Error::io(stamp.display().to_string()))
}

/// Hash of all files below `inputs`, leaving out what is installed or generated.
fn hash(inputs: &[PathBuf]) -> Result<String> {
    let mut files = BTreeSet::new();
    for input in inputs {
        collect(input, &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content = fs::read(&file).map_err(Error::io(file.display().to_string()))?;
        (&file, content).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.insert(path.to_owned());
        return Ok(());
    }
    let generated = ["node_modules", "dist", "coverage", ".vite"];
    if path
        .file_name()
        .is_some_and(|name| generated.iter().any(|skip| name == *skip))
    {
        return Ok(());
    }
    let Ok(entries) = fs::read_dir(path) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry.map_err(Error::io(path.display().to_string()))?;
        collect(&entry.path(), files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn unchanged_inputs_are_not_worked_on_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let (input, product) = (folder.path().join("in"), folder.path().join("out"));
        let stamp = folder.path().join("stamps/ui");
        let times = Cell::new(0);
        let work = || {
            times.set(times.get() + 1);
            fs::write(&product, "made").map_err(Error::io("out"))
        };
        let inputs = vec![input.clone()];
        fs::write(&input, "one").expect("written");
        unless_unchanged(&stamp, &inputs, &product, work).expect("works");
        unless_unchanged(&stamp, &inputs, &product, work).expect("works");
        assert_eq!(times.get(), 1);

        fs::write(&input, "two").expect("written");
        unless_unchanged(&stamp, &inputs, &product, work).expect("works");
        assert_eq!(times.get(), 2, "a changed input is worked on");

        fs::remove_file(&product).expect("removed");
        unless_unchanged(&stamp, &inputs, &product, work).expect("works");
        assert_eq!(times.get(), 3, "a missing product is made again");
    }

    #[test]
    fn failed_work_leaves_no_stamp() {
        let folder = tempfile::tempdir().expect("a folder");
        let stamp = folder.path().join("stamp");
        let failed = unless_unchanged(&stamp, &[], folder.path(), || {
            Err(Error::Checks("no".into()))
        });
        assert!(failed.is_err() && !stamp.exists());
    }
}
