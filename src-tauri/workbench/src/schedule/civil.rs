//! Between the times on a person's wall and moments. Pure: the zone and the present are passed in.
//!
//! Twice a year a time on the wall does not exist, or exists twice. Nobody who plans a post thinks of
//! that, so both have an answer, and a note that says which.

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use fanfold_domain::{say, speech, word};

use crate::words::count;

/// A time on the wall as a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolved {
    pub(crate) at: Timestamp,
    /// The clocks are set on that day, and this is what was made of it.
    pub(crate) note: Option<String>,
}

/// `2026-11-23T14:30`; seconds may follow and are dropped. `None` for anything else.
pub(crate) fn read(text: &str) -> Option<DateTime> {
    let text = text.trim();
    // Jiff reads offsets, too; what is written here has none.
    let zoned = text.contains(['Z', 'z', '+', '[']) || text.matches('-').count() > 2;
    if zoned || text.len() < 16 {
        return None;
    }
    let read: DateTime = text.parse().ok()?;
    read.with().second(0).subsec_nanosecond(0).build().ok()
}

/// The moment of a time on the wall; `None` outside of what a calendar can hold.
pub(crate) fn resolve(wall: DateTime, zone: &TimeZone) -> Option<Resolved> {
    let clock = wall.strftime("%H:%M");
    let day = speech::day(wall.date());
    match zone.to_ambiguous_timestamp(wall).offset() {
        AmbiguousOffset::Unambiguous { offset } => Some(Resolved {
            at: offset.to_timestamp(wall).ok()?,
            note: None,
        }),
        AmbiguousOffset::Gap { after, .. } => {
            // Read with the offset to come it lies just before the clocks are set.
            let before = after.to_timestamp(wall).ok()?;
            let at = zone.following(before).next()?.timestamp();
            let then = at.to_zoned(zone.clone()).strftime("%H:%M").to_string();
            Some(Resolved {
                at,
                note: Some(say!(
                    "There is no {clock} on {day}: the clocks go forward. It goes out at {then}.",
                    clock,
                    day,
                    then
                )),
            })
        }
        AmbiguousOffset::Fold { before, .. } => Some(Resolved {
            at: before.to_timestamp(wall).ok()?,
            note: Some(say!(
                "{clock} comes twice on {day}: the clocks go back. It goes out the first time.",
                clock,
                day
            )),
        }),
    }
}

/// A moment as [`read`] reads it.
pub(crate) fn wall(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%Y-%m-%dT%H:%M")
        .to_string()
}

/// `Monday 23 November at 14:30`, with the year when it is another one.
pub(crate) fn words(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (then, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    let day = if then.year() == today.year() {
        speech::weekday_and_day(then.date())
    } else {
        speech::weekday_and_date(then.date())
    };
    say!("{day} at {clock}", day, clock = then.strftime("%H:%M"))
}

/// `in 3 hours`, `in 20 minutes`, `in 2 days`; `now` for the minute to come, `already past`.
pub(crate) fn distance(at: Timestamp, now: Timestamp) -> String {
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    let left = at.duration_since(now);
    if left < SignedDuration::ZERO {
        return say!("already past");
    }
    let minutes = left.as_mins();
    let number = |whole: i64| usize::try_from(whole).unwrap_or(usize::MAX);
    let words = match minutes {
        0 => return say!("now"),
        1..HOUR => count(number(minutes), word!("minute"), word!("minutes")),
        HOUR..DAY => count(number((minutes + 30) / HOUR), word!("hour"), word!("hours")),
        _ => {
            return match (minutes + DAY / 2) / DAY {
                1 => say!("in 1 day"),
                days => say!("in {count} days", count = days),
            };
        }
    };
    say!("in {words}", words)
}

/// `Europe/Berlin`; the offset where the zone has no name.
pub(crate) fn zone_name(zone: &TimeZone, now: Timestamp) -> String {
    zone.iana_name()
        .map_or_else(|| zone.to_offset(now).to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    fn at(text: &str) -> Resolved {
        resolve(read(text).unwrap(), &berlin()).unwrap()
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_the_first_moment_after_and_says_so() {
        for skipped in ["2027-03-28T02:00", "2027-03-28T02:30", "2027-03-28T02:59"] {
            let found = at(skipped);
            assert_eq!(found.at.to_string(), "2027-03-28T01:00:00Z", "{skipped}");
            assert!(found.note.unwrap().contains("It goes out at 03:00."));
        }
        assert_eq!(at("2027-03-28T01:59").note, None);
        assert_eq!(at("2027-03-28T03:00").note, None);
    }

    #[test]
    fn a_time_that_comes_twice_is_the_first_and_says_so() {
        let found = at("2026-10-25T02:30");
        assert_eq!(found.at.to_string(), "2026-10-25T00:30:00Z");
        assert!(found.note.unwrap().contains("the first time"));
        assert_eq!(at("2026-10-25T03:00").note, None);
    }

    #[test]
    fn what_is_no_time_on_a_wall_is_not_read() {
        for text in [
            "",
            "tomorrow",
            "2026-11-23",
            "2026-13-01T10:00",
            "2026-11-23T25:00",
            "2026-11-23T14:30Z",
            "2026-11-23T14:30+01:00",
            "2026-11-23T14:30-05:00",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
        let read = read(" 2026-11-23T14:30:59 ").unwrap();
        assert_eq!(read.to_string(), "2026-11-23T14:30:00");
    }

    #[test]
    fn every_moment_of_a_year_is_written_and_read_back_the_same() {
        let zone = berlin();
        let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        for quarter in 0..(365 * 96) {
            let moment = start + SignedDuration::from_mins(quarter * 15);
            let back = resolve(read(&wall(moment, &zone)).unwrap(), &zone).unwrap();
            // The second of two equal times on the wall reads as the first.
            let first = moment - SignedDuration::from_hours(1);
            assert!(back.at == moment || (back.note.is_some() && back.at == first));
        }
    }

    #[test]
    fn distances_are_what_a_person_would_say() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let after = |minutes: i64| distance(now + SignedDuration::from_mins(minutes), now);
        assert_eq!(after(-1), "already past");
        assert_eq!(after(0), "now");
        assert_eq!(after(1), "in 1 minute");
        assert_eq!(after(175), "in 3 hours");
        assert_eq!(after(60 * 24), "in 1 day");
        assert_eq!(after(60 * 24 * 10), "in 10 days");
    }
}
