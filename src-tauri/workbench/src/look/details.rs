//! The people, the place and the rest that goes with a post, as the window shows it.

use fanfold_domain::Finding;
use fanfold_domain::account::Flavour;
use fanfold_domain::check::{collaborators, people, place, story_details};
use fanfold_domain::draft::{Draft, PostKind};
use fanfold_domain::rules::{Profile, max_of};
use fanfold_domain::{say, word};

use super::{Look, Seen};
use crate::view::DetailsView;
use crate::words::count;

pub(crate) fn details_view(doc: &Draft, look: &Look<'_>, flavour: Option<Flavour>) -> DetailsView {
    let story = look.kind == PostKind::Story;
    let of_stories = |reason: &'static str| story.then(|| reason.to_owned());
    let needs_facebook = || {
        let instagram = flavour == Some(Flavour::Instagram);
        instagram.then(|| say!("A place needs Facebook login."))
    };
    // Instagram has no alt text for clips, and none in stories.
    let describable: Vec<&Seen<'_>> = look
        .slides
        .iter()
        .filter(|seen| !story && !seen.is_clip())
        .collect();
    let done = describable
        .iter()
        .filter(|seen| !seen.slide.alt_text.trim().is_empty())
        .count();
    let most = |id: &str| max_of(id, PostKind::Feed, Profile::Instagram) as u32;
    DetailsView {
        collaborators: doc.collaborators.clone(),
        collaborators_max: most("tags.collaborators"),
        collaborators_reason: of_stories(word!("A story has no collaborators.")),
        location: doc.location.clone(),
        location_reason: of_stories(word!("A story has no place.")).or_else(needs_facebook),
        comment_reason: of_stories(word!("A story has no comments.")),
        ai_label: doc.ai_label,
        share_to_feed: (look.kind == PostKind::Reel).then(|| doc.share_to_feed.unwrap_or(true)),
        alt_words: match describable.len() {
            0 => String::new(),
            all => say!(
                "Alt text on {done} of {count}",
                done,
                count = count(all, word!("slide"), word!("slides"))
            ),
        },
        alt_done: done as u32,
        alt_total: describable.len() as u32,
        tags_max: most("tags.people"),
        findings: details_findings(doc, look, flavour),
    }
}

/// What the rules say of it; people are named with their slide.
pub(crate) fn details_findings(
    doc: &Draft,
    look: &Look<'_>,
    flavour: Option<Flavour>,
) -> Vec<Finding> {
    let kind = look.kind;
    let several = look.slides.len() > 1;
    let mut findings = Vec::new();
    for (number, seen) in (1..).zip(&look.slides) {
        let names: Vec<&str> = seen.slide.tags.iter().map(|tag| &*tag.username).collect();
        findings.extend(people(&names, kind).into_iter().map(|found| Finding {
            message: if several {
                say!("Slide {number}: {message}", number, message = found.message)
            } else {
                found.message
            },
            ..found
        }));
    }
    findings.extend(collaborators(&doc.collaborators, kind));
    findings.extend(place(doc.location.is_some(), flavour, kind));
    let chosen: Vec<&str> = [
        (word!("place"), doc.location.is_some()),
        (word!("collaborators"), !doc.collaborators.is_empty()),
        (word!("comments"), !doc.first_comment.trim().is_empty()),
    ]
    .into_iter()
    .filter_map(|(what, there)| there.then_some(what))
    .collect();
    findings.extend(story_details(&chosen, kind));
    findings
}
