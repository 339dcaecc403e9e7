//! A post's journal and calls as lines that a person reads.

use std::collections::HashMap;

use fanfold_domain::publish::PostState;
use fanfold_domain::{say, speech, word};
use fanfold_store::{CallRow, JournalRow};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::families::{Again, Family, sentence, tried_again};
use super::said::Said;
use crate::accounts::what;
use crate::view::{TimelineRow, TimelineView, Tone};
use crate::words::count;

/// How much earlier than its journal entry a call may seem to begin: its time is taken at its end,
/// in whole milliseconds.
const SLACK: SignedDuration = SignedDuration::from_millis(25);

/// A line and its place in time.
struct Line {
    at: Timestamp,
    family: Option<Family>,
    /// The place of the slide that a call was made for, from 1.
    slide: Option<i64>,
    refused: bool,
    row: TimelineRow,
}

/// The whole page.
pub(super) fn draw(
    post: &str,
    journal: &[JournalRow],
    calls: &[CallRow],
    zone: &TimeZone,
) -> TimelineView {
    let mut lines: Vec<Line> = calls.iter().map(|one| call(one, zone)).collect();
    lines.sort_by_key(|line| line.at);
    let again = tried_again(journal);
    let mut repeats = 0;
    for again in &again {
        repeats += usize::from(mark(&mut lines, again));
    }
    let sentence = sum(calls, repeats);
    turns(journal, &mut lines, zone);
    // What was decided stands before the calls that it led to in the same millisecond.
    lines.sort_by_key(|line| (line.at, line.row.call));
    TimelineView {
        post_id: post.to_owned(),
        rows: lines.into_iter().map(|line| line.row).collect(),
        sentence,
    }
}

fn began(call: &CallRow) -> Timestamp {
    let took = SignedDuration::from_millis(call.ms.clamp(0, i64::from(u32::MAX)));
    call.at.checked_sub(took).unwrap_or(call.at)
}

fn second(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    at.strftime("%H:%M:%S").to_string()
}

fn day(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    say!(
        "{day} at {clock}",
        day = speech::day(at.date()),
        clock = at.strftime("%H:%M")
    )
}

