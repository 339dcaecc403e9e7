//! Any bytes as a film whose index is to be moved to its front. What comes out counts as a film too,
//! holds nothing that the original did not, and nothing is left lying about.

#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use fanfold_domain::clip::{ClipChoice, Pictures, plan_clip};
use fanfold_domain::draft::PostKind;
use fanfold_domain::rules::Policy;
use fanfold_media::{Cancel, probe, repack};
use libfuzzer_sys::fuzz_target;

/// One folder a fuzzer; in memory where the system has such a place.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let root = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let folder = root.join(format!("fanfold-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for films");
    folder
});

fuzz_target!(|data: &[u8]| {
    let source = FOLDER.join("film.mp4");
    fs::write(&source, data).expect("room for a film");
    let facts = probe(&source);
    let policy = Policy::default();
    let Some(mut recipe) = plan_clip(&facts, PostKind::Reel, &policy, None, ClipChoice::default())
    else {
        return;
    };
    // Whatever else would have to be done: here only the order of the bytes is asked for.
    recipe.pictures = Pictures::Copy;
    recipe.cut = None;
    recipe.edited = false;
    if let Ok(Some(made)) = repack(&source, &facts, &recipe, &FOLDER, &Cancel::new(), &|_| {}) {
        let size = fs::metadata(made.path()).expect("it was made").len();
        assert!(size <= data.len() as u64 + 64, "{size} bytes of {}", data.len());
        assert_eq!(made.facts.video.and_then(|video| video.moov_first), Some(true));
    }
    let left = fs::read_dir(&*FOLDER).expect("the folder is there").count();
    assert_eq!(left, 1, "only the original is left");
});
