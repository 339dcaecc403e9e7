//! An account's week: the times at which it posts, and the next of them that is free. Pure.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use fanfold_domain::{say, word};

use super::civil::resolve;
use crate::view::{SlotDay, SlotInput};
use crate::words::count;

/// Instagram takes at most 100 posts a day of an account (Meta, content publishing limit); a week
/// that is full at all hours is a mistake, not a plan.
const MOST: usize = 7 * 100;
/// How far ahead a free slot is looked for: beyond that nobody plans.
const FAR: usize = 366 * 5;

/// A time of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Slot {
    /// 1 = Monday.
    day: i8,
    /// Minutes after midnight on the wall.
    minute: i16,
}

/// All slots of an account, in order, none twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Week(BTreeSet<Slot>);

impl Slot {
    fn new(day: u8, time: &str) -> Option<Self> {
        let day = i8::try_from(day).ok().filter(|day| (1..=7).contains(day))?;
        let (hour, minute) = time.trim().split_once(':')?;
        let number = |text: &str| {
            let plain = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
            plain.then(|| text.parse::<i8>().ok()).flatten()
        };
        let time = Time::new(number(hour)?, number(minute)?, 0, 0).ok()?;
        Some(Self {
            day,
            minute: i16::from(time.hour()) * 60 + i16::from(time.minute()),
        })
    }

    fn time(self) -> Option<Time> {
        let part = |value: i16| i8::try_from(value).ok();
        Time::new(part(self.minute / 60)?, part(self.minute % 60)?, 0, 0).ok()
    }

    fn words(self) -> String {
        format!("{:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

impl Week {
    /// As it was stored; what cannot be read is as if there were no slots.
    pub(crate) fn read(text: &str) -> Self {
        let slots: Vec<Slot> = serde_json::from_str(text).unwrap_or_default();
        let sound = |slot: &Slot| (1..=7).contains(&slot.day) && (0..1440).contains(&slot.minute);
        Self(slots.into_iter().filter(sound).collect())
    }

    pub(crate) fn to_text(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_else(|_| "[]".to_owned())
    }

    /// As a person set them.
    ///
    /// # Errors
    /// The sentence for one that is no time of a week, or for far too many.
    pub(crate) fn of(slots: &[SlotInput]) -> Result<Self, String> {
        let mut week = BTreeSet::new();
        for slot in slots {
            let read = Slot::new(slot.day, &slot.time).ok_or_else(|| {
                say!(
                    "“{time}” is no time of day. Write it like 09:00.",
                    time = slot.time
                )
            })?;
            week.insert(read);
        }
        if week.len() > MOST {
            return Err(say!(
                "A week has room for {most} slots at most.",
                most = MOST
            ));
        }
        Ok(Self(week))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The slots after `now` at which nothing is due yet, earliest first.
    pub(crate) fn free<'a>(
        &'a self,
        now: Timestamp,
        zone: &'a TimeZone,
        taken: &'a BTreeSet<Timestamp>,
    ) -> impl Iterator<Item = Timestamp> + 'a {
        let today = now.to_zoned(zone.clone()).date();
        let days = if self.0.is_empty() { 0 } else { FAR };
        let mut last = now;
        today
            .series(jiff::Span::new().days(1))
            .take(days)
            .flat_map(move |date| {
                let day = date.weekday().to_monday_one_offset();
                let slots = self.0.iter().filter(move |slot| slot.day == day);
                slots.filter_map(move |slot| Some(date.to_datetime(slot.time()?)))
            })
            .filter_map(move |wall| Some(resolve(wall, zone)?.at))
            .filter(move |at| {
                // Two slots that the clocks make one are one.
                let later = *at > last;
                last = last.max(*at);
                later && !taken.contains(at)
            })
    }

    pub(crate) fn days(&self) -> Vec<SlotDay> {
        (1..=7i8)
            .map(|day| SlotDay {
                day: day.unsigned_abs(),
                label: label(day).to_owned(),
                times: self
                    .0
                    .iter()
                    .filter(|slot| slot.day == day)
                    .map(|slot| slot.words())
                    .collect(),
            })
            .collect()
    }

    pub(crate) fn sentence(&self) -> String {
        let days: BTreeSet<i8> = self.0.iter().map(|slot| slot.day).collect();
        match self.0.len() {
            0 => say!("No slots yet. Add the times at which this account posts."),
            slots => {
                let slots = count(slots, word!("slot"), word!("slots"));
                match days.len() {
                    1 => say!("{slots} a week, on 1 day.", slots),
                    count => say!("{slots} a week, on {count} days.", slots, count),
                }
            }
        }
    }
}

fn label(day: i8) -> &'static str {
    match Weekday::from_monday_one_offset(day) {
        Ok(Weekday::Monday) => word!("Monday"),
        Ok(Weekday::Tuesday) => word!("Tuesday"),
        Ok(Weekday::Wednesday) => word!("Wednesday"),
        Ok(Weekday::Thursday) => word!("Thursday"),
        Ok(Weekday::Friday) => word!("Friday"),
        Ok(Weekday::Saturday) => word!("Saturday"),
        _ => word!("Sunday"),
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::cast_possible_wrap,
        reason = "tests"
    )]

