//! The durable side of the state: an append-only file of records.
//!
//! A change is written and flushed to the disk before it takes effect, and so
//! before any reply can tell of it. A line that a crash cut short is dropped on
//! the next start; a full disk undoes the half-written change and refuses the call.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ids::{IdKind, mint};
use crate::refusal::{Refusal, server_trouble};
use crate::state::{Record, State};

const FILE: &str = "practice.ledger";

pub(crate) struct Ledger {
    inner: Mutex<Inner>,
}

struct Inner {
    state: State,
    folder: PathBuf,
    file: File,
    length: u64,
    /// Lines in the file.
    lines: usize,
    /// Set when the server ends: what is still under way must not write any more,
    /// as the folder may be another process's by then.
    closed: bool,
}

/// Changes being prepared; they see the state as it was before them.
pub(crate) struct Change<'a> {
    pub(crate) state: &'a State,
    records: Vec<Record>,
    next: u64,
}

impl Change<'_> {
    pub(crate) fn put(&mut self, record: Record) {
        self.records.push(record);
    }

    /// A fresh id, never given out before.
    pub(crate) fn id(&mut self, kind: IdKind) -> String {
        let id = mint(kind, self.next);
        self.next += 1;
        id
    }
}

impl Ledger {
    /// Opens the ledger of a folder, replaying what it holds.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(FILE);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let (state, mut lines, whole) = replay(&text);
        if whole < text.len() {
            keep_damaged(&path, &text, whole)?;
        }
        let snapshot = state.snapshot();
        if whole < text.len() || is_long(lines, snapshot.len()) || text.is_empty() {
            rewrite(folder, &path, &snapshot)?;
            lines = snapshot.len();
        }
        let mut file = OpenOptions::new().read(true).write(true).open(&path)?;
        let length = file.seek(SeekFrom::End(0))?;
        Ok(Self {
            inner: Mutex::new(Inner {
                closed: false,
                state,
                folder: folder.to_owned(),
                file,
                length,
                lines,
            }),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // State changes only after a successful write, by code that cannot panic
        // half way, so a poisoned lock still guards a whole state.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses every later change; waits for one that is being written.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
    }

    /// Rewrites the file when most of it is history. Blocks on the disk.
    pub(crate) fn tidy(&self) -> io::Result<()> {
        let mut inner = self.lock();
        // Counting what there is costs as much as writing it, so only now and then.
        if inner.closed || inner.lines < 1000 || !inner.lines.is_multiple_of(100) {
            return Ok(());
        }
        let snapshot = inner.state.snapshot();
        if !is_long(inner.lines, snapshot.len()) {
            return Ok(());
        }
        let path = inner.folder.join(FILE);
        rewrite(&inner.folder, &path, &snapshot)?;
        let mut file = OpenOptions::new().read(true).write(true).open(&path)?;
        inner.length = file.seek(SeekFrom::End(0))?;
        inner.file = file;
        inner.lines = snapshot.len();
        Ok(())
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.lock().state)
    }

    /// Prepares a change, makes it durable, then lets it take effect. All under one
    /// lock: what `prepare` has seen is still so when its change lands. Blocks on
    /// the disk.
    pub(crate) fn commit<T>(
        &self,
        prepare: impl FnOnce(&mut Change<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut inner = self.lock();
        if inner.closed {
            return Err(server_trouble());
        }
        let mut change = Change {
            state: &inner.state,
            records: Vec::new(),
            next: inner.state.sequence,
        };
        let value = prepare(&mut change)?;
        let Change {
            mut records, next, ..
        } = change;
        if records.is_empty() {
            return Ok(value);
        }
        if next != inner.state.sequence {
            records.push(Record::Sequence(next));
        }
        inner.append(&records).map_err(|error| {
            tracing::error!(%error, "the practice ledger could not be written");
            server_trouble()
        })?;
        for record in records {
            inner.state.apply(record);
        }
        Ok(value)
    }
}

impl Inner {
    /// One line for all records of a change, so that a crash leaves all or none.
    fn append(&mut self, records: &[Record]) -> io::Result<()> {
        let mut line = serde_json::to_vec(records)?;
        line.push(b'\n');
        let length = self.length;
        let written = self
            .file
            .seek(SeekFrom::Start(length))
            .and_then(|_| self.file.write_all(&line))
            .and_then(|()| self.file.sync_data());
        match written {
            Ok(()) => {
                self.length += line.len() as u64;
                self.lines += 1;
            }
            Err(_) => self.file.set_len(length)?,
        }
        written
    }
}

/// Whether rewriting makes the file much shorter.
fn is_long(lines: usize, records: usize) -> bool {
    lines > 2 * records + 200
}

/// Applies every whole line. Gives the state, the number of lines and how many
/// bytes of the text were good.
fn replay(text: &[u8]) -> (State, usize, usize) {
    let mut state = State::default();
    let (mut lines, mut whole) = (0, 0);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let Ok(records) = serde_json::from_slice::<Vec<Record>>(line) else {
            break;
        };
        if !line.ends_with(b"\n") {
            break;
        }
        for record in records {
            state.apply(record);
        }
        lines += 1;
        whole += line.len();
    }
    (state, lines, whole)
}

