//! The caption as the window shows it.

use fanfold_domain::caption::{CaptionCheck, check, thousands};

use crate::view::{CaptionView, Counter, Tone};

/// Share of a limit from which the counter says what is left.
const NEAR: f64 = 0.95;

pub(crate) fn caption_view(text: &str) -> CaptionView {
    let checked = check(text);
    let CaptionCheck {
        characters,
        limit,
        preview_cut,
        ..
    } = checked;
    CaptionView {
        counters: vec![
            counter("characters", characters, limit),
            counter("hashtags", checked.hashtag_count, checked.hashtag_limit),
            counter("mentions", checked.mention_count, checked.mention_limit),
        ],
        fold_at: (preview_cut < characters).then_some(preview_cut),
        over_at: (characters > limit).then_some(limit),
        spans: checked.spans,
        findings: checked.findings,
        text: text.to_owned(),
    }
}

fn counter(id: &str, value: u32, limit: u32) -> Counter {
    let tone = if value > limit {
        Tone::Over
    } else if f64::from(value) >= f64::from(limit) * NEAR {
        Tone::Near
    } else {
        Tone::Calm
    };
    let words = match tone {
        Tone::Over => format!("{} too many", thousands((value - limit).into())),
        Tone::Near => format!("{} left", thousands((limit - value).into())),
        _ => id.to_owned(),
    };
    Counter {
        id: id.to_owned(),
        label: id.to_owned(),
        value,
        limit,
        tone,
        words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counter_says_what_is_left_near_the_limit_and_what_is_too_many_beyond() {
        assert_eq!(counter("hashtags", 12, 30).words, "hashtags");
        assert_eq!(counter("characters", 2143, 2200).words, "57 left");
        assert_eq!(counter("characters", 2243, 2200).words, "43 too many");
    }
}
