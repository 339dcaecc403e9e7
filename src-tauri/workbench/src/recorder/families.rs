//! Calls, intents and events that belong together: an intent in the journal, the call that it led to,
//! the event that told of its answer.

use std::collections::{HashMap, HashSet};

use fanfold_domain::speech::{retold, told};
use fanfold_domain::{say, text};
use fanfold_store::JournalRow;
use jiff::Timestamp;

use super::said::Said;

/// What a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Family {
    Create,
    Parent,
    Upload,
    Look,
    Quota,
    Publish,
    List,
    Media,
    Comment,
    Comments,
}

impl Family {
    pub(super) fn of_endpoint(endpoint: &str) -> Option<Self> {
        Some(match endpoint {
            "container.create_carousel" => Self::Parent,
            "container.upload" | "photo.upload" => Self::Upload,
            "container.read" | "container.read_many" | "container.read_all" => Self::Look,
            "quota.read" => Self::Quota,
            "media.publish" => Self::Publish,
            "media.list" => Self::List,
            "media.read" => Self::Media,
            "comment.create" => Self::Comment,
            "comment.list" => Self::Comments,
            other if other.starts_with("container.create") => Self::Create,
            _ => return None,
        })
    }

    /// The machine's words are the publish room's; one that is not known here belongs to no call.
    fn of_intent(intent: &str) -> Option<Self> {
        Some(match intent.split(' ').next()? {
            "create_child" | "create_single" | "create_video" | "create_reel" | "create_story" => {
                Self::Create
            }
            "create_parent" => Self::Parent,
            "upload" => Self::Upload,
            "read" | "read_doubted" => Self::Look,
            "read_quota" => Self::Quota,
            "publish" => Self::Publish,
            "find_live" => Self::List,
            "read_media" => Self::Media,
            "comment" => Self::Comment,
            "list_comments" => Self::Comments,
            _ => return None,
        })
    }

    pub(super) fn of_event(event: &str) -> Option<Self> {
        Some(match event {
            "created" => Self::Create,
            "parent_created" => Self::Parent,
            "uploaded" => Self::Upload,
            "read" | "doubt_read" => Self::Look,
            "quota_read" => Self::Quota,
            "published" => Self::Publish,
            "looked_for" => Self::List,
            "media_read" => Self::Media,
            "commented" => Self::Comment,
            "comments_listed" => Self::Comments,
            _ => return None,
        })
    }

    /// Asked again and again without any trouble.
    fn polls(self) -> bool {
        matches!(self, Self::Look | Self::List | Self::Quota | Self::Comments)
    }
}

/// Something that was tried again.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Again {
    pub(super) family: Family,
    /// The place of the slide that it was about, from 1.
    pub(super) slide: Option<i64>,
    /// When it was written down, just before the call.
    pub(super) at: Timestamp,
    pub(super) why: String,
}

const ENDED: &str = text!("Fanfold had ended before an answer came.");

/// What the journal says was done a second time, and why.
pub(super) fn tried_again(journal: &[JournalRow]) -> Vec<Again> {
    let mut again = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let mut trouble: HashMap<Family, String> = HashMap::new();
    let mut under_way: HashMap<Family, u32> = HashMap::new();
    for row in journal {
        let said = Said::of(row);
        if row.kind == "resume" {
            // What was under way has no answer any more.
            for (family, _) in under_way.drain().filter(|(_, calls)| *calls > 0) {
                trouble.insert(family, told(ENDED).to_owned());
            }
        }
        if let Some(family) = Family::of_event(&row.kind) {
            if let Some(calls) = under_way.get_mut(&family) {
                *calls = calls.saturating_sub(1);
            }
            match said.outcome {
                Some(outcome) => drop(trouble.insert(family, sentence(&outcome))),
                None if family.polls() => drop(trouble.remove(&family)),
                None => {}
            }
        }
        for intent in said.intents {
            let Some(family) = Family::of_intent(&intent) else {
                continue;
            };
            *under_way.entry(family).or_default() += 1;
            let slide = slide_of(family, &intent);
            let repeated = !seen.insert(intent) && !family.polls();
            let why = trouble.get(&family).cloned();
            let why = match why {
                Some(why) if repeated || family.polls() => why,
                None if repeated => say!("What it led to was of no use any more."),
                _ => continue,
            };
            if family.polls() {
                trouble.remove(&family);
            }
            again.push(Again {
                family,
                slide,
                at: row.at,
                why,
            });
        }
    }
    again
}

/// `create_child 3`: the numbers of other intents count or name something else.
fn slide_of(family: Family, intent: &str) -> Option<i64> {
    let (_, number) = intent.split_once(' ')?;
    matches!(family, Family::Create | Family::Upload)
        .then(|| number.parse().ok())
        .flatten()
}

/// `Title: technical` as the machine writes it, without the part that is for support.
pub(super) fn sentence(outcome: &str) -> String {
    let title = outcome.split_once(": ").map_or(outcome, |(title, _)| title);
    retold(title.trim()).trim_end_matches('.').to_owned() + "."
}
