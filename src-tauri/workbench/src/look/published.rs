//! What goes to Instagram, as far as it is made, and what Instagram will show of it; of clips, the
//! frames to choose a cover from.

use fanfold_domain::clip::{
    ClipChoice, frame_label, frame_times, length_ms, plan_clip, time_label,
};
use fanfold_domain::draft::PostKind;
use fanfold_domain::guide;
use fanfold_domain::media::{MediaFacts, MediaKind};
use fanfold_domain::plan::keep;

use super::Seen;
use super::slide::{Place, facts_line};
use crate::desk::tag;
use crate::view::{ClipFrame, ClipFrames, Guide};

/// Where the file that is published is, and what it is: `None` while it is not made.
pub(super) struct Going {
    pub(super) url: Option<String>,
    pub(super) line: Option<String>,
}

/// `fixed` names the file that a fix made.
pub(super) fn going(seen: &Seen<'_>, place: &Place<'_>, fixed: Option<&str>) -> Going {
    let found = match fixed {
        Some(tag) => Some((tag.to_owned(), seen.published.clone())),
        None => prepared(seen, place),
    };
    let media = &seen.slide.media;
    let file = found
        .as_ref()
        .map(|(tag, _)| format!("{}output/{media}/{tag}", place.base));
    let cover = seen.slide.cover_ms.filter(|_| place.look.posters);
    let cover = cover.map(|at| frame_url(seen, place, at));
    Going {
        url: cover.or(file),
        line: found.map(|(_, facts)| facts_line(&facts)),
    }
}

/// What publishing made of a slide without a fix.
fn prepared(seen: &Seen<'_>, place: &Place<'_>) -> Option<(String, MediaFacts)> {
    let slide = seen.slide;
    if slide.fix_key().is_some() {
        return None;
    }
    let (kind, facts) = (place.look.kind, &seen.original);
    let key = if facts.kind == MediaKind::Video {
        plan_clip(facts, kind, place.policy, None, ClipChoice::default())?.key()
    } else {
        keep(facts, kind, place.policy)?.key()
    };
    let output = place.shelf.output(&slide.media, &key)?;
    Some((tag(&key), output.facts))
}

/// The profile shows the first slide alone.
pub(super) fn guides(seen: &Seen<'_>, place: &Place<'_>) -> Vec<Guide> {
    let Some(aspect) = seen.published.aspect() else {
        return Vec::new();
    };
    let kind = place.look.kind;
    let hidden = kind == PostKind::Carousel && place.position > 0;
    guide::of(kind)
        .filter(|_| !hidden && seen.published.unreadable.is_none())
        .filter_map(|guide| {
            Some(Guide {
                id: guide.id.clone(),
                label: guide.told().to_owned(),
                rect: guide.free(aspect)?,
            })
        })
        .collect()
}

pub(super) fn clip(seen: &Seen<'_>, place: &Place<'_>) -> Option<ClipFrames> {
    if !seen.is_clip() || seen.original.unreadable.is_some() {
        return None;
    }
    let length = clip_length(seen);
    let frames = frame_times(length).into_iter().map(|at_ms| ClipFrame {
        at_ms,
        label: frame_label(at_ms, length),
        url: frame_url(seen, place, at_ms),
    });
    Some(ClipFrames {
        length_ms: length,
        length: time_label(length),
        cover_ms: seen.slide.cover_ms,
        frames: if place.look.posters {
            frames.collect()
        } else {
            Vec::new()
        },
    })
}

/// Of what is published: a clip that is too long is cut.
fn clip_length(seen: &Seen<'_>) -> u32 {
    let whole = length_ms(&seen.original);
    let cut = seen.slide.clip.as_ref().and_then(|recipe| recipe.cut);
    cut.map_or(whole, |cut| {
        whole.min((cut.seconds * 1000.0).clamp(0.0, 1e9) as u32)
    })
}

/// A frame of the published clip, found in the original.
fn frame_url(seen: &Seen<'_>, place: &Place<'_>, at_ms: u32) -> String {
    let cut = seen.slide.clip.as_ref().and_then(|recipe| recipe.cut);
    let start = cut.map_or(0, |cut| (cut.start * 1000.0).clamp(0.0, 1e9) as u32);
    let at = at_ms.saturating_add(start);
    format!("{}frame/{}/{at}", place.base, seen.slide.media)
}
