//! What a post is made of, stored with it: whatever happens to the draft later, this is what is
//! published.

use fanfold_domain::clip::{ClipChoice, plan_clip};
use fanfold_domain::details::Tag;
use fanfold_domain::draft::{Draft, PostKind, Slide};
use fanfold_domain::media::MediaKind;
use fanfold_domain::plan::keep;
use fanfold_domain::publish::PostText;
use fanfold_domain::rules::Policy;
use fanfold_publish::Run;
use serde::{Deserialize, Serialize};

use crate::desk::Shelf;
use crate::look::kind_of;

/// The `document` of a post in the store, as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PostDocument {
    /// The draft as it was handed over.
    pub(crate) draft: Draft,
    /// The slides as published: each with the recipe that makes its file.
    pub(crate) slides: Vec<Slide>,
    pub(crate) policy: Policy,
    /// Posts of the first Fanfold do not say; they were pictures.
    #[serde(default)]
    pub(crate) kind: Option<PostKind>,
}

impl PostDocument {
    /// Slides without a fix get the recipe that keeps their shape and takes off what has no place
    /// at a public address: turn, profile, camera data, position.
    pub(crate) fn new(draft: Draft, shelf: &Shelf, policy: Policy) -> Self {
        let kind = kind_of(&draft, shelf);
        let slides = draft.slides.iter().cloned().map(|mut slide| {
            let facts = shelf.facts(&slide);
            if facts.kind == MediaKind::Video {
                let clip = || plan_clip(&facts, kind, &policy, None, ClipChoice::default());
                slide.clip = slide.clip.take().or_else(clip);
            } else if slide.recipe.is_none() {
                slide.recipe = keep(&facts, kind, &policy);
            }
            slide
        });
        Self {
            slides: slides.collect(),
            kind: Some(kind),
            draft,
            policy,
        }
    }

    /// What it is published as.
    pub(crate) fn kind(&self) -> PostKind {
        let by_number = match self.slides.len() {
            1 => PostKind::Feed,
            _ => PostKind::Carousel,
        };
        self.kind.unwrap_or(by_number)
    }

    /// The slide that a run's slide stands for.
    pub(crate) fn slide(&self, media: &str, output: &str) -> Option<&Slide> {
        self.slides
            .iter()
            .find(|slide| slide.media == media && output_key(slide) == output)
    }

    /// A run that has not begun.
    pub(crate) fn run(&self, post: String, account: String) -> Run {
        let slides = self.slides.iter().map(|slide| {
            let (media, name) = (slide.media.clone(), slide.name.clone());
            let output = output_key(slide);
            let made = if slide.clip.is_some() {
                fanfold_publish::Slide::clip(media, output, name).covered(slide.cover_ms)
            } else {
                let alt = Some(slide.alt_text.clone());
                fanfold_publish::Slide::new(media, output, name, alt)
            };
            made.tagged(slide.tags.clone())
        });
        let draft = &self.draft;
        if self.kind() == PostKind::Story {
            let mut run = Run::story(post, account, slides.collect());
            run.text.is_ai_generated = draft.ai_label;
            return run;
        }
        let comment = draft.first_comment.trim();
        let reel = self.kind() == PostKind::Reel;
        let text = PostText {
            caption: draft.caption.clone(),
            first_comment: (!comment.is_empty()).then(|| comment.to_owned()),
            collaborators: draft.collaborators.clone(),
            location_id: draft.location.as_ref().map(|place| place.id.clone()),
            is_ai_generated: draft.ai_label,
            share_to_feed: draft.share_to_feed.filter(|_| reel),
        };
        Run::new(post, account, slides.collect(), text)
    }
}

/// Whether two drafts would be published as the same post. Recipes are compared by their keys: a
/// fraction that went through the database may differ in its last bit.
pub(crate) fn same_post(one: &Draft, other: &Draft) -> bool {
    type Shown = (String, String, String, Option<u32>, Vec<Tag>);
    let slides = |draft: &Draft| -> Vec<Shown> {
        let slides = draft.slides.iter();
        slides
            .map(|s| {
                let (media, alt) = (s.media.clone(), s.alt_text.clone());
                (media, output_key(s), alt, s.cover_ms, s.tags.clone())
            })
            .collect()
    };
    one.story == other.story
        && one.collaborators == other.collaborators
        && one.location.as_ref().map(|place| &place.id)
            == other.location.as_ref().map(|place| &place.id)
        && one.ai_label == other.ai_label
        && one.share_to_feed.unwrap_or(true) == other.share_to_feed.unwrap_or(true)
        && one.caption == other.caption
        && one.first_comment == other.first_comment
        && slides(one) == slides(other)
}

