//! Whom a person mentioned, tagged or invited before, for completing a name. Read from what is
//! there, kept nowhere.

use std::collections::HashSet;

use fanfold_domain::caption::check;
use fanfold_domain::details::username;
use fanfold_domain::draft::Draft;
use jiff::Timestamp;

use crate::Workbench;
use crate::error::Result;
use crate::posts::PostDocument;

/// Names that are told.
const MOST: usize = 50;
/// Drafts, and posts of each kind, that are looked into, newest first.
const LOOKED_INTO: u32 = 100;

impl Workbench {
    /// Usernames of drafts and posts, last used first, each once, without `@`.
    pub async fn mention_history(&self) -> Result<Vec<String>> {
        let mut used: Vec<(Timestamp, Draft)> = Vec::new();
        for row in self.store.draft_lines(LOOKED_INTO).await? {
            let open = self.desk.with(&row.id, |draft| draft.doc.clone());
            let doc = match open {
                Ok(doc) => Some(doc),
                // One of a newer Fanfold, or gone by now, tells nothing here.
                Err(_) => self
                    .store
                    .draft(&row.id)
                    .await
                    .ok()
                    .map(|saved| saved.draft),
            };
            used.extend(doc.map(|doc| (row.updated_at, doc)));
        }
        for row in self.store.recent_posts(LOOKED_INTO).await? {
            let document = serde_json::from_str::<PostDocument>(&row.document);
            used.extend(
                document
                    .ok()
                    .map(|document| (row.updated_at, document.draft)),
            );
        }
        // What is being written now may not be on the disk yet.
        let current = self.desk.current();
        let open = current.and_then(|id| self.desk.with(&id, |draft| draft.doc.clone()).ok());
        used.extend(open.map(|doc| (self.now(), doc)));
        Ok(last_used(used))
    }
}

fn last_used(mut used: Vec<(Timestamp, Draft)>) -> Vec<String> {
    used.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut seen = HashSet::new();
    let names = used.iter().flat_map(|(_, draft)| names(draft));
    names
        .filter(|name| seen.insert(name.clone()))
        .take(MOST)
        .collect()
}

/// Everybody who is named in a draft.
fn names(draft: &Draft) -> Vec<String> {
    let written = [&draft.caption, &draft.first_comment];
    let written = written.into_iter().flat_map(|text| check(text).mentions);
    let tagged = draft.slides.iter().flat_map(|slide| &slide.tags);
    let tagged = tagged.map(|tag| tag.username.clone());
    let all = written.chain(tagged).chain(draft.collaborators.clone());
    all.filter_map(|name| username(&name).ok())
        .filter(|name| fanfold_domain::caption::is_username(name))
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use fanfold_domain::details::Tag;
    use fanfold_domain::draft::Slide;

    use super::*;

    fn at(second: i64, draft: Draft) -> (Timestamp, Draft) {
        (Timestamp::from_second(second).unwrap(), draft)
    }

    #[test]
    fn names_of_captions_tags_and_invitations_come_last_used_first_and_once() {
        let old = Draft {
            caption: "With @Ann and @ben, not me@example.com".into(),
            ..Draft::default()
        };
        let mut slide = Slide::new("s".into(), "m".into(), "a.jpg".into());
        slide.tags = vec![
            Tag::placed("carl", None, None),
            Tag::placed("nö", None, None),
        ];
        let new = Draft {
            first_comment: "@dora".into(),
            collaborators: vec!["ann".into()],
            slides: vec![slide],
            ..Draft::default()
        };
        let names = last_used(vec![at(1, old), at(2, new)]);
        assert_eq!(names, ["dora", "carl", "ann", "ben"]);
    }

    #[test]
    fn no_more_than_fifty_names_are_told() {
        let names: Vec<String> = (0..80).map(|number| format!("@u{number}")).collect();
        let caption = names.join(" ");
        let draft = Draft {
            caption,
            ..Draft::default()
        };
        assert_eq!(last_used(vec![at(1, draft)]).len(), 50);
    }
}