fn minute(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

fn call(call: &CallRow, zone: &TimeZone) -> Line {
    let at = began(call);
    let refused = call.code.is_some() || call.http.is_none_or(|http| http >= 400);
    let codes = match (call.code, call.subcode) {
        (Some(code), Some(subcode)) => format!("{code} / {subcode}"),
        (Some(code), None) => code.to_string(),
        (None, _) => String::new(),
    };
    let detail = match (call.http, refused) {
        (None, _) => say!("No answer"),
        (Some(_), true) if codes.is_empty() => say!("Refused"),
        (Some(_), true) => say!("Refused, {codes}", codes),
        (Some(_), false) => String::new(),
    };
    Line {
        at,
        family: Family::of_endpoint(&call.endpoint),
        slide: call.slide.map(|of| of.slide),
        refused,
        row: TimelineRow {
            at: second(at, zone),
            words: what(call),
            detail,
            tone: if refused { Tone::Block } else { Tone::Ready },
            ms: u32::try_from(call.ms).ok(),
            http: call.http.and_then(|http| u16::try_from(http).ok()),
            code: call.code.and_then(|code| i32::try_from(code).ok()),
            trace_id: call.trace_id.clone(),
            request_id: Some(call.request_id.clone()),
            call: true,
        },
    }
}

/// Says of the call that it was a second try, and why. `false` when its call is not known.
fn mark(lines: &mut [Line], again: &Again) -> bool {
    let begun = again.at.checked_sub(SLACK).unwrap_or(again.at);
    let fits = |line: &&mut Line| {
        line.family == Some(again.family)
            && line.at >= begun
            && (line.slide.is_none() || again.slide.is_none() || line.slide == again.slide)
            && !line.row.words.ends_with(word!(", again"))
    };
    let Some(line) = lines.iter_mut().find(fits) else {
        return false;
    };
    line.row.words.push_str(word!(", again"));
    add(&mut line.row.detail, &again.why);
    true
}

fn add(detail: &mut String, more: &str) {
    if !detail.is_empty() {
        detail.push_str(". ");
    }
    detail.push_str(more);
}

/// Everything of the journal that is no call: where the post stood, and when that changed.
fn turns(journal: &[JournalRow], lines: &mut Vec<Line>, zone: &TimeZone) {
    let turn = |at, words: &str, detail: &str, tone| turn(at, words, detail, tone, zone);
    let mut before = None;
    let mut taken_up = 0;
    let mut done: HashMap<&str, usize> = HashMap::new();
    let mut made: HashMap<&str, usize> = HashMap::new();
    for row in journal {
        let said = Said::of(row);
        if let Some(outcome) = &said.outcome
            && !explain(lines, row, &said, outcome, zone)
        {
            let (words, why) = (word!("Did not work"), sentence(outcome));
            lines.push(turn(row.at, words, &why, Tone::Near));
        }
        let (words, tone) = match row.kind.as_str() {
            "resume" => {
                taken_up += 1;
                done.clear();
                let first = taken_up == 1;
                let again = || word!("Taken up again");
                (if first { word!("Taken up") } else { again() }, Tone::Calm)
            }
            // One line for all slides, which grows until the last of them.
            kind @ ("prepared" | "hosted" | "withdrawn") if said.outcome.is_none() => {
                let all = done.entry(group(kind)).or_default();
                *all += 1;
                let line = turn(row.at, &together(kind, *all), "", Tone::Calm);
                let place = made.get(group(kind)).filter(|_| *all > 1);
                if let Some(old) = place.and_then(|place| lines.get_mut(*place)) {
                    *old = line;
                } else {
                    made.insert(group(kind), lines.len());
                    lines.push(line);
                }
                ("", Tone::Calm)
            }
            kind => named(kind),
        };
        if !words.is_empty() {
            let to = said.due.map(|due| day(due, zone)).unwrap_or_default();
            lines.push(turn(row.at, words, &to, tone));
        }
        if let Some(state) = said.state {
            let changed = before != Some(state);
            let waits = state == PostState::Waiting && row.kind == "waiting";
            if (changed || waits)
                && let Some(line) = standing(row.at, state, &said, zone)
            {
                lines.push(line);
            }
            before = Some(state);
        }
    }
}

/// Tells the refused call why, and what follows. `false` when no call is known that fits.
fn explain(
    lines: &mut [Line],
    row: &JournalRow,
    said: &Said,
    outcome: &str,
    zone: &TimeZone,
) -> bool {
    let Some(family) = Family::of_event(&row.kind) else {
        return false;
    };
    let bare = |line: &&mut Line| {
        line.family == Some(family)
            && line.refused
            && line.at <= row.at
            && !line.row.detail.contains(". ")
    };
    let Some(line) = lines.iter_mut().rev().find(bare) else {
        return false;
    };
    let next = match said.sleeps_until() {
        Some(until) if until > row.at => say!(" Goes on at {time}.", time = second(until, zone)),
        _ => String::new(),
    };
    add(
        &mut line.row.detail,
        &format!("{}{next}", sentence(outcome)),
    );
    true
}

fn turn(at: Timestamp, words: &str, detail: &str, tone: Tone, zone: &TimeZone) -> Line {
    Line {
        at,
        family: None,
        slide: None,
        refused: false,
        row: TimelineRow {
            at: second(at, zone),
            words: words.to_owned(),
            detail: detail.to_owned(),
            tone,
            ms: None,
            http: None,
            code: None,
            trace_id: None,
            request_id: None,
            call: false,
        },
    }
}

fn group(kind: &str) -> &'static str {
    match kind {
        "prepared" => "prepared",
        "hosted" => "hosted",
        _ => "withdrawn",
    }
}

fn together(kind: &str, all: usize) -> String {
    let files = count(all, word!("file"), word!("files"));
    match kind {
        "prepared" => say!("{files} ready", files),
        "hosted" => say!("{files} where Instagram can fetch them", files),
        _ => say!(
            "{files} taken back from where Instagram fetched them",
            files
        ),
    }
}

