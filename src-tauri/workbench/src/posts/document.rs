//! What a post is made of, stored with it: whatever happens to the draft later, this is what is
//! published.

use fanfold_domain::draft::{Draft, Slide};
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
}

impl PostDocument {
    /// Slides without a fix get the recipe that keeps their shape and takes off what has no place
    /// at a public address: turn, profile, camera data, position.
    pub(crate) fn new(draft: Draft, shelf: &Shelf, policy: Policy) -> Self {
        let kind = kind_of(draft.slides.len());
        let slides = draft.slides.iter().cloned().map(|mut slide| {
            if slide.recipe.is_none() {
                slide.recipe = keep(&shelf.facts(&slide), kind, &policy);
            }
            slide
        });
        Self {
            slides: slides.collect(),
            draft,
            policy,
        }
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
            let alt = Some(slide.alt_text.clone());
            fanfold_publish::Slide::new(
                slide.media.clone(),
                output_key(slide),
                slide.name.clone(),
                alt,
            )
        });
        let comment = self.draft.first_comment.trim();
        let text = PostText {
            caption: self.draft.caption.clone(),
            first_comment: (!comment.is_empty()).then(|| comment.to_owned()),
        };
        Run::new(post, account, slides.collect(), text)
    }
}

fn output_key(slide: &Slide) -> String {
    slide
        .recipe
        .as_ref()
        .map_or_else(|| "original".to_owned(), fanfold_domain::Recipe::key)
}
