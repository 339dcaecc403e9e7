//! How an account stands, in words and figures. Pure: what was asked when is somebody else's.

use fanfold_domain::account::{Flavour, TokenState};
use fanfold_domain::speech::{self, decimal};
use fanfold_domain::{say, word};
use fanfold_graph::Usage;
use fanfold_graph::limiter::{FULL, SLOW, Standing};
use fanfold_graph::login::Refreshable;
use fanfold_store::{Account, CallRow};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::health::ends_soon;
use super::named::what;
use super::permissions::permissions;
use super::renew::{can_renew, standing};
use super::{Details, PRACTICE};
use crate::view::{
    AccountView, BudgetView, CallView, FactView, HealthView, PermissionState, PermissionView,
    QuotaView, SignInHealth, Tone,
};
use crate::words::{clock, moment};

/// Days that Instagram gives a sign-in (Meta, `refresh_access_token`, 2026-09-11).
const LIFE: i64 = 60;

/// Everything that the view is drawn from.
pub(crate) struct Seen {
    pub(crate) account: Account,
    pub(crate) view: AccountView,
    pub(crate) details: Details,
    pub(crate) usage: Option<(Usage, Timestamp)>,
    /// What the limiter makes of it.
    pub(crate) standing: Standing,
    pub(crate) calls: Vec<CallRow>,
    /// Of the Graph API, as it is asked for now.
    pub(crate) version: String,
    pub(crate) now: Timestamp,
}

pub(crate) fn draw(seen: Seen) -> HealthView {
    let permissions = permissions(&seen.account, &seen.details);
    let (tone, headline, sentence) = headline(&seen, &permissions);
    let granted = permissions
        .iter()
        .filter(|one| one.state == PermissionState::Granted)
        .count();
    let (mut budget, mut budget_note) = budget(seen.usage.as_ref(), seen.now);
    let uploads = seen.standing.containers;
    budget.push(meter(
        word!("Uploads in 24 hours"),
        100.0 * f64::from(uploads.used) / f64::from(uploads.of.max(1)),
    ));
    if let Some(free) = seen.standing.free_at {
        budget_note = say!("Fanfold holds back until {time}.", time = clock(free));
    }
    HealthView {
        tone,
        headline,
        sentence,
        sign_in: sign_in(&seen),
        quota: quota(&seen.details),
        budget,
        budget_note,
        permissions_line: match seen.details.permissions {
            Some(_) => say!("{done} of {all}", done = granted, all = permissions.len()),
            None => String::new(),
        },
        permissions,
        facts: facts(&seen),
        log: seen.calls.iter().map(call).collect(),
        checked: match seen.details.checked {
            Some(at) => say!("Checked {when}", when = moment(at, seen.now)),
            None => say!("Not checked yet"),
        },
        paused: paused(&seen),
        account: seen.view,
    }
}

/// A sign-in that is over leaves nothing else to say.
fn signed_out(seen: &Seen) -> Option<(Tone, String, String)> {
    let name = &seen.account.username;
    let headline = match standing(&seen.account, seen.now) {
        TokenState::Expired => say!("The sign-in of @{name} has run out.", name),
        TokenState::Revoked => say!("Instagram has signed Fanfold out of @{name}.", name),
        _ => return None,
    };
    let sentence =
        word!("Nothing can be published until you connect it once more. Drafts and posts stay.");
    Some((Tone::Block, headline, sentence.to_owned()))
}

fn headline(seen: &Seen, permissions: &[PermissionView]) -> (Tone, String, String) {
    if let Some(over) = signed_out(seen) {
        return over;
    }
    let lacking = |needed: bool| {
        let missing = permissions
            .iter()
            .filter(|one| one.state == PermissionState::Missing && one.needed == needed);
        missing.map(|one| one.label.clone()).collect::<Vec<_>>()
    };
    let needed = lacking(true);
    if !needed.is_empty() {
        return (
            Tone::Block,
            say!("Publishing is not allowed yet."),
            say!(
                "Instagram did not give: {needed}.",
                needed = needed.join(", ")
            ),
        );
    }
    if seen.account.media_host.is_empty() {
        return (
            Tone::Fix,
            say!("One thing is missing before you can publish."),
            say!("Choose where Instagram may fetch your pictures from."),
        );
    }
    if let Some(why) = &seen.details.trouble {
        return (
            Tone::Near,
            say!("Instagram could not be asked."),
            why.clone(),
        );
    }
    let mut notes = Vec::new();
    let wished = lacking(false);
    if !wished.is_empty() {
        notes.push(say!(
            "Not allowed, and not needed: {wished}.",
            wished = wished.join(", ")
        ));
    }
    if ends_soon(&seen.account, seen.now)
        && let Some(end) = seen.account.token_expires_at
    {
        notes.push(say!(
            "The sign-in runs out {when}.",
            when = moment(end, seen.now)
        ));
    }
    (
        Tone::Ready,
        say!("Everything you need to publish works."),
        notes.join(" "),
    )
}

