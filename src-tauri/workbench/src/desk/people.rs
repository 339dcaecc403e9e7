//! The people on pictures that are cut or turned otherwise: they stay where they were seen.

use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::shown::{Shown, follow};
use fanfold_domain::{say, word};

use super::Shelf;
use super::open::OpenDraft;
use crate::words::count;

/// Names that a step's label has room for.
const NAMED: usize = 2;

/// Makes a change of pictures as one undo step. Whoever is tagged stays where they are on the
/// picture; whoever is no longer on it is tagged no more, and the step says so.
pub(super) fn change_pictures(
    draft: &mut OpenDraft,
    shelf: &Shelf,
    label: &str,
    change: impl FnOnce(&mut Draft),
) {
    let mut after = draft.doc.clone();
    change(&mut after);
    let mut left = Vec::new();
    for slide in &mut after.slides {
        let before = draft.doc.slides.iter().find(|own| own.id == slide.id);
        if let Some(before) = before {
            left.extend(stay(before, slide, shelf));
        }
    }
    draft.change(&said(label, &left), |doc| *doc = after);
}

/// Puts the people of one slide where they are now; the names of those who are no longer on it.
fn stay(before: &Slide, slide: &mut Slide, shelf: &Shelf) -> Vec<String> {
    // Another file, or a part of it: what was known of places is of no use, or was seen to already.
    let same = before.media == slide.media && before.part == slide.part;
    if !same || before.tags != slide.tags {
        return Vec::new();
    }
    let facts = shelf.facts(slide);
    let (was, is) = (
        Shown::of(&facts, before.recipe.as_ref()),
        Shown::of(&facts, slide.recipe.as_ref()),
    );
    let (Some(was), Some(is)) = (was, is) else {
        return Vec::new();
    };
    // The same cut: not even a rounding moves them.
    if was == is {
        return Vec::new();
    }
    let followed = follow(&slide.tags, was, is);
    slide.tags = followed.tags;
    followed.left
}

fn said(label: &str, left: &[String]) -> String {
    if left.is_empty() {
        return label.to_owned();
    }
    if left.len() > NAMED {
        return say!(
            "{label} without {tags}",
            label,
            tags = count(left.len(), word!("tag"), word!("tags"))
        );
    }
    let names: Vec<String> = left.iter().map(|name| format!("@{name}")).collect();
    say!(
        "{label} without {tags}",
        label,
        tags = names.join(word!(" and "))
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use fanfold_domain::details::Tag;
    use fanfold_domain::media::{MediaFacts, MediaKind, Unreadable};
    use fanfold_domain::plan::{FitChoice, plan};
    use fanfold_domain::rules::Policy;

    use super::*;
    use crate::desk::Saved;

    fn wide() -> (OpenDraft, Shelf, MediaFacts) {
        let shelf = Shelf::default();
        let facts = MediaFacts {
            kind: MediaKind::Image,
            width: 2000,
            height: 1000,
            unreadable: None,
            decodable: true,
            ..MediaFacts::unreadable("jpeg", 1, Unreadable::Empty)
        };
        shelf.know("m", facts.clone());
        let mut slide = Slide::new("s".into(), "m".into(), "a.jpg".into());
        slide.tags = vec![
            Tag::placed("ann", Some(0.5), Some(0.4)),
            Tag::placed("ben", Some(0.05), Some(0.4)),
        ];
        let doc = Draft {
            slides: vec![slide],
            ..Draft::default()
        };
        (OpenDraft::new("d".into(), doc, 0, Saved::New), shelf, facts)
    }

    #[test]
    fn a_crop_takes_people_along_names_whom_it_cuts_away_and_one_undo_brings_both_back() {
        let (mut draft, shelf, facts) = wide();
        let before = draft.doc.clone();
        let kind = fanfold_domain::draft::PostKind::Feed;
        let crop = FitChoice::Crop { focus: (0.75, 0.5) };
        let square = plan(&facts, kind, &Policy::default(), Some(1.0), crop).unwrap();
        change_pictures(&mut draft, &shelf, "fixing a slide", |doc| {
            doc.slides[0].recipe = Some(square);
        });
        // The right half: who was in the middle is at its left edge.
        let ann = Tag::placed("ann", Some(0.0), Some(0.4));
        assert_eq!(draft.doc.slides[0].tags, [ann]);
        let label = "fixing a slide without @ben";
        assert_eq!(draft.undo_label().as_deref(), Some(label));
        let after = draft.doc.clone();
        draft.undo();
        assert_eq!(draft.doc, before);
        assert_eq!(draft.undo_label(), None, "one step");
        draft.redo();
        assert_eq!(draft.doc, after);
    }

    #[test]
    fn a_change_that_shows_the_same_moves_nobody() {
        let (mut draft, shelf, _) = wide();
        let tags = draft.doc.slides[0].tags.clone();
        change_pictures(&mut draft, &shelf, "describing", |doc| {
            doc.slides[0].alt_text = "A door".into();
        });
        assert_eq!(draft.doc.slides[0].tags, tags);
        assert_eq!(draft.undo_label().as_deref(), Some("describing"));
    }

    #[test]
    fn many_who_are_cut_away_are_counted() {
        let names: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
        assert_eq!(
            said("turning a slide", &names),
            "turning a slide without 3 tags"
        );
        assert_eq!(said("turning", &names[..2]), "turning without @a and @b");
    }
}
