//! Days as people read them. Times of day are the same in every language: `09:41`.

use jiff::civil::{Date, Weekday};

use crate::{say, word};

/// `3 May`, in German `3. Mai`.
pub fn day(date: Date) -> String {
    say!("{day} {month}", day = date.day(), month = month(date))
}

/// `3 May 2026`, in German `3. Mai 2026`.
pub fn date(date: Date) -> String {
    say!("{day} {year}", day = day(date), year = date.year())
}

/// `Monday 23 November`, in German `Montag, 23. November`.
pub fn weekday_and_day(date: Date) -> String {
    say!(
        "{weekday} {day}",
        weekday = weekday(date.weekday()),
        day = day(date)
    )
}

/// `Monday 23 November 2026`, in German `Montag, 23. November 2026`.
pub fn weekday_and_date(date: Date) -> String {
    say!(
        "{weekday} {day}",
        weekday = weekday(date.weekday()),
        day = self::date(date)
    )
}

/// `Monday`, in German `Montag`.
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => word!("Monday"),
        Weekday::Tuesday => word!("Tuesday"),
        Weekday::Wednesday => word!("Wednesday"),
        Weekday::Thursday => word!("Thursday"),
        Weekday::Friday => word!("Friday"),
        Weekday::Saturday => word!("Saturday"),
        Weekday::Sunday => word!("Sunday"),
    }
}

fn month(date: Date) -> &'static str {
    match date.month() {
        1 => word!("January"),
        2 => word!("February"),
        3 => word!("March"),
        4 => word!("April"),
        5 => word!("May"),
        6 => word!("June"),
        7 => word!("July"),
        8 => word!("August"),
        9 => word!("September"),
        10 => word!("October"),
        11 => word!("November"),
        _ => word!("December"),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn days_are_written_as_before_they_had_another_language() {
        for text in ["2026-01-01", "2026-05-03", "2024-02-29", "1999-12-31"] {
            let then: Date = text.parse().unwrap();
            assert_eq!(day(then), then.strftime("%-d %B").to_string());
            assert_eq!(date(then), then.strftime("%-d %B %Y").to_string());
            assert_eq!(
                weekday_and_date(then),
                then.strftime("%A %-d %B %Y").to_string()
            );
            assert_eq!(
                weekday_and_day(then),
                then.strftime("%A %-d %B").to_string()
            );
        }
    }
}
