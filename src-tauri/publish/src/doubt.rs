//! The fence: `media_publish` and finding out what came of it.
//!
//! Whatever answer but success comes back, or none, the container is read. `PUBLISHED` means: find
//! it in the account's list and finish. `FINISHED` means: it did not go live. A container that is of
//! no use any more, or cannot be read, is believed only after the list was looked at.

use fanfold_domain::publish::{ContainerReading, ContainerState, LivePost, MediaId, Quota};
use fanfold_domain::{Class, Refusal};
use jiff::{SignedDuration, Timestamp};

use crate::event::{Effect, Found};
use crate::pace::{CLOCK_SLACK, CONTAINER_LIFE, LOOK_BACK, LOOKS, LOOKS_MAYBE, later};
use crate::react::{self, Slot};
use crate::run::{Busy, Doubt, Fence, Kind, Refused, Run, Stop, Verify};
use crate::slide::Tries;
use crate::step::Moment;
use crate::words::may_be_live;

/// Closes the fence and asks for the one effect behind it.
pub(crate) fn send(run: &mut Run, at: &Moment<'_>, out: &mut Vec<Effect>) {
    let Some(container) = run.target().cloned() else {
        return;
    };
    run.fence = Fence::Sent {
        container: container.clone(),
        at: at.now,
        theirs: at.theirs,
    };
    run.publishes += 1;
    run.tries.made += 1;
    run.busy.insert(Busy::Publish);
    out.push(Effect::Publish { container });
}

/// A doubt about what was sent; `None` when nothing is out.
pub(crate) fn doubt(run: &mut Run, refused: Option<Refused>) {
    if let Fence::Sent {
        container,
        at,
        theirs,
    } = &run.fence
    {
        run.fence = Fence::Doubt(Box::new(Doubt {
            container: container.clone(),
            at: *at,
            theirs: *theirs,
            refused,
            verify: Verify::Container,
            tries: Tries::default(),
            looks: 0,
            lost: None,
        }));
    }
}

pub(crate) fn published(
    run: &mut Run,
    result: Result<MediaId, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    match result {
        Ok(media) => live(run, media, None),
        Err(refusal) => {
            let why = Refused::from(&*refusal);
            run.error = Some(why.explanation.clone());
            doubt(run, Some(why.clone()));
            // Throttled: not even the container is read before the time is over.
            if why.class == Class::Throttle {
                react::throttle(run, &why, at, out);
            }
        }
    }
}

pub(crate) fn live(run: &mut Run, media: MediaId, permalink: Option<String>) {
    run.fence = Fence::Live { media };
    run.error = None;
    run.stop = None;
    run.hold_until = None;
    run.throttles = 0;
    run.ask_quota = false;
    if permalink.is_some() {
        run.permalink = permalink;
        run.media_tries = None;
    }
}

/// What to ask next while in doubt.
pub(crate) fn plan(run: &mut Run, at: &Moment<'_>, out: &mut Vec<Effect>) {
    if run.busy.contains(&Busy::Doubt) {
        return;
    }
    let spaced = run.poll.last_at.map(|last| later(last, at.pace.min_poll()));
    let Fence::Doubt(doubt) = &mut run.fence else {
        return;
    };
    let due = doubt.tries.not_before.max(spaced);
    if let Some(until) = due.filter(|until| *until > at.now) {
        out.push(Effect::Sleep { until });
        return;
    }
    doubt.tries.made += 1;
    out.push(match doubt.verify {
        Verify::Container => Effect::ReadDoubted {
            container: doubt.container.clone(),
        },
        Verify::FindPublished | Verify::FindMaybe => Effect::FindLive,
    });
    run.busy.insert(Busy::Doubt);
}

pub(crate) fn read(
    run: &mut Run,
    result: Result<Box<ContainerReading>, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    match result {
        Ok(reading) => reading_of(run, &reading, at, out),
        Err(refusal) => {
            let why = Refused::from(&*refusal);
            match why.class {
                // It cannot be read because it is not there any more (24, or 100 for an id that
                // Instagram has forgotten): only the list can tell.
                Class::ContainerGone | Class::OurFault => look(run, Verify::FindMaybe, Some(why)),
                _ => unverified(run, &why, at, out),
            }
        }
    }
}

