//! A post that is live, and whose first comment has to wait.

use fanfold_domain::answer::{Answer, AnswerShape};
use fanfold_domain::catalogue::refuse_answer;
use fanfold_domain::publish::PostState;

use super::stage::{Stage, minutes};
use crate::view::Tone;

const MONDAY: &str = "2027-03-15T07:00:00Z";

#[tokio::test]
async fn while_its_first_comment_is_throttled_a_post_is_shown_as_live_and_says_when_that_follows() {
    let stage = Stage::at(MONDAY).await;
    let account = stage.account("a").await;
    let due = stage.now() + minutes(1);
    let row = stage.post_with_comment(&account, "bread", due).await;
    stage.instagram.answer(|_, call, _| {
        (call == "comment").then(|| {
            refuse_answer(Answer {
                http: Some(400),
                code: Some(17),
                retry_after: Some(1800),
                shape: AnswerShape::Graph,
                ..Answer::default()
            })
        })
    });
    stage.live_until(due + minutes(5)).await;
    assert_eq!(stage.captions(), ["bread"]);
    assert_eq!(stage.row(&row.id).await.state, PostState::Waiting);
    let views = stage.bench.activity().await.unwrap();
    let view = views.iter().find(|view| view.id == row.id).unwrap();
    assert_eq!((view.state, view.tone), (PostState::Published, Tone::Ready));
    let sentence = "This post is live. Its first comment follows at 08:31.";
    assert_eq!(view.sentence, sentence);
    assert!(view.result.is_some() && view.error.is_none());
    assert!(!view.can_cancel && !view.can_retry && !view.can_reschedule);
    let list = stage.bench.queue_list().await.unwrap();
    let line = list.first().unwrap();
    assert_eq!(line.state, PostState::Published);
    assert!(line.until.is_some() && line.error.is_some());
    // Nothing of it is unfinished: the draft could go out as another post.
    stage.instagram.behave();
    stage.live_until(due + minutes(60)).await;
    let row = stage.row(&row.id).await;
    assert_eq!((row.state, row.error), (PostState::Published, None));
    assert_eq!(stage.instagram.comments(), 1);
    assert_eq!(stage.captions(), ["bread"]);
}

#[tokio::test]
async fn an_account_that_goes_while_the_comment_waits_leaves_the_post_published() {
    let stage = Stage::at(MONDAY).await;
    let account = stage.account("a").await;
    let due = stage.now() + minutes(1);
    let row = stage.post_with_comment(&account, "bread", due).await;
    stage.instagram.answer(|_, call, _| {
        let wait = Answer {
            http: Some(400),
            code: Some(17),
            shape: AnswerShape::Graph,
            ..Answer::default()
        };
        (call == "comment").then(|| refuse_answer(wait))
    });
    stage.live_until(due + minutes(5)).await;
    stage.bench.store.remove_account("a").await.unwrap();
    stage.live_until(due + minutes(60)).await;
    let row = stage.row(&row.id).await;
    assert_eq!(row.state, PostState::Published);
    let error = row.error.unwrap();
    assert_eq!(
        error.message,
        "The post is live. Its first comment was not sent."
    );
}
