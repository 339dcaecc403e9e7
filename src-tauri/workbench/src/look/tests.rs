#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use fanfold_domain::details::Tag;
use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::media::{Color, MediaFacts, MediaKind, Unreadable};
use fanfold_domain::rules::Policy;

use super::Look;
use super::readiness::{Said, Standing, readiness};
use crate::desk::Shelf;
use crate::view::PrimaryAction;

/// A draft of pictures of these sizes, all good JPEGs.
pub(super) fn draft(sizes: &[(u32, u32)]) -> (Draft, Shelf) {
    let shelf = Shelf::default();
    let slides = sizes.iter().enumerate().map(|(index, (width, height))| {
        let facts = MediaFacts {
            kind: MediaKind::Image,
            width: *width,
            height: *height,
            color: Color::Srgb,
            unreadable: None,
            decodable: true,
            ..MediaFacts::unreadable("jpeg", 500_000, Unreadable::Empty)
        };
        let media = format!("m{index}");
        shelf.know(&media, facts);
        Slide {
            alt_text: "A door".into(),
            ..Slide::new(format!("s{index}"), media, format!("{index}.jpg"))
        }
    });
    let doc = Draft {
        slides: slides.collect(),
        ..Draft::default()
    };
    (doc, shelf)
}

#[test]
fn the_button_counts_every_slide_that_is_fixed_the_first_one_too() {
    // Three portraits outvote the first slide: it is cropped to their shape although nothing is
    // wrong with it alone.
    let (mut doc, shelf) = draft(&[(1350, 1080), (1080, 1350), (1080, 1350), (1080, 1350)]);
    let policy = Policy::default();
    let look = Look::at(&doc, &shelf, &policy);
    let parts = doc.slides.iter().filter(|slide| look.takes_part(&slide.id));
    assert_eq!(parts.count(), 4);
    let ready = readiness(&look, &Said::default(), &Standing::default());
    assert_eq!(ready.fixable, 4);

    // Once something must be fixed, the one filled button says the same number.
    let tall = MediaFacts {
        height: 1600,
        ..shelf.original_facts("m3").unwrap()
    };
    shelf.know("tall", tall);
    doc.slides[3].media = "tall".into();
    let look = Look::at(&doc, &shelf, &policy);
    let ready = readiness(&look, &Said::default(), &Standing::default());
    assert_eq!(ready.primary.action, PrimaryAction::FixAll);
    assert_eq!(ready.primary.label, "Fix 4 slides");
}

#[test]
fn nothing_takes_part_when_nothing_needs_fixing() {
    let (doc, shelf) = draft(&[(1080, 1350), (1080, 1350)]);
    let look = Look::at(&doc, &shelf, &Policy::default());
    assert_eq!(look.fixable(), 0);
    assert_eq!(
        readiness(&look, &Said::default(), &Standing::default()).fixable,
        0
    );
}

#[test]
fn one_shape_is_said_to_lose_least_and_auto_says_what_it_would_choose_whatever_is_chosen() {
    let (mut doc, shelf) = draft(&[(1080, 1080), (1080, 1350), (1080, 1350)]);
    doc.shape = "1.91:1".into();
    let policy = Policy::default();
    let look = Look::at(&doc, &shelf, &policy);
    let view = super::shape::shape_view(&doc, &look, look.target, &policy);
    assert!(
        (view.options[0].aspect - 0.8).abs() < 1e-9,
        "auto is not what is chosen"
    );
    let best: Vec<&str> = view
        .options
        .iter()
        .filter(|option| option.best)
        .map(|option| option.id.as_str())
        .collect();
    assert_eq!(best, ["4:5"]);
    let four_five = view
        .options
        .iter()
        .find(|option| option.id == "4:5")
        .unwrap();
    assert_eq!(four_five.keeps, "93%");
    assert_eq!(four_five.worst.as_deref(), Some("Least of slide 1: 80%"));
    assert_eq!(four_five.slides[0].words, "Slide 1 keeps 80%");

    // Slides of an uncommon shape keep it: then no named shape loses least.
    let (doc, shelf) = draft(&[(1500, 1000), (1500, 1000)]);
    let look = Look::at(&doc, &shelf, &policy);
    let view = super::shape::shape_view(&doc, &look, look.target, &policy);
    assert!(view.options[0].best && view.options[1..].iter().all(|option| !option.best));
    assert_eq!(view.options[0].keeps, "100%");
}

#[test]
fn what_is_wrong_with_tags_is_shown_where_the_tags_are() {
    let (mut doc, shelf) = draft(&[(1080, 1350), (1080, 1350)]);
    doc.slides[1].tags = vec![Tag::placed("no name", Some(0.5), Some(0.5))];
    let shown = |doc: &Draft| {
        let look = Look::at(doc, &shelf, &Policy::default());
        let details = super::details_findings(doc, &look, None);
        let said = Said {
            details: &details,
            ..Said::default()
        };
        let primary = readiness(&look, &said, &Standing::default()).primary;
        (primary.action, primary.slide)
    };
    assert_eq!(shown(&doc), (PrimaryAction::ShowTags, Some("s1".into())));
    doc.slides[1].tags.clear();
    doc.collaborators = vec!["no name".into()];
    assert_eq!(shown(&doc), (PrimaryAction::ShowCollaborators, None));
}
