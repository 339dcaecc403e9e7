//! Saved hashtag groups and texts: one setting, kept whole and in a person's order.

use std::collections::HashSet;

use fanfold_domain::caption::{check, thousands, utf16_len};
use fanfold_domain::{say, word};

use crate::Workbench;
use crate::error::{Result, WorkbenchError};
use crate::view::{HashtagGroup, Snippet, Wordbook};

const WORDBOOK: &str = "wordbook";

/// Groups, and texts, that are kept.
const MOST: usize = 200;
/// Hashtags of one group; a post takes 30 of them.
const MOST_TAGS: usize = 100;
/// Characters of a name.
const LONGEST_NAME: usize = 80;
/// UTF-16 code units of a text: what a caption holds.
const LONGEST_TEXT: u32 = 2200;
/// Characters of one hashtag; a caption of one long word is no hashtag to keep.
const LONGEST_TAG: usize = 150;

impl Workbench {
    /// Saved hashtag groups and texts.
    pub async fn wordbook(&self) -> Result<Wordbook> {
        Ok(self.store.setting(WORDBOOK).await?.unwrap_or_default())
    }

    /// Keeps them: whole, in this order, what is new with an id.
    ///
    /// # Errors
    /// A group or text without a name, a hashtag that is none, more than is kept. Then what was kept
    /// stays as it was.
    pub async fn wordbook_set(&self, wordbook: Wordbook) -> Result<Wordbook> {
        let kept = tidy(wordbook, || self.new_id())?;
        self.store.set_setting(WORDBOOK, &kept).await?;
        Ok(kept)
    }
}

fn wrong<T>(message: String) -> Result<T> {
    Err(WorkbenchError::Usage { message })
}

/// The wordbook as it is kept.
fn tidy(given: Wordbook, mut new_id: impl FnMut() -> String) -> Result<Wordbook> {
    for (what, many) in [
        (word!("hashtag groups"), given.groups.len()),
        (word!("texts"), given.snippets.len()),
    ] {
        if many > MOST {
            let many = thousands(many as u64);
            return wrong(say!(
                "These are {many} {what}; Fanfold keeps {most}.",
                many,
                what,
                most = MOST
            ));
        }
    }
    let mut ids = HashSet::new();
    let mut own_id = |id: String| {
        let fits = !id.is_empty() && id.len() <= 64 && !ids.contains(&id);
        let id = if fits { id } else { new_id() };
        ids.insert(id.clone());
        id
    };
    let mut groups = Vec::with_capacity(given.groups.len());
    for group in given.groups {
        let name = named(&group.name, word!("hashtag group"))?;
        let tags = hashtags(&group.tags, &name)?;
        groups.push(HashtagGroup {
            id: own_id(group.id),
            name,
            tags,
        });
    }
    let mut snippets = Vec::with_capacity(given.snippets.len());
    for snippet in given.snippets {
        let name = named(&snippet.name, word!("text"))?;
        let length = utf16_len(&snippet.text);
        if length > LONGEST_TEXT {
            return wrong(say!(
                "The text “{name}” has {length} characters and a caption holds {most}.",
                name,
                length = thousands(length.into()),
                most = thousands(LONGEST_TEXT.into())
            ));
        }
        if snippet.text.trim().is_empty() {
            return wrong(say!("The text “{name}” is empty.", name));
        }
        snippets.push(Snippet {
            id: own_id(snippet.id),
            name,
            text: snippet.text,
        });
    }
    Ok(Wordbook { groups, snippets })
}

fn named(name: &str, what: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return wrong(say!("Give the {what} a name.", what));
    }
    if name.chars().take(LONGEST_NAME + 1).count() > LONGEST_NAME {
        return wrong(say!(
            "The name of this {what} is too long: {most} characters at most.",
            what,
            most = LONGEST_NAME
        ));
    }
    Ok(name.to_owned())
}

