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

/// Whether two drafts would be published as the same post. Recipes are compared by their keys: a
/// fraction that went through the database may differ in its last bit.
pub(crate) fn same_post(one: &Draft, other: &Draft) -> bool {
    let slides = |draft: &Draft| -> Vec<(String, String, String)> {
        let slides = draft.slides.iter();
        slides
            .map(|s| (s.media.clone(), output_key(s), s.alt_text.clone()))
            .collect()
    };
    one.caption == other.caption
        && one.first_comment == other.first_comment
        && slides(one) == slides(other)
}

fn output_key(slide: &Slide) -> String {
    slide
        .recipe
        .as_ref()
        .map_or_else(|| "original".to_owned(), fanfold_domain::Recipe::key)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

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
            max_width: 1440,
            min_width: 0,
            max_bytes: 8_000_000,
            quality: 85,
            background: [255; 3],
            actions: Vec::new(),
        };
        let slide = Slide {
            id: "s".into(),
            media: "m".into(),
            name: "a.jpg".into(),
            alt_text: String::new(),
            recipe: Some(recipe),
            unreadable: None,
            part: None,
            clip: None,
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
}