fn sign_in(seen: &Seen) -> SignInHealth {
    let (account, now) = (&seen.account, seen.now);
    let renewable = can_renew(account, &seen.details, now) == Refreshable::Now;
    let can_renew = renewable && account.id != PRACTICE;
    let Some(end) = account.token_expires_at else {
        let unknown = account.flavour == Flavour::Instagram && account.id != PRACTICE;
        return endless(unknown, can_renew);
    };
    let left = end.duration_since(now).max(SignedDuration::ZERO);
    let days = left.as_secs() / 86_400;
    let state = standing(account, now);
    let life = match account.flavour {
        Flavour::Instagram => LIFE,
        Flavour::Facebook => days.max(LIFE),
    };
    SignInHealth {
        tone: match state {
            TokenState::Expired | TokenState::Revoked => Tone::Block,
            TokenState::Expiring => Tone::Near,
            _ => Tone::Calm,
        },
        figure: if days == 0 && !left.is_zero() {
            format!("{}", (left.as_secs() / 3_600).max(1))
        } else {
            days.to_string()
        },
        unit: if days == 0 && !left.is_zero() {
            say!("hours left")
        } else {
            say!("of {life} days left", life)
        },
        left: Some((left.as_secs() as f64 / (life * 86_400) as f64).clamp(0.0, 1.0)),
        note: match (state, account.flavour) {
            (TokenState::Expired, _) => say!("It has run out."),
            (TokenState::Revoked, _) => say!("Instagram ended it."),
            (_, Flavour::Instagram) => {
                say!("Fanfold renews it by itself when half of it is over.")
            }
            (_, Flavour::Facebook) => say!(
                "Sign in again before it ends {when}.",
                when = moment(end, now)
            ),
        },
        can_renew,
    }
}

fn endless(unknown: bool, can_renew: bool) -> SignInHealth {
    let (figure, note) = if unknown {
        (
            say!("Not known"),
            say!("Instagram did not say how long it lasts. Fanfold renews it by itself."),
        )
    } else {
        (
            say!("No end"),
            say!("It lasts until you change your password or remove the app."),
        )
    };
    SignInHealth {
        tone: Tone::Calm,
        figure,
        unit: String::new(),
        left: None,
        note,
        can_renew,
    }
}

fn quota(details: &Details) -> Option<QuotaView> {
    let quota = details.quota?;
    let left = quota.total.saturating_sub(quota.used);
    Some(QuotaView {
        used: quota.used,
        total: quota.total,
        line: say!("{left} left.", left),
        reported: say!("Reported by Instagram {time}", time = clock(quota.at)),
    })
}

/// The fullest meter of each kind, whatever it is counted for.
fn budget(usage: Option<&(Usage, Timestamp)>, now: Timestamp) -> (Vec<BudgetView>, String) {
    let Some((usage, at)) = usage else {
        return (Vec::new(), say!("Instagram tells after the first calls."));
    };
    let meters: Vec<_> = usage
        .app
        .iter()
        .chain(usage.page.iter())
        .copied()
        .chain(usage.business.iter().map(|one| one.meter))
        .collect();
    let most = |of: fn(&fanfold_graph::Meter) -> f64| meters.iter().map(of).fold(0.0, f64::max);
    let rows = [
        (word!("Calls"), most(|meter| meter.calls)),
        (word!("Processor time"), most(|meter| meter.cpu)),
        (word!("Total time"), most(|meter| meter.time)),
    ];
    let regain = usage
        .business
        .iter()
        .map(|one| one.regain_minutes)
        .fold(0.0, f64::max);
    let note = if regain > 0.0 {
        let minutes = regain.ceil().min(100_000.0) as i64;
        let free = *at + SignedDuration::from_mins(minutes);
        say!(
            "Instagram takes calls again {when}.",
            when = moment(free, now)
        )
    } else {
        say!("Reported by Instagram {time}", time = clock(*at))
    };
    let rows = rows
        .into_iter()
        .map(|(label, percent)| meter(label, percent));
    (rows.collect(), note)
}