    use jiff::SignedDuration;

    use super::*;

    fn week(slots: &[(u8, &str)]) -> Week {
        let inputs: Vec<SlotInput> = slots
            .iter()
            .map(|(day, time)| SlotInput {
                day: *day,
                time: (*time).to_owned(),
            })
            .collect();
        Week::of(&inputs).unwrap()
    }

    /// Small and the same every time; chance is not what is tested.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, end: u64) -> u64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % end
        }
    }

    #[test]
    fn the_next_free_slot_is_always_to_come_in_the_week_and_not_taken() {
        let zones = [
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "UTC",
        ];
        let mut chance = Chance(7);
        for round in 0..400 {
            let zone = TimeZone::get(zones[round % zones.len()]).unwrap();
            let slots: Vec<SlotInput> = (0..=chance.below(6))
                .map(|_| SlotInput {
                    day: 1 + chance.below(7) as u8,
                    time: format!("{:02}:{:02}", chance.below(24), chance.below(60)),
                })
                .collect();
            let week = Week::of(&slots).unwrap();
            let start: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
            let mut now = start + SignedDuration::from_mins(chance.below(400 * 1440) as i64);
            let mut taken = BTreeSet::new();
            for _ in 0..30 {
                let next = week.free(now, &zone, &taken).next().unwrap();
                assert!(next > now, "it is to come");
                assert!(taken.insert(next), "it was free");
                let wall = next.to_zoned(zone.clone());
                let day = wall.weekday().to_monday_one_offset();
                let planned = week.0.iter().any(|slot| {
                    let own = wall.date().to_datetime(slot.time().unwrap());
                    slot.day == day && resolve(own, &zone).unwrap().at == next
                });
                assert!(planned, "{next} is none of the week's");
                // Whether time passes or not.
                if chance.below(3) == 0 {
                    now = next - SignedDuration::from_secs(chance.below(7200) as i64);
                }
            }
        }
    }

    #[test]
    fn filled_one_by_one_the_slots_come_in_order_and_none_is_left_out() {
        let week = week(&[(1, "09:00"), (3, "18:30"), (1, "9:00"), (7, "23:59")]);
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let all: Vec<Timestamp> = week.free(now, &zone, &BTreeSet::new()).take(60).collect();
        assert!(all.is_sorted());
        let mut taken = BTreeSet::new();
        for expected in all {
            let next = week.free(now, &zone, &taken).next().unwrap();
            assert_eq!(next, expected);
            taken.insert(next);
        }
        assert_eq!(week.0.len(), 3, "written twice is one slot");
    }

    #[test]
    fn a_slot_that_the_clocks_skip_is_the_first_moment_after() {
        let week = week(&[(7, "02:15"), (7, "02:45"), (7, "03:00")]);
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now: Timestamp = "2027-03-27T12:00:00Z".parse().unwrap();
        let none = BTreeSet::new();
        let free = week.free(now, &zone, &none);
        let two: Vec<String> = free.take(2).map(|at| at.to_string()).collect();
        assert_eq!(two, ["2027-03-28T01:00:00Z", "2027-04-04T00:15:00Z"]);
    }

    #[test]
    fn what_is_no_slot_is_refused_and_a_damaged_document_is_none() {
        for (day, time) in [
            (0, "09:00"),
            (8, "09:00"),
            (1, "24:00"),
            (1, "9"),
            (1, "+9:00"),
        ] {
            let slot = SlotInput {
                day,
                time: time.to_owned(),
            };
            assert!(Week::of(&[slot]).is_err(), "{day} {time}");
        }
        for text in [
            "",
            "{}",
            "[{\"day\":9,\"minute\":1}]",
            "[{\"day\":1,\"minute\":-5}]",
        ] {
            assert!(Week::read(text).is_empty(), "{text}");
        }
        let own = week(&[(2, "07:05")]);
        assert_eq!(Week::read(&own.to_text()), own);
        assert_eq!(own.days()[1].times, ["07:05"]);
    }
}
