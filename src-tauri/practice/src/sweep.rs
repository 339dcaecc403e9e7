//! What has had its time leaves: containers, codes, tokens that ended long ago.
//!
//! Memory and ledger stay as small as what still matters. Posts, comments and accounts stay.

use std::collections::HashSet;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::ledger::Change;
use crate::state::{Record, State};

/// Containers live 24 hours at Meta; as long again they can still be asked about.
const CONTAINER: SignedDuration = SignedDuration::from_hours(48);
/// A code lives an hour; for a day it is known why it is refused.
const CODE: SignedDuration = SignedDuration::from_hours(24);
/// A token that ended is refused with its reason for a month, then like one never seen.
const TOKEN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Puts what is old into a change, to be forgotten.
pub(crate) fn sweep(change: &mut Change<'_>, now: Timestamp) {
    let state = change.state;
    let age = |since: Timestamp| now.duration_since(since);
    for container in state.containers.values() {
        if age(container.created) >= CONTAINER {
            change.put(Record::ContainerGone(container.id.clone()));
        }
    }
    for code in state.codes.values() {
        if age(code.issued) >= CODE {
            change.put(Record::CodeGone(code.hash.clone()));
        }
    }
    for token in state.tokens.values() {
        if token.expires.is_some_and(|expires| age(expires) >= TOKEN) {
            change.put(Record::TokenGone(token.hash.clone()));
        }
    }
}

/// Removes files that nothing names any more. Only while no call is being answered.
pub(crate) fn clear_files(state: &State, pictures: &Path, uploads: &Path) -> std::io::Result<()> {
    let kept: HashSet<&str> = state.files().collect();
    remove(pictures, |name| !kept.contains(name))?;
    remove(uploads, |name| !state.containers.contains_key(name))
}

fn remove(folder: &Path, unwanted: impl Fn(&str) -> bool) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(&unwanted) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