/// What a journal's word means; nothing for what a call tells already.
fn named(kind: &str) -> (&str, Tone) {
    match kind {
        "queued" => (word!("Stored in the queue"), Tone::Calm),
        "retry" => (word!("Asked to try again"), Tone::Calm),
        "revise" => (word!("Goes on with the changed draft"), Tone::Calm),
        "cancel" => (word!("Asked to take it back"), Tone::Calm),
        "checked" => (word!("Slides checked"), Tone::Calm),
        "online" => (word!("The connection is back"), Tone::Calm),
        "paused" => (word!("The account’s queue is held"), Tone::Near),
        "reschedule" | "rescheduled" => (word!("Moved to another time"), Tone::Calm),
        "publish_now" => (word!("Asked to publish now"), Tone::Calm),
        "missed" => (
            word!("Its time passed while nobody could publish"),
            Tone::Near,
        ),
        _ => ("", Tone::Calm),
    }
}

fn standing(at: Timestamp, state: PostState, said: &Said, zone: &TimeZone) -> Option<Line> {
    let turn = |at, words: &str, detail: &str, tone| turn(at, words, detail, tone, zone);
    let why = said.why.as_deref().unwrap_or_default();
    let line = match state {
        PostState::Scheduled | PostState::Publishing => return None,
        PostState::Waiting => match said.until {
            Some(until) => turn(
                at,
                &say!("Waits until {time}", time = minute(until, zone)),
                why,
                Tone::Near,
            ),
            None => turn(at, word!("Waits"), why, Tone::Near),
        },
        PostState::Checking => turn(at, word!("Finding out whether it is live"), "", Tone::Near),
        PostState::Published => turn(at, word!("Live"), "", Tone::Ready),
        PostState::Failed | PostState::NeedsAttention => {
            turn(at, word!("Stopped"), why, Tone::Block)
        }
        PostState::Cancelled => turn(
            at,
            word!("Taken back"),
            word!("Nothing was posted."),
            Tone::Calm,
        ),
    };
    Some(line)
}

fn sum(calls: &[CallRow], repeats: usize) -> String {
    let first = calls.iter().map(began).min();
    let last = calls.iter().map(|call| call.at).max();
    let (Some(first), Some(last)) = (first, last) else {
        return say!("No calls yet.");
    };
    let took = span(last.duration_since(first));
    let calls = count(calls.len(), word!("call"), word!("calls"));
    match repeats {
        0 => say!("{calls} in {took}", calls, took),
        1 => say!("{calls} in {took}, 1 tried again", calls, took),
        many => say!("{calls} in {took}, {many} tried again", calls, took, many),
    }
}

