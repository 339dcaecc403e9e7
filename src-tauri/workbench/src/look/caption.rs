//! The caption as the window shows it.

use fanfold_domain::caption::{CaptionCheck, check, check_comment, thousands};
use fanfold_domain::speech::told;
use fanfold_domain::{say, text};

use crate::view::{CaptionView, Counter, Tone};

/// Share of a limit from which the counter says what is left.
const NEAR: f64 = 0.95;

pub(crate) fn caption_view(text: &str) -> CaptionView {
    drawn(text, check(text))
}

pub(crate) fn comment_view(text: &str) -> CaptionView {
    drawn(text, check_comment(text))
}

fn drawn(text: &str, checked: CaptionCheck) -> CaptionView {
    let CaptionCheck {
        characters,
        limit,
        preview_cut,
        ..
    } = checked;
    CaptionView {
        counters: vec![
            counter(text!("characters"), characters, limit),
            counter(
                text!("hashtags"),
                checked.hashtag_count,
                checked.hashtag_limit,
            ),
            counter(
                text!("mentions"),
                checked.mention_count,
                checked.mention_limit,
            ),
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
        Tone::Over => say!(
            "{number} too many",
            number = thousands((value - limit).into())
        ),
        Tone::Near => say!("{number} left", number = thousands((limit - value).into())),
        _ => told(id).to_owned(),
    };
    Counter {
        id: id.to_owned(),
        label: told(id).to_owned(),
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