fn reading_of(run: &mut Run, reading: &ContainerReading, at: &Moment<'_>, out: &mut Vec<Effect>) {
    run.poll.last_at = Some(at.now);
    let Fence::Doubt(doubt) = &mut run.fence else {
        return;
    };
    let plain = doubt.refused.as_ref().is_some_and(|why| why.plain);
    match reading.state {
        ContainerState::Published => look(run, Verify::FindPublished, None),
        ContainerState::Finished => {
            let settled = later(doubt.at, at.pace.settle());
            if plain || at.now >= settled {
                not_live(run, at, out);
            } else {
                doubt.tries = Tries {
                    not_before: Some(settled),
                    ..Tries::default()
                };
            }
        }
        ContainerState::InProgress | ContainerState::Other => {
            if plain {
                not_live(run, at, out);
            } else if at.now.duration_since(doubt.at) > CONTAINER_LIFE {
                look(run, Verify::FindMaybe, None);
            } else {
                let wait = at.pace.poll(doubt.tries.made, at.dice.roll());
                doubt.tries.not_before = Some(later(at.now, wait));
            }
        }
        ContainerState::Error | ContainerState::Expired => {
            let lost = reading.refusal.as_ref().map(Refused::from);
            look(run, Verify::FindMaybe, lost);
        }
    }
}

fn look(run: &mut Run, verify: Verify, lost: Option<Refused>) {
    if let Fence::Doubt(doubt) = &mut run.fence {
        doubt.verify = verify;
        doubt.tries = Tries::default();
        doubt.looks = 0;
        doubt.lost = lost;
    }
}

/// The verification itself was refused. The doubt stays, whatever the class.
fn unverified(run: &mut Run, why: &Refused, at: &Moment<'_>, out: &mut Vec<Effect>) {
    match why.class {
        Class::Throttle => react::throttle(run, why, at, out),
        Class::Transient
        | Class::NotReady
        | Class::PublishQuota
        | Class::ContainerGone
        | Class::Fetch => react::again(run, Slot::Doubt, why, at),
        _ => react::refused(run, Slot::Doubt, why, at, out),
    }
}

pub(crate) fn found(
    run: &mut Run,
    result: Result<Found, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    let found = match result {
        Ok(found) => found,
        Err(refusal) => return unverified(run, &Refused::from(&*refusal), at, out),
    };
    let caption = run.caption().map(ToOwned::to_owned);
    let Fence::Doubt(doubt) = &mut run.fence else {
        return;
    };
    doubt.looks += 1;
    // What the list does not show yet, it may show later; only then does its silence mean anything.
    let telling = later(doubt.at, at.pace.list_lag());
    let told = doubt.looks >= LOOKS_MAYBE && at.now >= telling;
    let sent = doubt.theirs.unwrap_or(doubt.at);
    let post = pick(&found, caption.as_deref(), sent).or_else(|| {
        // It is live for certain: only clocks that tell different times can hide it.
        let certain = doubt.verify == Verify::FindPublished && told;
        certain
            .then(|| newest(&found, caption.as_deref()))
            .flatten()
    });
    if let Some(post) = post {
        let (id, permalink) = (post.id.clone(), post.permalink.clone());
        return live(run, id, permalink);
    }
    let mut next = later(at.now, at.pace.look(doubt.looks));
    if doubt.verify == Verify::FindMaybe && at.now < telling {
        next = next.min(telling);
    }
    doubt.tries = Tries {
        not_before: Some(next),
        ..Tries::default()
    };
    let reaches_back = reaches_back(&found, sent);
    let give_up = match doubt.verify {
        Verify::FindPublished => doubt.looks >= LOOKS,
        _ => told && !reaches_back,
    };
    if give_up {
        run.stop = Some(Stop {
            state: fanfold_domain::publish::PostState::NeedsAttention,
            error: Some(Box::new(may_be_live())),
        });
    } else if doubt.verify == Verify::FindMaybe && told {
        lost_and_not_live(run, at, out);
    }
}

