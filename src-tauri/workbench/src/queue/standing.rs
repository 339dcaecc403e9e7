//! The queue as a whole, and holding it by hand.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use fanfold_domain::{say, word};
use fanfold_store::{Account, Counts};
use jiff::Timestamp;

use crate::Workbench;
use crate::error::Result;
use crate::view::{Event, NextPost, PausedAccount, QueueView};
use crate::words::{count, moment_in};

/// What keeps an account's posts from going out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    Until(Timestamp),
    /// Until somebody resumes it.
    ByHand,
}

/// What was told of the queue last, and which accounts were held then.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    said: Mutex<Option<QueueView>>,
    holds: Mutex<HashMap<String, Hold>>,
}

fn hold_of(account: &Account, now: Timestamp) -> Option<Hold> {
    if account.held.is_some() {
        return Some(Hold::ByHand);
    }
    match account.pause.as_ref()?.until {
        None => Some(Hold::ByHand),
        Some(until) => (until > now).then_some(Hold::Until(until)),
    }
}

impl Workbench {
    /// What waits, and what keeps it.
    pub async fn queue_state(self: &Arc<Self>) -> Result<QueueView> {
        let (now, zone) = (self.now(), self.zone());
        let counts = self.store.counts(now).await?;
        let accounts = self.store.accounts().await?;
        self.remember_holds(&accounts, now);
        let next = self.store.next_scheduled().await?;
        let next = next.map(|row| NextPost {
            title: self.title_of(&row),
            account: self
                .name_of(&row.account)
                .unwrap_or_else(|| row.account.clone()),
            when: if row.due > now {
                moment_in(row.due, now, &zone)
            } else {
                say!("as soon as it can")
            },
            post_id: row.id,
        });
        let paused = accounts.iter().filter_map(|account| {
            let hold = hold_of(account, now)?;
            let by_person = account.held.is_some();
            let told = account.pause.as_ref().map(|pause| pause.reason.clone());
            Some(PausedAccount {
                account_id: account.id.clone(),
                username: account.username.clone(),
                reason: if by_person {
                    say!("You paused it")
                } else {
                    told.unwrap_or_default()
                },
                until: match hold {
                    Hold::Until(until) => Some(moment_in(until, now, &zone)),
                    Hold::ByHand => None,
                },
                by_person,
            })
        });
        Ok(QueueView {
            sentence: sentence(counts, next.as_ref()),
            running: counts.running,
            scheduled: counts.scheduled,
            waiting: counts.waiting,
            attention: counts.attention,
            offline: self.call_book.network.is_gone_anywhere(),
            next,
            paused: paused.collect(),
        })
    }

    /// Holds an account's queue until [`Workbench::queue_resume`]. A post that is under way is
    /// finished; one that a person publishes by hand still goes out.
    pub async fn queue_pause(self: &Arc<Self>, account: &str) -> Result<QueueView> {
        let account = self.account_here(account).await?;
        self.store.hold_account(&account.id, self.now()).await?;
        self.held_otherwise(&account.id).await
    }

    /// Lets an account's queue go on, whoever paused it. Only what Instagram put a time to waits for
    /// that time. What is late by then goes out in order, and apart.
    pub async fn queue_resume(self: &Arc<Self>, account: &str) -> Result<QueueView> {
        let account = self.account_here(account).await?;
        self.store.resume_account(&account.id, self.now()).await?;
        self.held_otherwise(&account.id).await
    }

    async fn held_otherwise(self: &Arc<Self>, account: &str) -> Result<QueueView> {
        self.queue_changed.notify_one();
        let view = self.queue_state().await?;
        for row in self.store.next_posts(account, 20).await? {
            self.tell(&row.id).await;
        }
        self.say_account(account).await;
        self.say_queue().await;
        Ok(view)
    }

    /// Tells the window how the queue stands, if it stands differently.
    pub(crate) async fn say_queue(self: &Arc<Self>) {
        if self.events.receiver_count() == 0 {
            return;
        }
        let queue = match self.queue_state().await {
            Ok(queue) => queue,
            Err(error) => return tracing::warn!(%error, "the queue could not be shown"),
        };
        let said = &self.standing.said;
        let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.as_ref() != Some(&queue) {
            *said = Some(queue.clone());
            drop(said);
            self.say(Event::Queue {
                queue: Box::new(queue),
            });
        }
    }

    /// Looks at which accounts are held, for the views of their posts.
    pub(crate) async fn learn_holds(&self) -> Result<()> {
        let accounts = self.store.accounts().await?;
        self.remember_holds(&accounts, self.now());
        Ok(())
    }

    fn remember_holds(&self, accounts: &[Account], now: Timestamp) {
        let held = accounts
            .iter()
            .filter_map(|account| Some((account.id.clone(), hold_of(account, now)?)));
        let holds = &self.standing.holds;
        *holds.lock().unwrap_or_else(PoisonError::into_inner) = held.collect();
    }

    /// What keeps an account's posts, as far as it was looked at.
    pub(crate) fn hold(&self, account: &str) -> Option<Hold> {
        let holds = &self.standing.holds;
        let holds = holds.lock().unwrap_or_else(PoisonError::into_inner);
        let hold = holds.get(account).copied();
        hold.filter(|hold| !matches!(hold, Hold::Until(until) if *until <= self.now()))
    }
}

fn sentence(counts: Counts, next: Option<&NextPost>) -> String {
    let posts = |number: u32| count(number as usize, word!("post"), word!("posts"));
    let mut parts = Vec::new();
    if counts.running > 0 {
        parts.push(say!("{running} going out", running = posts(counts.running)));
    }
    if counts.waiting > 0 {
        parts.push(say!("{waiting} waiting", waiting = posts(counts.waiting)));
    }
    if counts.scheduled > 0 {
        let next = next.map(|next| say!(", next {when}", when = next.when));
        parts.push(say!(
            "{scheduled} scheduled{next}",
            scheduled = posts(counts.scheduled),
            next = next.unwrap_or_default()
        ));
    }
    match (parts.is_empty(), counts.attention) {
        (false, _) => parts.join(", "),
        (true, 0) => say!("Nothing is waiting"),
        (true, 1) => say!("1 post needs you"),
        (true, more) => say!("{more} posts need you", more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_says_what_waits() {
        let next = NextPost {
            post_id: "p".to_owned(),
            title: "Bread".to_owned(),
            account: "bakery".to_owned(),
            when: "tomorrow at 09:00".to_owned(),
        };
        let said = |running, scheduled, waiting, attention| {
            let counts = Counts {
                running,
                scheduled,
                waiting,
                attention,
            };
            sentence(counts, (scheduled > 0).then_some(&next))
        };
        assert_eq!(said(0, 0, 0, 0), "Nothing is waiting");
        assert_eq!(
            said(0, 3, 0, 0),
            "3 posts scheduled, next tomorrow at 09:00"
        );
        assert_eq!(said(0, 0, 0, 1), "1 post needs you");
        assert_eq!(
            said(1, 1, 2, 4),
            "1 post going out, 2 posts waiting, 1 post scheduled, next tomorrow at 09:00"
        );
    }
}
