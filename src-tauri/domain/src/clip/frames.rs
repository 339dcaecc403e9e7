//! Moments of a clip, for choosing the frame that is shown before it plays.

use crate::media::MediaFacts;
use crate::speech::decimal;

/// More are no help to choose from, and each costs a second of decoding.
const MOST: u32 = 8;

/// The last picture of a clip lies a little before its end.
const BEFORE_THE_END: u32 = 100;

/// How long a clip plays, in milliseconds; 0 where nobody knows.
pub fn length_ms(facts: &MediaFacts) -> u32 {
    let seconds = facts.video.as_ref().and_then(|video| video.duration);
    seconds.map_or(0, |seconds| (seconds * 1000.0).clamp(0.0, 1e9) as u32)
}

/// Evenly spaced moments from the first picture to the last, at most eight, none twice.
pub fn frame_times(length_ms: u32) -> Vec<u32> {
    let last = u64::from(length_ms.saturating_sub(BEFORE_THE_END));
    let steps = u64::from(MOST - 1);
    let mut times: Vec<u32> = (0..=steps)
        .map(|step| (last * step / steps) as u32)
        .collect();
    times.dedup();
    times
}

/// The moment nearest to the one wished for at which the clip has a picture.
pub fn nearest_frame(at_ms: u32, length_ms: u32) -> u32 {
    at_ms.min(length_ms.saturating_sub(BEFORE_THE_END))
}

/// `0:03`, `12:40`.
pub fn time_label(ms: u32) -> String {
    let seconds = ms / 1000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The same for one of [`frame_times`]: with tenths where several lie within a second of each other.
pub fn frame_label(ms: u32, length_ms: u32) -> String {
    let whole = time_label(ms);
    if length_ms >= MOST * 1000 {
        return whole;
    }
    decimal(format!("{whole}.{}", ms % 1000 / 100))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn moments_are_named_as_players_do() {
        assert_eq!(time_label(0), "0:00");
        assert_eq!(time_label(3_999), "0:03");
        assert_eq!(time_label(760_000), "12:40");
    }

    #[test]
    fn moments_of_a_short_clip_are_told_apart() {
        for length in [1_000, 3_400, 7_999, 8_000, 60_000] {
            let labels: Vec<String> = frame_times(length)
                .into_iter()
                .map(|at| frame_label(at, length))
                .collect();
            let mut apart = labels.clone();
            apart.dedup();
            assert_eq!(labels, apart, "{length}");
        }
        assert_eq!(frame_label(1_571, 4_000), "0:01.5");
    }

    #[test]
    fn a_clip_without_a_length_has_one_moment() {
        assert_eq!(frame_times(0), [0]);
        assert_eq!(frame_times(50), [0]);
        assert_eq!(nearest_frame(u32::MAX, 0), 0);
    }

    proptest! {
        #[test]
        fn moments_rise_and_lie_in_the_clip(length in 1u32..=u32::MAX) {
            let times = frame_times(length);
            prop_assert!(!times.is_empty() && times.len() <= 8);
            prop_assert!(times.is_sorted_by(|one, next| one < next));
            prop_assert!(times.iter().all(|at| *at < length));
        }
    }
}