/// A cut last line is what a crash leaves; anything more is kept for a person to see.
fn keep_damaged(path: &Path, text: &[u8], whole: usize) -> io::Result<()> {
    let lost = text.get(whole..).unwrap_or_default();
    let lines = lost.split(|byte| *byte == b'\n').count() - 1;
    tracing::warn!(
        bytes = lost.len(),
        lines,
        "the practice ledger ends in damage; the rest is used"
    );
    if lines > 0 {
        std::fs::copy(path, path.with_extension("damaged"))?;
    }
    Ok(())
}

fn rewrite(folder: &Path, path: &PathBuf, records: &[Record]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    for record in records {
        serde_json::to_writer(&mut file, &[record])?;
        file.write_all(b"\n")?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Makes a rename durable. Windows has no such call and needs none.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::state::Settings;

    fn set_quota(ledger: &Ledger, quota_total: u32) {
        ledger
            .commit(|change| {
                change.id(IdKind::Media);
                change.put(Record::Settings(Settings {
                    quota_total,
                    ..Settings::default()
                }));
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn a_torn_last_line_costs_only_that_change() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path()).unwrap();
        set_quota(&ledger, 7);
        drop(ledger);
        let path = folder.path().join(FILE);
        let mut text = std::fs::read(&path).unwrap();
        text.extend_from_slice(b"[{\"put\":\"settings\",\"val");
        std::fs::write(&path, text).unwrap();
        let ledger = Ledger::open(folder.path()).unwrap();
        assert_eq!(ledger.read(|state| state.settings.quota_total), 7);
        set_quota(&ledger, 8);
        drop(ledger);
        let ledger = Ledger::open(folder.path()).unwrap();
        assert_eq!(
            ledger.read(|state| (state.settings.quota_total, state.sequence)),
            (8, 2)
        );
    }

    #[test]
    fn a_ledger_of_the_first_version_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let text = r#"[{"put":"account","value":{"id":"1","scoped_id":"2","username":"a","name":"A","page_id":"3","page_name":"P","user_id":"4","user_name":"U"}}]
[{"put":"token","value":{"hash":"h","account":"1","flavour":"facebook","kind":"user","scopes":["instagram_basic"],"issued":"2026-11-01T00:00:00Z","expires":null}}]
[{"put":"settings","value":{"processing_ms":5,"quota_total":50,"containers_per_day":400,"verdicts":"sync","app_calls_per_hour":1,"business_calls_per_day":1,"clock_shift_seconds":0}}]
[{"put":"container","value":{"id":"7","account":"1","shape":"image","created":"2026-11-01T00:00:00Z","ready":"2026-11-01T00:00:00Z","outcome":{"failed":2207026},"picture":{"hash":"x","width":1,"height":1,"bytes":1}}}]
[{"put":"media","value":{"id":"8","account":"1","container":"7","shape":"image","shortcode":"s","timestamp":"2026-11-01T00:00:00Z","items":[],"particulars":{"caption":"c"},"comments_enabled":true}}]
"#;
        std::fs::write(folder.path().join(FILE), text).unwrap();
        let ledger = Ledger::open(folder.path()).unwrap();
        ledger.read(|state| {
            assert_eq!((state.accounts.len(), state.tokens.len()), (1, 1));
            assert_eq!((state.containers.len(), state.feed.len()), (1, 1));
            assert_eq!(state.settings.quota_total, 50);
        });
    }

    #[test]
    fn a_ledger_that_grows_is_rewritten_while_it_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path()).unwrap();
        let size = || std::fs::metadata(folder.path().join(FILE)).unwrap().len();
        let mut largest = 0;
        for n in 0..1300 {
            set_quota(&ledger, n);
            largest = largest.max(size());
            ledger.tidy().unwrap();
        }
        assert!(size() < largest / 2, "{largest} → {}", size());
        set_quota(&ledger, 4242);
        drop(ledger);
        let ledger = Ledger::open(folder.path()).unwrap();
        assert_eq!(ledger.read(|state| state.settings.quota_total), 4242);
    }

    #[test]
    fn a_long_ledger_is_rewritten_short() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path()).unwrap();
        for n in 0..300 {
            set_quota(&ledger, n);
        }
        drop(ledger);
        let before = std::fs::metadata(folder.path().join(FILE)).unwrap().len();
        let ledger = Ledger::open(folder.path()).unwrap();
        let after = std::fs::metadata(folder.path().join(FILE)).unwrap().len();
        assert!(after * 10 < before, "{before} → {after}");
        assert_eq!(
            ledger.read(|state| (state.settings.quota_total, state.sequence)),
            (299, 300)
        );
    }
}
