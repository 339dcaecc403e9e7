//! A slide as the window shows it.

use fanfold_domain::check::{bytes_label, format_label, shapes_differ, share_label};
use fanfold_domain::media::{MediaFacts, MediaKind, Unreadable};
use fanfold_domain::recipe::Fit;
use fanfold_domain::rules::Policy;
use fanfold_domain::say;
use fanfold_domain::shape::{Rect, crop_frame, ratio_label};
use fanfold_domain::speech::{Language, language};
use fanfold_domain::{Fix, Verdict};

use super::options::options;
use super::published::{clip, going, guides};
use super::{Look, Seen, Surroundings};
use crate::desk::{Incoming, Shelf, tag, worth_fixing};
use crate::view::{FixedView, SlideState, SlideView};

/// `4032 × 3024, 4.2 MB, sRGB`.
pub(crate) fn facts_line(facts: &MediaFacts) -> String {
    let mut parts = Vec::new();
    if facts.width > 0 {
        parts.push(format!("{} × {}", facts.width, facts.height));
    }
    if facts.bytes > 0 {
        parts.push(bytes_label(facts.bytes));
    }
    if facts.unreadable.is_none() && facts.width > 0 {
        parts.push(facts.color.label().to_owned());
        if facts.format != "jpeg" {
            parts.push(format_label(&facts.format));
        }
    }
    parts.join(", ")
}

/// Where slides stand to each other.
pub(crate) struct Place<'a> {
    pub(crate) position: usize,
    pub(crate) of: usize,
    /// The shape all slides get.
    pub(crate) target: Option<f64>,
    /// The shape as it was chosen.
    pub(crate) shape: &'a str,
    pub(crate) look: &'a Look<'a>,
    pub(crate) fixing: bool,
    pub(crate) base: &'a str,
    pub(crate) policy: &'a Policy,
    pub(crate) shelf: &'a Shelf,
}

pub(crate) fn slide_view(seen: &Seen<'_>, place: &Place<'_>) -> SlideView {
    let facts = &seen.original;
    let state = state(seen, place);
    let word = word(seen, state);
    let kept = kept(seen, place);
    let slide = seen.slide;
    let poster = place.look.posters && facts.kind == MediaKind::Video;
    let showable = (facts.decodable || poster) && facts.unreadable.is_none();
    let original = |kind: &str| showable.then(|| format!("{}{kind}/{}", place.base, slide.media));
    let fixed_tag = slide
        .fix_key()
        .filter(|_| !(seen.rendering || seen.lost))
        .map(|key| tag(&key));
    let thumb = fixed_tag
        .as_ref()
        .map(|tag| format!("{}thumb/{}/{tag}", place.base, slide.media))
        .or_else(|| original("thumb"));
    let going = going(seen, place, fixed_tag.as_deref());
    let turn = slide.turn();
    let (width, height) = turn.size(facts.width, facts.height);
    SlideView {
        id: slide.id.clone(),
        position: place.position as u32 + 1,
        name: slide.name.clone(),
        state,
        spoken: say!(
            "Slide {position} of {of}, {name}, {state}",
            position = place.position + 1,
            of = place.of,
            name = slide.name,
            state = within(&word)
        ),
        word,
        line: facts_line(facts),
        findings: seen.findings.clone(),
        thumb_url: thumb,
        picture_url: original("picture"),
        width,
        height,
        kept,
        kept_words: kept.map(|frame| say!("Keeps {share}", share = share_label(frame.area()))),
        fixed: fixed(seen, fixed_tag, place),
        can_fix: seen.needs_fix(),
        options: options(place.look, place.shape, seen),
        part: slide
            .part
            .map(|part| say!("Part {number} of {of}", number = part.number, of = part.of)),
        fix_label: fix_label(seen, place.target),
        alt_text: slide.alt_text.clone(),
        cover: place.position == 0 && place.of > 1,
        turns: turn.quarters().into(),
        degrees: turn.degrees(),
        clip: clip(seen, place),
        preview_url: going.url.or_else(|| original("picture")),
        published_line: going.line,
        guides: guides(seen, place),
        tags: slide.tags.clone(),
        tags_reason: None,
    }
}

/// A state in the middle of a sentence; German keeps its capitals.
fn within(word: &str) -> String {
    match language() {
        Language::English => word.to_lowercase(),
        Language::German => word.to_owned(),
    }
}

fn state(seen: &Seen<'_>, place: &Place<'_>) -> SlideState {
    if seen.rendering || (place.fixing && place.look.takes_part(&seen.slide.id)) {
        return SlideState::Fixing;
    }
    match seen.verdict() {
        Verdict::Blocked if !seen.needs_fix() => SlideState::Blocked,
        _ if seen.needs_fix() => SlideState::Fixable,
        _ => SlideState::Ready,
    }
}