/// The hashtags of what was typed, each once whatever its case, with `#`. Several may stand in one
/// entry, as they are pasted.
fn hashtags(given: &[String], group: &str) -> Result<Vec<String>> {
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    let words = given.iter().flat_map(|entry| {
        entry.split(|c: char| c.is_whitespace() || matches!(c, '#' | '＃' | ',' | ';'))
    });
    for word in words.filter(|word| !word.is_empty()) {
        let tag = format!("#{word}");
        let short = word.chars().take(LONGEST_TAG + 1).count() <= LONGEST_TAG;
        if !short || check(&tag).hashtags != [tag.as_str()] {
            let shown: String = tag.chars().filter(|c| !c.is_control()).take(40).collect();
            return wrong(say!(
                "“{shown}” is no hashtag. Use letters, digits and underscores.",
                shown
            ));
        }
        if seen.insert(tag.to_lowercase()) {
            kept.push(tag);
        }
        if kept.len() > MOST_TAGS {
            return wrong(say!(
                "“{group}” has more than {most} hashtags. A post takes 30; make several groups.",
                group,
                most = MOST_TAGS
            ));
        }
    }
    if kept.is_empty() {
        return wrong(say!("The group “{group}” has no hashtags yet.", group));
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn group(id: &str, name: &str, tags: &[&str]) -> HashtagGroup {
        HashtagGroup {
            id: id.into(),
            name: name.into(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        }
    }

    fn kept(groups: Vec<HashtagGroup>, snippets: Vec<Snippet>) -> Result<Wordbook> {
        let mut next = 0;
        tidy(Wordbook { groups, snippets }, || {
            next += 1;
            format!("n{next}")
        })
    }

    fn refused(groups: Vec<HashtagGroup>) -> String {
        kept(groups, Vec::new()).unwrap_err().to_string()
    }

    #[test]
    fn hashtags_are_kept_once_with_their_sign_however_they_were_typed() {
        let typed = ["bread", "#Bread ##brot2", " ＃パン, café;🥐"];
        let book = kept(vec![group("g", " Bakery ", &typed)], Vec::new()).unwrap();
        assert_eq!(book.groups[0].name, "Bakery");
        assert_eq!(
            book.groups[0].tags,
            ["#bread", "#brot2", "#パン", "#café", "#🥐"]
        );
    }

    #[test]
    fn what_is_new_gets_an_id_and_an_id_is_never_there_twice() {
        let groups = vec![group("", "a", &["x"]), group("g", "b", &["x"])];
        let text = Snippet {
            id: "g".into(),
            name: "c".into(),
            text: "Open".into(),
        };
        let book = kept(groups, vec![text]).unwrap();
        let ids = [&book.groups[0].id, &book.groups[1].id, &book.snippets[0].id];
        assert_eq!(ids, ["n1", "g", "n2"]);
        // Kept again it stays as it is.
        assert_eq!(tidy(book.clone(), || unreachable!()).unwrap(), book);
    }

    #[test]
    fn what_cannot_be_kept_says_which_and_why() {
        let no_tag = refused(vec![group("", "Bad", &["a-b"])]);
        assert!(no_tag.starts_with("“#a-b” is no hashtag"), "{no_tag}");
        let steered = refused(vec![group("", "Bad", &["a\u{202E}b"])]);
        assert!(steered.contains("is no hashtag"), "{steered}");
        let huge = refused(vec![group("", "Bad", &[&"x".repeat(1_000_000)])]);
        assert!(huge.len() < 200, "{huge}");
        assert!(refused(vec![group("", "  ", &["x"])]).contains("a name"));
        assert!(refused(vec![group("", &"n".repeat(81), &["x"])]).contains("80 characters"));
        assert!(refused(vec![group("", "Empty", &["#"])]).contains("no hashtags"));
        assert!(refused(vec![group("", "a", &["x"]); 201]).contains("201 hashtag groups"));
        let many: Vec<String> = (0..101).map(|number| format!("t{number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(refused(vec![group("", "Many", &many)]).contains("more than 100"));
        let text = Snippet {
            id: String::new(),
            name: "Long".into(),
            text: "x".repeat(2201),
        };
        let error = kept(Vec::new(), vec![text]).unwrap_err();
        assert!(error.to_string().contains("2,201"), "{error}");
    }
}
