//! Times and counts as people read them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use fanfold_domain::{say, speech};

/// `09:41`, in this computer's time zone.
pub(crate) fn clock(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system())
        .strftime("%H:%M")
        .to_string()
}

/// `at 14:32`, `tomorrow at 09:00`, `on 3 May at 09:00`; from the point of view of `now`.
pub(crate) fn moment(at: Timestamp, now: Timestamp) -> String {
    moment_in(at, now, &TimeZone::system())
}

/// The same in another zone.
pub(crate) fn moment_in(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (then, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    let clock = then.strftime("%H:%M");
    let (day, here) = (then.date(), today.date());
    if day == here {
        say!("at {clock}", clock)
    } else if here.tomorrow().ok() == Some(day) {
        say!("tomorrow at {clock}", clock)
    } else if here.yesterday().ok() == Some(day) {
        say!("yesterday at {clock}", clock)
    } else if day.year() == here.year() {
        say!("on {day} at {clock}", day = speech::day(day), clock)
    } else {
        say!("on {day} at {clock}", day = speech::date(day), clock)
    }
}

/// RFC 3339 with every digit, so that texts stand in the order of their times: without, `09:41:01.5Z`
/// comes after `09:41:01.52Z`, and the window takes the newer one for the older.
pub(crate) fn sortable(at: Timestamp) -> String {
    format!("{at:.9}")
}

/// `1 slide`, `3 slides`; the words as they are said.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_times_stand_in_the_order_of_their_times() {
        let at = |ms| Timestamp::from_millisecond(ms).unwrap_or_default();
        // 1.9 s, 1.92 s, 2 s, 2.001 s: as short as they can be they would stand otherwise.
        let told: Vec<String> = [1_900, 1_920, 2_000, 2_001]
            .map(|ms| sortable(at(ms)))
            .into();
        assert!(told.is_sorted(), "{told:?}");
        let back: Vec<Timestamp> = told.iter().flat_map(|told| told.parse()).collect();
        assert_eq!(back, [1_900, 1_920, 2_000, 2_001].map(at));
    }
}
