//! Times and counts as people read them.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// `09:41`, in this computer's time zone.
pub(crate) fn clock(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system())
        .strftime("%H:%M")
        .to_string()
}

/// `at 14:32`, `tomorrow at 09:00`, `on 3 May at 09:00`; from the point of view of `now`.
pub(crate) fn moment(at: Timestamp, now: Timestamp) -> String {
    let zone = TimeZone::system();
    let (then, today) = (at.to_zoned(zone.clone()), now.to_zoned(zone));
    let clock = then.strftime("%H:%M");
    if then.date() == today.date() {
        return format!("at {clock}");
    }
    let day = |days: i64| {
        (now + SignedDuration::from_hours(24 * days))
            .to_zoned(TimeZone::system())
            .date()
    };
    if then.date() == day(1) {
        format!("tomorrow at {clock}")
    } else if then.date() == day(-1) {
        format!("yesterday at {clock}")
    } else {
        format!("on {} at {clock}", then.strftime("%-d %B"))
    }
}

/// `1 slide`, `3 slides`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
