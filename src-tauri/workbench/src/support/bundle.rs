//! The support file itself.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use fanfold_store::{Account, Store};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Mask, write_file};
use crate::Workbench;
use crate::accounts::Details;
use crate::error::{Result, WorkbenchError};
use crate::recorder::{call, entry, standing};

/// Entries of the journal that go along, the newest.
const JOURNAL: u32 = 20_000;
/// Calls that go along, the newest.
const CALLS: u32 = 10_000;
/// Posts whose whole record goes along: the next so many, and as many that are over or stopped.
const TIMELINES: u32 = 30;
/// Of each log file, the end; in bytes.
const LOG: u64 = 8 * 1024 * 1024;

const README: &str = "Fanfold support file\n\n\
    about.json       versions, system\n\
    settings.json    what was chosen\n\
    accounts.json    how each account stands\n\
    posts.json       where each post stands, without what it is made of\n\
    journal.jsonl    what was about to be done and what came of it\n\
    calls.jsonl      every call: names, times, codes\n\
    timelines/       both together, for the posts at hand\n\
    logs/            what Fanfold wrote while it ran\n\n\
    Tokens, secrets, login codes and keys are masked with ***. Pictures, captions and drafts are not here.\n";

impl Workbench {
    /// Writes everything that helps somebody to help, as one zip.
    ///
    /// # Errors
    /// A file that cannot be written; a database that cannot be read.
    pub async fn support_file(&self, to: &Path) -> Result<()> {
        self.call_book.flush().await;
        let mask = self.mask().await;
        let mut parts = Parts::new(mask);
        parts.plain("README.txt", README);
        parts.json("about.json", self.about());
        let settings = serde_json::to_value(self.settings());
        parts.json("settings.json", settings.unwrap_or_default());
        let accounts = self.store.accounts().await?;
        parts.json("accounts.json", accounts.iter().map(account).collect());
        self.add_posts(&mut parts).await?;
        parts.lines("journal.jsonl", journal(&self.store).await?);
        let calls = self.store.recent_calls(CALLS).await?;
        parts.lines("calls.jsonl", calls.iter().map(call).collect());
        let logs = self.folder.logs();
        let pack = move || {
            for log in log_files(&logs) {
                parts.log(&log);
            }
            parts.pack()
        };
        let packed = tokio::task::spawn_blocking(pack)
            .await
            .map_err(|error| WorkbenchError::internal(&error))?
            .map_err(|error| WorkbenchError::internal(&error))?;
        write_file(to, packed).await
    }

    async fn add_posts(&self, parts: &mut Parts) -> Result<()> {
        let lines = self.store.lines().await?;
        parts.json("posts.json", lines.iter().map(standing).collect());
        for post in self.store.recent_posts(TIMELINES).await? {
            let record = self.record_of(&post.id).await?;
            parts.json(&format!("timelines/{}.json", post.id), record);
        }
        Ok(())
    }

    fn about(&self) -> Value {
        json!({
            "fanfold": env!("CARGO_PKG_VERSION"),
            "written": self.now(),
            "system": std::env::consts::OS,
            "processor": std::env::consts::ARCH,
            "release": release(),
            "desktop": std::env::var("XDG_CURRENT_DESKTOP").ok(),
            "display": std::env::var("XDG_SESSION_TYPE").ok(),
            "graph_api": self.graph_version(),
        })
    }
}

/// How the system calls itself, where it says.
fn release() -> Option<String> {
    let text = std::fs::read_to_string("/etc/os-release").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(line.trim_matches('"').to_owned())
}

/// How an account stands, without its name.
fn account(account: &Account) -> Value {
    let details = Details::of(account);
    json!({
        "id": account.id,
        "flavour": account.flavour,
        "own_graph_url": account.graph_url.is_some(),
        // A bucket's address may name its owner; which kind it is says enough.
        "media_host": account.media_host.split(':').next(),
        "token_state": account.token_state,
        "token_expires_at": account.token_expires_at,
        "paused_until": account.pause.as_ref().and_then(|pause| pause.until),
        "pause_reason": account.pause.as_ref().map(|pause| pause.reason.as_str()),
        "account_type": details.account_type,
        "permissions": details.permissions,
        "issued": details.issued,
        "quota": details.quota,
        "checked": details.checked,
        "trouble": details.trouble,
        "renewal_tried": details.renewal_tried,
    })
}

async fn journal(store: &Store) -> Result<Vec<Value>> {
    let rows = store.recent_journal(JOURNAL).await?;
    Ok(rows.iter().map(entry).collect())
}

/// Fanfold's own log files, oldest first.
fn log_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let ours = |path: &PathBuf| path.extension().is_some_and(|end| end == "jsonl");
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(ours)
        .collect();
    files.sort();
    files
}

/// The end of a file, from the start of a line on.
fn tail(path: &Path) -> std::io::Result<String> {
    use std::io::{Read, Seek, SeekFrom};
    let mut file = std::fs::File::open(path)?;
    let length = file.metadata()?.len();
    let skipped = length.saturating_sub(LOG);
    file.seek(SeekFrom::Start(skipped))?;
    let mut bytes = Vec::new();
    file.take(LOG).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let from = match (skipped, text.find('\n')) {
        (0, _) | (_, None) => 0,
        (_, Some(end)) => end + 1,
    };
    Ok(text.get(from..).unwrap_or_default().to_owned())
}

/// What goes into the file, masked as it comes in.
struct Parts {
    mask: Mask,
    files: Vec<(String, String)>,
}

impl Parts {
    fn new(mask: Mask) -> Self {
        Self {
            mask,
            files: Vec::new(),
        }
    }

    fn plain(&mut self, name: &str, text: &str) {
        self.files.push((name.to_owned(), text.to_owned()));
    }

    fn json(&mut self, name: &str, value: Value) {
        let masked = self.mask.value(value);
        let text = serde_json::to_string_pretty(&masked).unwrap_or_default();
        self.files.push((name.to_owned(), text));
    }

    fn lines(&mut self, name: &str, rows: Vec<Value>) {
        let row = |row| self.mask.value(row).to_string() + "\n";
        let text = rows.into_iter().map(row).collect();
        self.files.push((name.to_owned(), text));
    }

    /// A log that cannot be read says so in its place.
    fn log(&mut self, path: &Path) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = tail(path).unwrap_or_else(|error| format!("cannot be read: {error}\n"));
        let masked = self.mask.text(&text);
        self.files.push((format!("logs/{name}"), masked));
    }

    fn pack(self) -> zip::result::ZipResult<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let how = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, text) in self.files {
            zip.start_file(name, how)?;
            zip.write_all(text.as_bytes())?;
        }
        Ok(zip.finish()?.into_inner())
    }
}
