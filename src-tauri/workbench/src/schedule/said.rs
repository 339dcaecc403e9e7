//! What the schedule sheet says while a person chooses.

use std::sync::Arc;

use fanfold_domain::account::{Flavour, TokenState};
use fanfold_domain::speech::told;
use fanfold_domain::{say, text};
use jiff::{SignedDuration, Timestamp};

use super::civil::{self, Resolved, distance, wall, words, zone_name};
use crate::Workbench;
use crate::accounts::Details;
use crate::error::{Result, WorkbenchError};
use crate::view::{ScheduleOptions, ScheduleSaid, SlotTime, Upcoming};
use crate::words::moment_in;

/// Free slots that are offered beside the next.
const LATER: usize = 6;
/// Posts shown beside the choice.
const UPCOMING: u32 = 6;
/// Without slots: the next full hour that leaves this much time to change one's mind.
const SOON: SignedDuration = SignedDuration::from_mins(30);
const HOUR: i64 = 3600;
const DAY: SignedDuration = SignedDuration::from_hours(24);

const UNREADABLE: &str = text!("That is no time Fanfold can read.");
const PAST: &str = text!("That time has passed.");

impl Workbench {
    /// The moment that a person wrote.
    ///
    /// # Errors
    /// It cannot be read, or it has passed.
    pub(crate) fn time_to_come(&self, at: &str) -> Result<Timestamp> {
        let resolved = self.resolved(at);
        let at = resolved.ok_or_else(|| WorkbenchError::NotNow(told(UNREADABLE).into()))?;
        if at.at <= self.now() {
            return Err(WorkbenchError::NotNow(told(PAST).into()));
        }
        Ok(at.at)
    }

    fn resolved(&self, at: &str) -> Option<Resolved> {
        civil::resolve(civil::read(at)?, &self.zone())
    }

    /// What there is to choose from for a draft and the account in use.
    pub async fn schedule_options(self: &Arc<Self>, draft: &str) -> Result<ScheduleOptions> {
        let id = self
            .account_id()
            .ok_or_else(|| WorkbenchError::NotNow(say!("Choose an account first.")))?;
        let account = self.account_here(&id).await?;
        let own = self.unfinished_of(draft, &id).await?;
        let own_id = own.as_ref().map(|row| row.id.as_str());
        let (now, zone) = (self.now(), self.zone());
        let free = self.free_slots(&id, own_id, LATER + 1).await?;
        let mut slots = free.iter().map(|at| SlotTime {
            at: wall(*at, &zone),
            words: words(*at, now, &zone),
        });
        let next_slot = slots.next();
        let later_slots: Vec<SlotTime> = slots.collect();
        let due = own.as_ref().map(|row| row.due).filter(|due| *due > now);
        let suggested = due.or(free.first().copied()).unwrap_or_else(|| soon(now));
        let posts = self.store.next_posts(&id, UPCOMING).await?;
        let upcoming = posts.iter().filter(|row| Some(row.id.as_str()) != own_id);
        let upcoming = upcoming.map(|row| Upcoming {
            title: self.title_of(row),
            when: moment_in(row.due.max(row.until.unwrap_or(row.due)), now, &zone),
        });
        Ok(ScheduleOptions {
            account: account.username,
            zone: zone_name(&zone, now),
            now: wall(now, &zone),
            suggested: wall(suggested, &zone),
            has_slots: !self.week_of(&id).await?.is_empty(),
            next_slot,
            later_slots,
            upcoming: upcoming.collect(),
        })
    }

    /// What a time means, while it is being chosen.
    pub async fn schedule_say(self: &Arc<Self>, draft: &str, at: &str) -> Result<ScheduleSaid> {
        let Some(Resolved { at, note }) = self.resolved(at) else {
            return Ok(ScheduleSaid {
                words: String::new(),
                distance: String::new(),
                problem: Some(told(UNREADABLE).to_owned()),
                note: None,
            });
        };
        let (now, zone) = (self.now(), self.zone());
        let mut notes: Vec<String> = note.into_iter().collect();
        let mut problem = (at <= now).then(|| told(PAST).to_owned());
        if let Some(id) = self.account_id() {
            notes.extend(self.company(draft, &id, at).await?);
            problem = match problem {
                None => self.signed_out_by_then(&id, at).await?,
                past => past,
            };
        }
        Ok(ScheduleSaid {
            words: words(at, now, &zone),
            distance: distance(at, now),
            problem,
            note: (!notes.is_empty()).then(|| notes.join(" ")),
        })
    }

    /// Other posts at that time, and whether the day is full.
    async fn company(&self, draft: &str, account: &str, at: Timestamp) -> Result<Vec<String>> {
        let own = self.unfinished_of(draft, account).await?.map(|row| row.id);
        let since = at.saturating_sub(DAY).unwrap_or(at);
        let due = self.store.due_times(account, since).await?;
        let others: Vec<Timestamp> = due
            .into_iter()
            .filter(|(id, _)| Some(id) != own.as_ref())
            .map(|(_, at)| at)
            .collect();
        let mut notes = Vec::new();
        if others.contains(&at) {
            notes.push(say!(
                "Another post of this account is due then; they go out one after the other."
            ));
        }
        let day = others.iter().filter(|other| **other <= at).count();
        let quota = self.store.account(account).await?;
        let quota = quota.and_then(|account| Details::of(&account).quota);
        if let Some(quota) = quota.filter(|quota| day >= quota.total as usize) {
            notes.push(say!("Instagram takes {total} posts in 24 hours, and {due} are due in the 24 hours before. This one may have to wait.", total = quota.total, due = day));
        }
        Ok(notes)
    }

    async fn signed_out_by_then(&self, account: &str, at: Timestamp) -> Result<Option<String>> {
        let account = self.store.account(account).await?;
        let Some(account) = account else {
            return Ok(None);
        };
        // A sign-in that renews itself does not end by its date.
        let renews = account.flavour == Flavour::Instagram
            && !matches!(
                account.token_state,
                TokenState::Expired | TokenState::Revoked
            );
        if renews {
            return Ok(None);
        }
        let end = account.token_expires_at.filter(|end| *end <= at);
        Ok(end.map(|end| {
            say!(
                "The sign-in of @{username} ends {when}. Connect the account again before then.",
                username = account.username,
                when = moment_in(end, self.now(), &self.zone())
            )
        }))
    }
}

/// The full hour that leaves time to change one's mind.
fn soon(now: Timestamp) -> Timestamp {
    let soon = now.saturating_add(SOON).unwrap_or(now);
    let hour = soon.as_second().div_euclid(HOUR) + 1;
    Timestamp::from_second(hour * HOUR).unwrap_or(soon)
}
