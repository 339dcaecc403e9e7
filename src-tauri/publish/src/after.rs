//! After the post went live: its address, the first comment, tidying up. Nothing here can make the
//! post less than published.

use fanfold_domain::publish::{LivePost, MediaId, PostState};
use fanfold_domain::{Class, Delivery, Refusal};

use crate::event::Effect;
use crate::pace::{COMMENT_TRIES, MEDIA_TRIES, later};
use crate::plan::{Wake, withdraw};
use crate::run::{Busy, Comment, Refused, Run};
use crate::step::Moment;

/// What is left to do once the post is live.
pub(crate) fn plan(run: &mut Run, media: &MediaId, at: &Moment<'_>, out: &mut Vec<Effect>) {
    let mut wake = Wake::default();
    withdraw(run, out);
    if let Some(tries) = &mut run.media_tries
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
    if waiting && wake.due(run.comment_tries.not_before, at.now) {
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
        return;
    }
    wake.ask(out);
}

pub(crate) fn media_read(run: &mut Run, result: Result<LivePost, Box<Refusal>>, at: &Moment<'_>) {
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
        Err(refusal) => {
            tracing::warn!(post = %run.post, %refusal, "published, address not known");
            run.media_tries = None;
        }
    }
}

pub(crate) fn commented(run: &mut Run, result: Result<(), Box<Refusal>>, at: &Moment<'_>) {
    run.busy.remove(&Busy::Comment);
    match result {
        Ok(()) => run.comment = Comment::Settled,
        Err(refusal) => {
            let why = Refused::from(&*refusal);
            // A lost or garbled reply, a fault of Instagram's own: it may be there.
            if !why.plain {
                run.comment = Comment::Doubted;
            }
            comment_again(run, &refusal, at);
        }
    }
}

pub(crate) fn listed(run: &mut Run, result: Result<Vec<String>, Box<Refusal>>, at: &Moment<'_>) {
    run.busy.remove(&Busy::Comment);
    match result {
        Ok(texts) => {
            let wanted = run.text.first_comment.as_deref().unwrap_or_default().trim();
            run.comment = if texts.iter().any(|text| text.trim() == wanted) {
                Comment::Settled
            } else {
                Comment::Wanted
            };
            run.comment_tries.not_before = None;
        }
        Err(refusal) => comment_again(run, &refusal, at),
    }
}

/// Again after a short wait, or without: the post stays published, the error says what is missing.
fn comment_again(run: &mut Run, refusal: &Refusal, at: &Moment<'_>) {
    let made = run.comment_tries.made;
    let worth_it = refusal.class == Class::Transient || refusal.delivery == Delivery::Unknown;
    if worth_it && made < COMMENT_TRIES {
        let wait = at.pace.retry(made, at.dice.roll(), None);
        run.comment_tries.not_before = Some(later(at.now, wait));
    } else {
        tracing::warn!(post = %run.post, %refusal, "published, first comment failed");
        run.comment = Comment::Settled;
        run.error = Some(refusal.explanation.clone());
    }
}