fn output_key(slide: &Slide) -> String {
    slide.fix_key().unwrap_or_else(|| "original".to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use fanfold_domain::details::Place;
    use fanfold_domain::recipe::{Fit, Recipe};
    use fanfold_domain::shape::Rect;

    use super::*;

    fn draft(third: f64) -> Draft {
        let frame = Rect {
            x: third,
            y: 0.0,
            w: third,
            h: 1.0,
        };
        let recipe = Recipe {
            fit: Fit::Crop { frame },
            turn: fanfold_domain::turn::Turn::NONE,
            max_width: 1440,
            min_width: 0,
            max_bytes: 8_000_000,
            quality: 85,
            background: [255; 3],
            actions: Vec::new(),
        };
        let slide = Slide {
            recipe: Some(recipe),
            ..Slide::new("s".into(), "m".into(), "a.jpg".into())
        };
        Draft {
            slides: vec![slide],
            ..Draft::default()
        }
    }

    #[test]
    fn a_post_read_back_is_still_the_same_post() {
        for part in 1..2000 {
            let before = draft(f64::from(part) / 3001.0);
            let back: Draft =
                serde_json::from_str(&serde_json::to_string(&before).unwrap()).unwrap();
            assert!(same_post(&before, &back), "{part}");
        }
    }

    #[test]
    fn another_caption_is_another_post() {
        let one = draft(0.5);
        let other = Draft {
            caption: "new".into(),
            ..one.clone()
        };
        assert!(!same_post(&one, &other));
    }

    #[test]
    fn whatever_goes_with_a_post_makes_it_another_one() {
        let one = draft(0.5);
        let place = Place {
            id: "7".into(),
            name: "Café".into(),
            line: String::new(),
        };
        let differs = |what: &str, change: &dyn Fn(&mut Draft)| {
            let mut other = one.clone();
            change(&mut other);
            assert!(!same_post(&one, &other), "{what}");
        };
        differs("people", &|draft| {
            draft.slides[0].tags = vec![Tag::placed("ann", Some(0.1), Some(0.2))];
        });
        differs("collaborators", &|draft| {
            draft.collaborators = vec!["ann".into()];
        });
        differs("place", &|draft| draft.location = Some(place.clone()));
        differs("label", &|draft| draft.ai_label = true);
        differs("feed", &|draft| draft.share_to_feed = Some(false));
        // What Instagram does by itself is the same said or unsaid.
        let mut said = one.clone();
        said.share_to_feed = Some(true);
        assert!(same_post(&one, &said));
    }

    #[test]
    fn a_run_carries_what_the_draft_says_and_a_story_only_what_it_takes() {
        let mut draft = draft(0.5);
        draft.slides[0].tags = vec![Tag::placed("ann", Some(0.1), Some(0.2))];
        draft.collaborators = vec!["ben".into()];
        draft.ai_label = true;
        draft.share_to_feed = Some(false);
        let document = |kind| PostDocument {
            slides: draft.slides.clone(),
            draft: draft.clone(),
            policy: Policy::default(),
            kind: Some(kind),
        };
        let feed = document(PostKind::Feed).run("p".into(), "a".into());
        assert_eq!(feed.slides[0].tags, draft.slides[0].tags);
        assert_eq!(feed.text.collaborators, ["ben"]);
        assert!(feed.text.is_ai_generated);
        assert_eq!(feed.text.share_to_feed, None, "only of reels");
        let story = document(PostKind::Story).run("p".into(), "a".into());
        assert_eq!(story.slides[0].tags, draft.slides[0].tags);
        assert!(story.text.is_ai_generated && story.text.collaborators.is_empty());
        let reel = document(PostKind::Reel).run("p".into(), "a".into());
        assert_eq!(reel.text.share_to_feed, Some(false));
    }
}
