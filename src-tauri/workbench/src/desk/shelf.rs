//! What is known of the files in the library: facts of originals and of what recipes made of them.

use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock};

use fanfold_domain::clip::ToolTrouble;
use fanfold_domain::draft::Slide;
use fanfold_domain::media::{MediaFacts, Unreadable};
use fanfold_media::Output;

/// Facts by content hash, and by hash and recipe key.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    originals: RwLock<HashMap<String, MediaFacts>>,
    outputs: RwLock<HashMap<(String, String), Output>>,
    /// Those that were there once and could not be made again.
    lost: RwLock<HashSet<(String, String)>>,
    /// Why clips cannot be made ready here, as far as is known.
    trouble: RwLock<Option<ToolTrouble>>,
}

impl Shelf {
    /// Why clips cannot be made ready, or be shown, on this machine; `None` when they can.
    pub(crate) fn clip_trouble(&self) -> Option<ToolTrouble> {
        *self.trouble.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn know_clip_trouble(&self, trouble: Option<ToolTrouble>) {
        *self.trouble.write().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    pub(crate) fn know(&self, hash: &str, facts: MediaFacts) {
        self.originals
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(hash.to_owned(), facts);
    }

    pub(crate) fn knows(&self, hash: &str) -> bool {
        self.originals
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains_key(hash)
    }

    pub(crate) fn original_facts(&self, hash: &str) -> Option<MediaFacts> {
        self.originals
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(hash)
            .cloned()
    }

    /// What the original of a slide is. A file that never came in is a fact too.
    pub(crate) fn facts(&self, slide: &Slide) -> MediaFacts {
        let missing = slide.unreadable.unwrap_or(Unreadable::Missing);
        self.originals
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&slide.media)
            .cloned()
            .unwrap_or_else(|| MediaFacts::unreadable("unknown", 0, missing))
    }

    pub(crate) fn know_output(&self, hash: &str, key: &str, output: Output) {
        let place = (hash.to_owned(), key.to_owned());
        self.lost
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&place);
        self.outputs
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(place, output);
    }

    /// What a recipe made is gone and cannot be made again: the slide is judged by its original
    /// until it can.
    pub(crate) fn lose_output(&self, hash: &str, key: &str) {
        self.lost
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((hash.to_owned(), key.to_owned()));
    }

    /// It is tried once more.
    pub(crate) fn expect_output(&self, hash: &str, key: &str) {
        self.lost
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&(hash.to_owned(), key.to_owned()));
    }

    fn is_lost(&self, hash: &str, key: &str) -> bool {
        self.lost
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&(hash.to_owned(), key.to_owned()))
    }

    pub(crate) fn output(&self, hash: &str, key: &str) -> Option<Output> {
        self.outputs
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&(hash.to_owned(), key.to_owned()))
            .cloned()
    }

    /// The output that a window's address means; see [`tag`].
    pub(crate) fn output_by_tag(&self, hash: &str, wanted: &str) -> Option<Output> {
        let outputs = self.outputs.read().unwrap_or_else(PoisonError::into_inner);
        let mut of_hash = outputs.iter().filter(|((own, _), _)| own == hash);
        of_hash
            .find(|((_, key), _)| tag(key) == wanted)
            .map(|(_, output)| output.clone())
    }

    /// The facts of a slide as it would be published: of the fixed file where there is one, else of
    /// the original, also where the fixed file cannot be made again. `None` while it is being made.
    pub(crate) fn published(&self, slide: &Slide) -> Option<MediaFacts> {
        let Some(key) = slide.fix_key() else {
            return Some(self.facts(slide));
        };
        let made = self.output(&slide.media, &key).map(|output| output.facts);
        made.or_else(|| {
            let lost = self.is_lost(&slide.media, &key);
            lost.then(|| self.facts(slide))
        })
    }
}

/// A recipe key as a short name for an address (64-bit FNV-1a, hexadecimal): the window learns no
/// path and needs none.
pub(crate) fn tag(key: &str) -> String {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