fn span(took: SignedDuration) -> String {
    let seconds = took.as_secs().max(0);
    let of = |number: i64, one: &str, many: &str| {
        count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
    };
    match seconds {
        0 => say!("less than a second"),
        1..=119 => of(seconds, word!("second"), word!("seconds")),
        120..=7_199 => of(seconds / 60, word!("minute"), word!("minutes")),
        7_200..=172_799 => of(seconds / 3_600, word!("hour"), word!("hours")),
        _ => of(seconds / 86_400, word!("day"), word!("days")),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use fanfold_store::SlideOf;
    use serde_json::json;

    use super::*;

    fn at(seconds: i64, millis: i64) -> Timestamp {
        let noon: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        noon + SignedDuration::from_secs(seconds) + SignedDuration::from_millis(millis)
    }

    fn entry(id: i64, at: Timestamp, kind: &str, entry: serde_json::Value) -> JournalRow {
        let post = "p".to_owned();
        JournalRow {
            id,
            post,
            at,
            kind: kind.to_owned(),
            entry,
        }
    }

    fn made(at: Timestamp, endpoint: &str, ms: i64, http: Option<i64>) -> CallRow {
        CallRow {
            id: 0,
            account: "a".to_owned(),
            post: Some("p".to_owned()),
            slide: None,
            at,
            endpoint: endpoint.to_owned(),
            ms,
            http,
            code: http.filter(|http| *http >= 400).map(|_| 2),
            subcode: None,
            trace_id: None,
            request_id: "r".to_owned(),
        }
    }

    #[test]
    fn a_refused_call_says_why_and_the_next_one_that_it_is_the_second() {
        let journal = [
            entry(1, at(0, 0), "queued", json!({})),
            entry(
                2,
                at(0, 1),
                "hosted",
                json!({"intents": ["create_child 1"]}),
            ),
            entry(
                3,
                at(1, 0),
                "created",
                json!({"outcome": "Instagram stumbled: 500 code 2", "intents": ["sleep until 2026-11-22T12:00:03Z"]}),
            ),
            entry(4, at(3, 0), "woke", json!({"intents": ["create_child 1"]})),
            entry(
                5,
                at(4, 0),
                "created",
                json!({"intents": [], "state": "published"}),
            ),
        ];
        let calls = [
            made(at(1, 0), "container.create_slide", 999, Some(500)),
            made(at(4, 0), "container.create_slide", 990, Some(200)),
        ];
        let page = draw("p", &journal, &calls, &TimeZone::UTC);
        assert_eq!(page.sentence, "2 calls in 3 seconds, 1 tried again");
        let rows: Vec<(&str, &str)> = page
            .rows
            .iter()
            .map(|row| (row.words.as_str(), row.detail.as_str()))
            .collect();
        assert_eq!(rows[0].0, "Stored in the queue");
        assert_eq!(rows[1].0, "1 file where Instagram can fetch them");
        assert_eq!(rows[2].0, "Create slide");
        assert!(
            rows[2]
                .1
                .starts_with("Refused, 2. Instagram stumbled. Goes on at ")
        );
        assert_eq!(rows[3], ("Create slide, again", "Instagram stumbled."));
        assert_eq!(rows[4].0, "Live");
    }

    /// Slides are created side by side: a second try is told at its own slide, whichever call came first.
    #[test]
    fn a_call_says_which_slide_it_is_about_and_is_tried_again_under_that_number() {
        let journal = [
            entry(
                1,
                at(0, 0),
                "hosted",
                json!({"intents": ["create_child 3", "create_child 4"]}),
            ),
            entry(
                2,
                at(1, 0),
                "created",
                json!({"outcome": "Instagram stumbled: 500 code 2", "intents": ["create_child 3", "create_child 5"]}),
            ),
        ];
        let of = |slide, seconds, http| CallRow {
            slide: Some(SlideOf { slide, slides: 10 }),
            ..made(at(seconds, 0), "container.create_slide", 900, Some(http))
        };
        let calls = [of(3, 1, 500), of(4, 1, 200), of(5, 2, 200), of(3, 3, 200)];
        let page = draw("p", &journal, &calls, &TimeZone::UTC);
        let said: Vec<&str> = page
            .rows
            .iter()
            .filter(|row| row.call)
            .map(|row| row.words.as_str())
            .collect();
        assert_eq!(
            said,
            [
                "Create slide 3 of 10",
                "Create slide 4 of 10",
                "Create slide 5 of 10",
                "Create slide 3 of 10, again"
            ]
        );
    }

    #[test]
    fn asking_how_far_a_container_is_counts_as_again_only_after_trouble() {
        let read = |id, seconds, outcome: Option<&str>| {
            let said = json!({"outcome": outcome, "intents": ["read 3"]});
            entry(id, at(seconds, 0), "read", said)
        };
        let well = [read(1, 1, None), read(2, 2, None), read(3, 3, None)];
        assert_eq!(tried_again(&well).len(), 0);
        let ill = [
            read(1, 1, None),
            read(2, 2, Some("Lost: x")),
            read(3, 3, None),
        ];
        assert_eq!(tried_again(&ill).len(), 1);
    }

    #[test]
    fn a_publish_that_was_under_way_when_the_process_ended_is_told_as_such() {
        let journal = [
            entry(1, at(0, 0), "woke", json!({"intents": ["create_parent"]})),
            entry(2, at(9, 0), "resume", json!({"intents": ["create_parent"]})),
        ];
        let again = tried_again(&journal);
        assert_eq!(again.len(), 1);
        assert!(again[0].why.contains("ended"), "{again:?}");
    }

    #[test]
    fn entries_of_another_version_are_no_reason_to_fail() {
        let journal = [
            entry(1, at(0, 0), "danced", json!([1, 2])),
            entry(
                2,
                at(1, 0),
                "created",
                json!({"outcome": 7, "state": "flying"}),
            ),
        ];
        assert!(draw("p", &journal, &[], &TimeZone::UTC).rows.is_empty());
        assert_eq!(
            draw("p", &journal, &[], &TimeZone::UTC).sentence,
            "No calls yet."
        );
    }
}
