//! What `post` takes beside files and texts: people, a place, labels.

use fanfold_domain::details::Tag;
use fanfold_workbench::queue_api::OrderDetails;

#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct DetailsArgs {
    /// Invite an account to publish it together; may be given several times.
    #[arg(long, value_name = "NAME")]
    collaborator: Vec<String>,
    /// The id of a place; Facebook login only.
    #[arg(long, value_name = "ID")]
    location: Option<String>,
    /// Tag somebody on slide N, at fractions from its left and top; a clip takes no place.
    #[arg(long, value_name = "N:NAME[@X,Y]", value_parser = tag)]
    tag: Vec<SlideTag>,
    /// Label it as made with AI.
    #[arg(long)]
    ai_label: bool,
    /// Keep a reel out of the feed; it is in the Reels tab alone.
    #[arg(long)]
    no_feed: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct SlideTag {
    pub(crate) slide: usize,
    tag: Tag,
}

impl DetailsArgs {
    /// The slides that people are tagged on.
    pub(crate) fn slides(&self) -> impl Iterator<Item = usize> + '_ {
        self.tag.iter().map(|tag| tag.slide)
    }

    pub(crate) fn order(&self) -> OrderDetails {
        OrderDetails {
            collaborators: self.collaborator.clone(),
            location: self.location.clone(),
            tags: self
                .tag
                .iter()
                .map(|tag| (tag.slide, tag.tag.clone()))
                .collect(),
            ai_label: self.ai_label,
            no_feed: self.no_feed,
        }
    }
}

fn tag(text: &str) -> Result<SlideTag, String> {
    let wrong = || "write the slide, the name and the place, like 1:ann@0.5,0.25".to_owned();
    let (number, rest) = text.split_once(':').ok_or_else(wrong)?;
    let slide = number.trim().parse().ok().filter(|slide| *slide > 0);
    let slide: usize = slide.ok_or_else(wrong)?;
    // The name may begin with its own @.
    let (name, at) = match rest.rsplit_once('@') {
        Some((name, at)) if !name.trim().is_empty() => (name, Some(at)),
        _ => (rest, None),
    };
    let (x, y) = match at {
        None => (None, None),
        Some(at) => {
            let (x, y) = at.split_once(',').ok_or_else(wrong)?;
            let part = |text: &str| {
                let value: Option<f64> = text.trim().parse().ok();
                value
                    .filter(|value| (0.0..=1.0).contains(value))
                    .ok_or_else(wrong)
            };
            (Some(part(x)?), Some(part(y)?))
        }
    };
    Ok(SlideTag {
        slide,
        tag: Tag::placed(name, x, y),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_tag_names_its_slide_the_person_and_the_place() {
        let read = tag("2:@ann@0.5,0.25").unwrap();
        assert_eq!(read.slide, 2);
        assert_eq!(read.tag, Tag::placed("@ann", Some(0.5), Some(0.25)));
        assert_eq!(tag("1:ann").unwrap().tag, Tag::placed("ann", None, None));
        for wrong in ["ann", "0:ann", "1:ann@0.5", "1:ann@0.5,2", "1:ann@NaN,0"] {
            assert!(tag(wrong).is_err(), "{wrong}");
        }
    }
}
