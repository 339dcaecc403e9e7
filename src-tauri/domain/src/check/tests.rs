#![expect(clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::finding::{Severity, Verdict};
use crate::media::{Color, VideoFacts};
use crate::rules::Profile;

fn jpeg(width: u32, height: u32) -> MediaFacts {
    MediaFacts {
        kind: MediaKind::Image,
        format: "jpeg".into(),
        bytes: 500_000,
        width,
        height,
        stored_width: width,
        stored_height: height,
        orientation: 1,
        color: Color::Srgb,
        has_alpha: false,
        animated: false,
        has_location: false,
        video: None,
        unreadable: None,
        decodable: true,
    }
}

fn ids(facts: &MediaFacts, kind: PostKind) -> Vec<String> {
    check_item(facts, kind, &Policy::default())
        .into_iter()
        .map(|finding| finding.rule)
        .collect()
}

#[test]
fn a_portrait_of_four_by_five_is_ready() {
    assert!(ids(&jpeg(1080, 1350), PostKind::Feed).is_empty());
    assert!(
        ids(&jpeg(1910, 1000), PostKind::Feed)
            .iter()
            .all(|id| id == "image.wide")
    );
}

#[test]
fn what_phones_shoot_is_too_tall_unless_allowed() {
    let phone = jpeg(1080, 1440);
    let strict = check_item(&phone, PostKind::Feed, &Policy::default());
    assert_eq!(strict[0].measured.as_deref(), Some("0.750"));
    assert_eq!(strict[0].limit.as_deref(), Some("0.800–1.910"));
    assert_eq!(Verdict::of(&strict), Verdict::Fixable);
    let allowed = Policy {
        allow_three_four: true,
        ..Policy::default()
    };
    let lenient = check_item(&phone, PostKind::Feed, &allowed);
    assert_eq!(lenient[0].severity, Severity::Warning);
    assert_eq!(Verdict::of(&lenient), Verdict::Ready);
    assert_eq!(
        Verdict::of(&check_item(&jpeg(1000, 1400), PostKind::Feed, &allowed)),
        Verdict::Fixable
    );
}

#[test]
fn the_guide_refuses_four_by_five() {
    let guide = Policy {
        profile: Profile::Guide,
        ..Policy::default()
    };
    let findings = check_item(&jpeg(1080, 1350), PostKind::Feed, &guide);
    assert_eq!(findings[0].title, "Too tall for the guide");
}

#[test]
fn words_are_filled_in_completely() {
    let mut odd = jpeg(4000, 500);
    odd.bytes = 11_400_000;
    odd.format = "png".into();
    odd.color = Color::DisplayP3;
    odd.has_location = true;
    odd.orientation = 6;
    odd.animated = true;
    for profile in [Profile::Instagram, Profile::Guide] {
        for kind in [
            PostKind::Feed,
            PostKind::Carousel,
            PostKind::Story,
            PostKind::Reel,
        ] {
            let policy = Policy {
                profile,
                allow_three_four: false,
            };
            for facts in [&odd, &jpeg(200, 1000)] {
                for finding in check_item(facts, kind, &policy) {
                    let text = format!("{} {}", finding.title, finding.message);
                    assert!(!text.contains('{'), "{}: {text}", finding.rule);
                }
            }
        }
    }
}

#[test]
fn a_heic_without_a_decoder_is_blocked_with_the_way_out() {
    let mut heic = jpeg(4032, 3024);
    heic.format = "heic".into();
    heic.decodable = false;
    let findings = check_item(&heic, PostKind::Feed, &Policy::default());
    assert_eq!(Verdict::of(&findings), Verdict::Blocked);
    assert!(findings[0].message.contains("Most compatible"));
}

#[test]
fn an_empty_file_is_blocked_with_its_reason() {
    let empty = MediaFacts::unreadable("unknown", 0, Unreadable::Empty);
    let findings = check_item(&empty, PostKind::Carousel, &Policy::default());
    assert_eq!(findings[0].title, "Empty file");
    assert_eq!(Verdict::of(&findings), Verdict::Blocked);
}

#[test]
fn eleven_slides_are_one_too_many() {
    let slides = vec![jpeg(1080, 1080); 11];
    let slides: Vec<&MediaFacts> = slides.iter().collect();
    let checked = check_post(&slides, PostKind::Carousel, &Policy::default());
    assert_eq!(checked.verdict, Verdict::Blocked);
    assert_eq!(
        checked.findings[0].message,
        "Instagram takes 10 slides in a carousel and there are 11. Move 1 to another post, or take out what is too much."
    );
}

#[test]
fn a_slide_of_another_shape_says_what_it_would_lose() {
    let (square, wide) = (jpeg(1080, 1080), jpeg(1440, 1080));
    let checked = check_post(&[&square, &wide], PostKind::Carousel, &Policy::default());
    assert_eq!(checked.verdict, Verdict::Ready);
    assert_eq!(checked.findings[0].rule, "carousel.aspect_differs");
    assert!(checked.items[1][0].message.contains("25%"));
}

#[test]
fn a_clip_in_webm_has_to_be_converted() {
    let mut clip = jpeg(1080, 1920);
    clip.kind = MediaKind::Video;
    clip.format = "webm".into();
    clip.video = Some(VideoFacts {
        duration: Some(2.0),
        codec: Some("vp9".into()),
        fps: Some(30.0),
        ..VideoFacts::default()
    });
    let found = ids(&clip, PostKind::Reel);
    for id in ["video.container", "video.codec", "video.duration"] {
        assert!(found.iter().any(|rule| rule == id), "{id} in {found:?}");
    }
}
