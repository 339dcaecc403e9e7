//! The drafts in the rail: those that are open as they are now, the others as they were last seen.
//!
//! Deliberately not here: the words that are searched, and in which order (the store's).

use std::sync::Arc;

use fanfold_domain::speech::{Language, language};
use fanfold_domain::{say, word};
use fanfold_store::{DraftLine, StoreError};
use serde::{Deserialize, Serialize};

use super::OpenDraft;
use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::{DraftSummary, Event, Tone};
use crate::words::sortable;

/// Drafts that are listed, and found, at most.
const SHOWN: u32 = 200;

/// A draft's line as the database keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    title: String,
    line: String,
    tone: Tone,
    /// The hash of the first slide's original, where that can be shown.
    thumb: Option<String>,
    /// The language that the words are in.
    #[serde(default)]
    language: Language,
    #[serde(skip, default = "read")]
    read: bool,
}

fn read() -> bool {
    true
}

impl Kept {
    pub(crate) fn of(draft: &OpenDraft, summary: &DraftSummary) -> Self {
        let first = draft.doc.slides.first();
        let thumb = first.filter(|_| summary.thumb_url.is_some());
        Self {
            title: summary.title.clone(),
            line: summary.line.clone(),
            tone: summary.tone,
            thumb: thumb.map(|slide| slide.media.clone()),
            language: language(),
            read: true,
        }
    }

    /// As the database takes it; nothing where that cannot be, and the draft is judged again.
    pub(crate) fn text(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    fn summary(self, base: &str, line: DraftLine) -> DraftSummary {
        DraftSummary {
            id: line.id,
            title: self.title,
            line: self.line,
            tone: self.tone,
            thumb_url: self.thumb.map(|hash| format!("{base}thumb/{hash}")),
            updated_at: sortable(line.updated_at),
        }
    }
}

/// What the rail shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DraftList {
    /// Last changed first, new ones on top, the first two hundred.
    pub(crate) drafts: Vec<DraftSummary>,
    /// How many there are.
    pub(crate) total: u32,
}

impl Workbench {
    pub(crate) async fn draft_list(self: &Arc<Self>) -> Result<DraftList> {
        let mut new = self.desk.never_saved();
        // An id grows with the time it was made at.
        new.sort_unstable_by(|a, b| b.cmp(a));
        let now = sortable(self.now());
        let mut drafts: Vec<DraftSummary> = new
            .iter()
            .filter_map(|id| self.summary_of(id, &now).map(|(summary, _)| summary))
            .collect();
        let total = self.store.count_drafts().await? + drafts.len() as u32;
        let lines = self.store.draft_lines(SHOWN).await?;
        drafts.extend(self.listed(lines).await?);
        drafts.truncate(SHOWN as usize);
        Ok(DraftList { drafts, total })
    }

    /// Drafts whose title or caption has these words, newest first, at most 200.
    pub async fn drafts_find(self: &Arc<Self>, text: &str) -> Result<Vec<DraftSummary>> {
        let lines = self.store.find_drafts(text, SHOWN).await?;
        self.listed(lines).await
    }

    /// Tells the window which drafts there are.
    pub(crate) async fn say_drafts(self: &Arc<Self>) {
        if self.nobody_listens() {
            return;
        }
        match self.draft_list().await {
            Ok(DraftList { drafts, total }) => self.say(Event::Drafts { drafts, total }),
            Err(error) => tracing::warn!(%error, "the list of drafts could not be read"),
        }
    }

    async fn listed(self: &Arc<Self>, lines: Vec<DraftLine>) -> Result<Vec<DraftSummary>> {
        let mut drafts = Vec::with_capacity(lines.len());
        let mut fresh = Vec::new();
        for line in lines {
            let kept = line.summary.as_deref();
            let kept: Option<Kept> = kept.and_then(|text| serde_json::from_str(text).ok());
            // What was judged in another language is judged anew.
            let kept = kept.filter(|kept| kept.language == language());
            let open = self.summary_of(&line.id, &sortable(line.updated_at));
            if let Some((summary, now)) = open {
                if kept.as_ref() != Some(&now) {
                    fresh.extend(now.text().map(|text| (line.id, text)));
                }
                drafts.push(summary);
                continue;
            }
            let kept = if kept.is_some() {
                kept
            } else {
                let kept = self.judge(&line.id).await?;
                // What could not be read is tried again the next time.
                let lasting = kept.as_ref().filter(|kept| kept.read);
                let text = lasting.and_then(Kept::text);
                fresh.extend(text.map(|text| (line.id.clone(), text)));
                kept
            };
            drafts.extend(kept.map(|kept| kept.summary(&self.media_base, line)));
        }
        self.store.set_draft_summaries(&fresh).await?;
        Ok(drafts)
    }

    /// How a draft that is open stands in the list now.
    pub(crate) fn summary_of(&self, id: &str, updated_at: &str) -> Option<(DraftSummary, Kept)> {
        let look = |draft: &mut OpenDraft| {
            let summary = draft.summary(&self.surroundings(draft), updated_at.to_owned());
            let kept = Kept::of(draft, &summary);
            (summary, kept)
        };
        self.desk.with(id, look).ok()
    }

    /// Looks at a draft that is not open; `None` when it is gone.
    async fn judge(self: &Arc<Self>, id: &str) -> Result<Option<Kept>> {
        let draft = match self.fetch(id).await {
            Ok(draft) => draft,
            Err(WorkbenchError::DraftGone) => return Ok(None),
            // It stays in sight, and is left as it is.
            Err(WorkbenchError::DraftNewer) => {
                return Ok(Some(self.unread(id, word!("Needs a newer Fanfold")).await?));
            }
            Err(WorkbenchError::Store(StoreError::DamagedDocument { .. })) => {
                return Ok(Some(self.unread(id, word!("Cannot be read")).await?));
            }
            Err(error) => return Err(error),
        };
        self.learn_post_of(id).await?;
        let summary = draft.summary(&self.surroundings(&draft), String::new());
        Ok(Some(Kept::of(&draft, &summary)))
    }

    async fn unread(&self, id: &str, line: &str) -> Result<Kept> {
        let title = self.store.draft_title(id).await?;
        Ok(Kept {
            title: match title.trim() {
                "" => say!("Untitled"),
                title => title.to_owned(),
            },
            line: line.to_owned(),
            tone: Tone::Block,
            thumb: None,
            language: language(),
            read: false,
        })
    }
}