fn meter(label: &str, percent: f64) -> BudgetView {
    BudgetView {
        label: label.to_owned(),
        percent,
        tone: match percent {
            full if full >= FULL => Tone::Over,
            near if near >= SLOW => Tone::Near,
            _ => Tone::Calm,
        },
    }
}

fn facts(seen: &Seen) -> Vec<FactView> {
    let details = &seen.details;
    let kind = match details.account_type.as_deref() {
        Some("BUSINESS") => Some(say!("Business")),
        Some("MEDIA_CREATOR" | "CREATOR") => Some(say!("Creator")),
        Some(other) => Some(other.to_owned()),
        None => None,
    };
    let page = details.page.as_ref().map(|page| match page.name.as_str() {
        "" => page.id.clone(),
        name => name.to_owned(),
    });
    let day = |at: Timestamp| {
        let at = at.to_zoned(TimeZone::system());
        format!("{}, {}", speech::day(at.date()), at.strftime("%H:%M"))
    };
    let rows = [
        (word!("Sign-in"), Some(seen.view.kind.clone())),
        (word!("Account type"), kind),
        (word!("Page"), page),
        (word!("Signed in"), details.signed_in.map(day)),
        (
            word!("Confirm access by"),
            details.data_access_until.map(day),
        ),
        (word!("API version"), Some(seen.version.clone())),
    ];
    rows.into_iter()
        .filter_map(|(label, value)| {
            Some(FactView {
                label: label.to_owned(),
                value: value.filter(|value| !value.is_empty())?,
            })
        })
        .collect()
}

fn paused(seen: &Seen) -> Option<String> {
    let pause = seen.account.pause.as_ref()?;
    match pause.until {
        None => Some(say!(
            "{reason} Publishing waits until you resume it.",
            reason = pause.reason
        )),
        Some(until) if until > seen.now => Some(say!(
            "{reason} Goes on {when}.",
            reason = pause.reason,
            when = moment(until, seen.now)
        )),
        Some(_) => None,
    }
}

fn call(row: &CallRow) -> CallView {
    let refused = row.code.is_some() || row.http.is_some_and(|http| http >= 400);
    let (tone, result) = match (row.http, refused) {
        (None, _) => (Tone::Block, word!("No answer")),
        (Some(_), true) => (Tone::Block, word!("Refused")),
        (Some(_), false) => (Tone::Ready, "OK"),
    };
    CallView {
        id: row.id.to_string(),
        time: row
            .at
            .to_zoned(TimeZone::system())
            .strftime("%H:%M:%S")
            .to_string(),
        what: what(row),
        took: match row.ms {
            ms if ms < 1_000 => format!("{ms} ms"),
            ms => decimal(format!("{:.1} s", ms as f64 / 1_000.0)),
        },
        tone,
        result: result.to_owned(),
        code: match (row.code, row.subcode, row.http) {
            (Some(code), Some(subcode), _) => format!("{code} / {subcode}"),
            (Some(code), None, _) => code.to_string(),
            (None, _, Some(http)) => http.to_string(),
            (None, _, None) => String::new(),
        },
        trace_id: row.trace_id.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_throttled_budget_says_when_it_is_free_again() {
        let at: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let meter = fanfold_graph::Meter {
            calls: 97.0,
            time: 80.0,
            cpu: 3.0,
        };
        let usage = Usage {
            business: vec![fanfold_graph::BusinessUsage {
                id: "1784".to_owned(),
                kind: "instagram".to_owned(),
                meter,
                regain_minutes: 7.0,
            }],
            ..Usage::default()
        };
        let (rows, note) = budget(Some(&(usage, at)), at);
        assert_eq!(rows.first().unwrap().tone, Tone::Over);
        assert!(note.starts_with("Instagram takes calls again at"), "{note}");
    }
}
