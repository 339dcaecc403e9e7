#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use fanfold_domain::draft::{Draft, Slide};
use fanfold_domain::media::{Color, MediaFacts, MediaKind, Unreadable};
use fanfold_domain::rules::Policy;

use super::Look;
use super::readiness::{Standing, readiness};
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
            id: format!("s{index}"),
            media,
            name: format!("{index}.jpg"),
            alt_text: "A door".into(),
            recipe: None,
            unreadable: None,
            part: None,
            clip: None,
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
    let ready = readiness(&look, &[], &Standing::default());
    assert_eq!(ready.fixable, 4);

    // Once something must be fixed, the one filled button says the same number.
    let tall = MediaFacts {
        height: 1600,
        ..shelf.original_facts("m3").unwrap()
    };
    shelf.know("tall", tall);
    doc.slides[3].media = "tall".into();
    let look = Look::at(&doc, &shelf, &policy);
    let ready = readiness(&look, &[], &Standing::default());
    assert_eq!(ready.primary.action, PrimaryAction::FixAll);
    assert_eq!(ready.primary.label, "Fix 4 slides");
}

#[test]
fn nothing_takes_part_when_nothing_needs_fixing() {
    let (doc, shelf) = draft(&[(1080, 1350), (1080, 1350)]);
    let look = Look::at(&doc, &shelf, &Policy::default());
    assert_eq!(look.fixable(), 0);
    assert_eq!(readiness(&look, &[], &Standing::default()).fixable, 0);
}
