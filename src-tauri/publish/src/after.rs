//! After the post went live: its address, the first comment, tidying up. Nothing here can make the
//! post less than published.

use fanfold_domain::publish::{LivePost, MediaId, PostState};
use fanfold_domain::{Class, Delivery, Refusal};

use crate::event::Effect;
use crate::pace::{COMMENT_THROTTLES, COMMENT_TRIES, MEDIA_TRIES, later};
use crate::plan::{Wake, withdraw};
use crate::react;
use crate::run::{Busy, Comment, Refused, Run};
use crate::slide::Tries;
use crate::step::Moment;

/// What is left to do once the post is live.
pub(crate) fn plan(run: &mut Run, media: &MediaId, at: &Moment<'_>, out: &mut Vec<Effect>) {
    let mut wake = Wake::default();
    withdraw(run, out);
    // Instagram asked for quiet: nothing of it is called meanwhile.
    let quiet = !wake.due(run.hold_until, at.now);
    if !quiet {
        run.hold_until = None;
    }
    if let Some(tries) = &mut run.media_tries
        && !quiet
        && !run.busy.contains(&Busy::Media)
        && wake.due(tries.not_before, at.now)
    {
        tries.made += 1;
        run.busy.insert(Busy::Media);
        out.push(Effect::ReadMedia {
            media: media.clone(),
        });
    }
    let waiting = run.comment != Comment::Settled && !run.busy.contains(&Busy::Comment);
    if waiting && !quiet && wake.due(run.comment_tries.not_before, at.now) {
        run.comment_tries.made += 1;
        run.busy.insert(Busy::Comment);
        out.push(if run.comment == Comment::Wanted {
            Effect::Comment {
                media: media.clone(),
                text: run.text.first_comment.clone().unwrap_or_default(),
            }
        } else {
            Effect::ListComments {
                media: media.clone(),
            }
        });
    }
    let tidy = run.slides.iter().all(|slide| slide.hosted.is_none());
    if tidy && run.busy.is_empty() && run.media_tries.is_none() && run.comment == Comment::Settled {
        run.state = PostState::Published;
        run.next_at = None;
        run.hold_until = None;
        return;
    }
    wake.ask(out);
}

pub(crate) fn media_read(
    run: &mut Run,
    result: Result<LivePost, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Media);
    let Some(tries) = &mut run.media_tries else {
        return;
    };
    match result {
        Ok(post) => {
            run.permalink = post.permalink.or(run.permalink.take());
            run.media_tries = None;
        }
        Err(refusal) if refusal.class == Class::Transient && tries.made < MEDIA_TRIES => {
            let wait = at.pace.retry(tries.made, at.dice.roll(), None);
            tries.not_before = Some(later(at.now, wait));
        }
        Err(refusal) if refusal.class == Class::Throttle => {
            // The address is worth no wait of its own; the first comment is.
            let comes_again = run.comment != Comment::Settled && tries.made < MEDIA_TRIES;
            if !comes_again {
                run.media_tries = None;
            }
            let told = run.error.take();
            react::throttle(run, &Refused::from(&*refusal), at, out);
            if run.comment == Comment::Settled {
                run.error = told;
                run.hold_until = None;
            }
        }
        Err(refusal) => {
            tracing::warn!(post = %run.post, %refusal, "published, address not known");
            run.media_tries = None;
        }
    }
}

pub(crate) fn commented(
    run: &mut Run,
    result: Result<(), Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Comment);
    match result {
        Ok(()) => settled(run),
        Err(refusal) => {
            // A lost or garbled reply, a fault of Instagram's own: it may be there. After a wait
            // one look costs little, whatever the answer was.
            run.comment = Comment::Doubted;
            comment_again(run, &refusal, at, out);
        }
    }
}

fn settled(run: &mut Run) {
    run.comment = Comment::Settled;
    run.error = None;
}

pub(crate) fn listed(
    run: &mut Run,
    result: Result<Vec<String>, Box<Refusal>>,
    at: &Moment<'_>,
    out: &mut Vec<Effect>,
) {
    run.busy.remove(&Busy::Comment);
    match result {
        Ok(texts) => {
            let wanted = run.text.first_comment.as_deref().unwrap_or_default().trim();
            if texts.iter().any(|text| text.trim() == wanted) {
                settled(run);
            } else {
                run.comment = Comment::Wanted;
            }
            run.comment_tries.not_before = None;
        }
        Err(refusal) => comment_again(run, &refusal, at, out),
    }
}

/// Again after a wait, or without: the post stays published, the error says what is missing.
fn comment_again(run: &mut Run, refusal: &Refusal, at: &Moment<'_>, out: &mut Vec<Effect>) {
    let made = run.comment_tries.made;
    let worth_it = refusal.class == Class::Transient || refusal.delivery == Delivery::Unknown;
    if refusal.class == Class::Throttle && run.throttles < COMMENT_THROTTLES {
        // After each wait it has its short tries anew; how many waits there are is bounded.
        run.comment_tries = Tries::default();
        react::throttle(run, &Refused::from(refusal), at, out);
    } else if worth_it && made < COMMENT_TRIES {
        let wait = at.pace.retry(made, at.dice.roll(), None);
        run.comment_tries.not_before = Some(later(at.now, wait));
    } else {
        tracing::warn!(post = %run.post, %refusal, "published, first comment failed");
        run.comment = Comment::Settled;
        run.error = Some(refusal.explanation.clone());
    }
}