fn word(seen: &Seen<'_>, state: SlideState) -> String {
    match state {
        SlideState::Importing => say!("Adding…"),
        SlideState::Fixing => say!("Fixing…"),
        SlideState::Ready => say!("Ready"),
        SlideState::Fixable | SlideState::Blocked => seen
            .top()
            .map_or_else(|| say!("Needs you"), |finding| finding.title.clone()),
    }
}

/// The part of the picture, as a person turned it, that is published: of the crop in force, or of the one that a fix would
/// make and Instagram would otherwise make itself.
fn kept(seen: &Seen<'_>, place: &Place<'_>) -> Option<Rect> {
    if let Some(recipe) = &seen.slide.recipe {
        return match recipe.fit {
            Fit::Crop { frame } => Some(frame),
            // Straightening takes the edges with it.
            Fit::Pad { .. } | Fit::Keep if recipe.turn.is_straightened() => {
                let aspect = seen.shaped.aspect()?;
                Some(recipe.turn.inside(aspect, Rect::WHOLE))
            }
            Fit::Pad { .. } | Fit::Keep => None,
        };
    }
    let aspect = seen
        .original
        .aspect()
        .filter(|_| seen.original.unreadable.is_none())?;
    let target = place
        .target
        .filter(|target| shapes_differ(*target, aspect, place.policy))?;
    let shape = |rule: &str| rule == "image.aspect" || rule == "carousel.aspect_differs";
    let concerns = seen
        .findings
        .iter()
        .any(|finding| shape(&finding.rule) && finding.fix.is_some());
    concerns.then(|| crop_frame(aspect, target, (0.5, 0.5)))
}

fn fixed(seen: &Seen<'_>, tag: Option<String>, place: &Place<'_>) -> Option<FixedView> {
    let picture = seen.slide.recipe.as_ref();
    let picture = picture.map(|recipe| (&recipe.actions, recipe.fit.fill()));
    let clip = seen.slide.clip.as_ref();
    let clip = clip.map(|recipe| (&recipe.actions, recipe.encode.fit.fill()));
    let (actions, fill) = picture.or(clip).filter(|_| !seen.lost)?;
    let facts = &seen.published;
    Some(FixedView {
        picture_url: format!("{}output/{}/{}", place.base, seen.slide.media, tag?),
        line: facts_line(facts),
        actions: actions
            .iter()
            .map(|fix| fix.done_word(fill).to_owned())
            .collect(),
        width: facts.width,
        height: facts.height,
        aspect: facts.aspect().unwrap_or(1.0),
    })
}

/// The label of the slide's own button.
fn fix_label(seen: &Seen<'_>, target: Option<f64>) -> Option<String> {
    let finding = seen.findings.iter().find(|finding| worth_fixing(finding))?;
    let label = match finding.fix? {
        Fix::Crop => target.map_or_else(
            || say!("Crop to fit"),
            |target| say!("Crop to {ratio}", ratio = ratio_label(target)),
        ),
        Fix::Pad => say!("Add bands"),
        Fix::Rotate => say!("Turn upright"),
        Fix::Resize | Fix::EncodeJpeg if finding.rule == "image.bytes" => {
            say!("Make it smaller")
        }
        Fix::Resize => say!("Make it smaller"),
        Fix::Upscale => say!("Enlarge it"),
        Fix::ConvertSrgb => say!("Convert colours"),
        Fix::EncodeJpeg => say!("Save as JPEG"),
        Fix::StripMetadata => say!("Remove the place"),
        Fix::FirstFrame => say!("Take the first picture"),
        _ => say!("Fix this slide"),
    };
    Some(label)
}

/// A slide whose file is still being copied in.
pub(crate) fn arriving(
    one: &Incoming,
    position: usize,
    of: usize,
    around: &Surroundings<'_>,
) -> SlideView {
    let unknown = MediaFacts::unreadable("unknown", 0, Unreadable::Missing);
    let here = one.arrived.as_ref();
    let facts = here.map_or_else(|| unknown.clone(), |slide| around.shelf.facts(slide));
    let thumb = here.filter(|_| facts.decodable && facts.unreadable.is_none());
    SlideView {
        id: one.id.clone(),
        position: position as u32 + 1,
        name: one.name.clone(),
        state: SlideState::Importing,
        word: say!("Adding…"),
        line: facts_line(&facts),
        spoken: say!(
            "Slide {position} of {of}, {name}, being added",
            position = position + 1,
            of,
            name = one.name
        ),
        findings: Vec::new(),
        thumb_url: thumb.map(|slide| format!("{}thumb/{}", around.base, slide.media)),
        picture_url: None,
        width: 0,
        height: 0,
        kept: None,
        kept_words: None,
        fixed: None,
        can_fix: false,
        options: Vec::new(),
        part: None,
        fix_label: None,
        alt_text: String::new(),
        cover: position == 0 && of > 1,
        turns: 0,
        degrees: 0.0,
        clip: None,
        preview_url: None,
        published_line: None,
        guides: Vec::new(),
        tags: Vec::new(),
        tags_reason: Some(say!("People can be tagged once the file is in.")),
    }
}