/// The container answered: nothing went live. What was refused is now reacted to.
fn not_live(run: &mut Run, at: &Moment<'_>, out: &mut Vec<Effect>) {
    let Fence::Doubt(doubt) = std::mem::replace(&mut run.fence, Fence::Open) else {
        return;
    };
    react::unready(run);
    // Throttled: the wait is over already.
    if let Some(why) = doubt.refused.filter(|why| why.class != Class::Throttle) {
        react::refused(run, Slot::Publish, &why, at, out);
    }
}

/// The container is of no use and nothing went live: build it anew, or say what it said.
fn lost_and_not_live(run: &mut Run, at: &Moment<'_>, out: &mut Vec<Effect>) {
    let Fence::Doubt(doubt) = std::mem::replace(&mut run.fence, Fence::Open) else {
        return;
    };
    let slot = match run.kind {
        Kind::Carousel => Slot::Parent,
        Kind::Image | Kind::Reel | Kind::Story => Slot::Slide(0),
    };
    match doubt.lost {
        Some(why) if why.class != Class::OurFault => {
            react::container_failed(run, slot, &why, at, out);
        }
        _ => react::rebuild_target(run, &may_be_live()),
    }
}

/// The live post that is this one: same caption where it has one, not before it was sent, no other post of Fanfold;
/// of several the one nearest in time.
fn pick<'a>(found: &'a Found, caption: Option<&str>, sent: Timestamp) -> Option<&'a LivePost> {
    let earliest = sent.checked_sub(CLOCK_SLACK).unwrap_or(Timestamp::MIN);
    alike(found, caption)
        .map(|post| (post, time_of(post)))
        .filter(|(_, time)| time.is_none_or(|time| time >= earliest))
        .min_by_key(|(_, time)| {
            time.map_or(i64::MAX, |time| time.duration_since(sent).abs().as_secs())
        })
        .map(|(post, _)| post)
}

/// The newest live post with these words, whenever it was made, that is no other post of Fanfold.
fn newest<'a>(found: &'a Found, caption: Option<&str>) -> Option<&'a LivePost> {
    alike(found, caption).max_by_key(|post| time_of(post))
}

/// Posts with these words (a story has none) that are no other post of Fanfold.
fn alike<'a>(found: &'a Found, caption: Option<&str>) -> impl Iterator<Item = &'a LivePost> {
    found
        .posts
        .iter()
        .filter(|post| !found.taken.contains(&post.id))
        .filter(move |post| {
            let own = post.caption.as_deref().unwrap_or_default();
            caption.is_none_or(|caption| same_words(own, caption))
        })
}

/// Whether the list is long enough to hold everything since then.
fn reaches_back(found: &Found, sent: Timestamp) -> bool {
    (found.posts.len() as u64) < u64::from(LOOK_BACK)
        || found
            .posts
            .iter()
            .filter_map(time_of)
            .any(|time| time < sent)
}

/// When one more post is allowed: when enough of the oldest have left the window.
pub(crate) fn frees_at(posts: &[LivePost], quota: Quota, now: Timestamp) -> Option<Timestamp> {
    let window = SignedDuration::from_secs(i64::from(quota.window));
    let mut leaves: Vec<Timestamp> = posts
        .iter()
        .filter_map(time_of)
        .filter_map(|time| time.checked_add(window).ok())
        .filter(|leaves| *leaves > now)
        .collect();
    leaves.sort_unstable();
    leaves
        .get(quota.used.saturating_sub(quota.total) as usize)
        .copied()
}

fn time_of(post: &LivePost) -> Option<Timestamp> {
    // Meta writes `2026-09-11T09:31:00+0000`.
    let text = post.timestamp.as_deref()?;
    text.parse()
        .or_else(|_| {
            jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%z", text)
                .and_then(|parsed| parsed.to_timestamp())
        })
        .ok()
}

/// Instagram trims captions and keeps their lines.
fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        text.replace("\r\n", "\n")
            .lines()
            .map(str::trim_end)
            .collect::<Vec<_>>()
            .join("\n")
            .trim()
            .to_owned()
    };
    words(one) == words(other)
}
