//! One fault of every kind, with what must come of it.

use fanfold_domain::answer::AnswerShape;
use fanfold_domain::catalogue::{Local, refuse, refuse_answer, refuse_local};
use fanfold_domain::{Answer, Class, Delivery, Refusal};

use crate::world::code;

pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) refusal: Refusal,
    /// Goes on by itself; a person is needed; refused for good.
    pub(crate) ends: Ends,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    GoesOn,
    Attention,
    Failed,
}

pub(crate) fn lost_reply() -> Refusal {
    refuse_local(Local::Interrupted, Delivery::Unknown, "connection reset")
}

pub(crate) fn shaped(shape: AnswerShape, http: u16) -> Refusal {
    refuse_answer(Answer {
        http: Some(http),
        shape,
        ..Answer::default()
    })
}

pub(crate) fn throttled() -> Refusal {
    refuse(
        Answer {
            http: Some(400),
            retry_after: Some(120),
            ..Answer::of_codes(4, None)
        },
        Delivery::Answered,
    )
}

pub(crate) fn kinds() -> Vec<Kind> {
    let kind = |name, refusal, ends| Kind {
        name,
        refusal,
        ends,
    };
    let list = vec![
        kind("reply lost", lost_reply(), Ends::GoesOn),
        kind(
            "refused connection",
            refuse_local(Local::Unreachable, Delivery::NotSent, ""),
            Ends::GoesOn,
        ),
        kind("HTML page", shaped(AnswerShape::Html, 502), Ends::GoesOn),
        kind("reply cut", shaped(AnswerShape::Garbled, 200), Ends::GoesOn),
        kind(
            "no id in it",
            shaped(AnswerShape::Incomplete, 200),
            Ends::GoesOn,
        ),
        kind(
            "server error",
            refuse_answer(Answer {
                http: Some(500),
                ..Answer::of_codes(1, None)
            }),
            Ends::GoesOn,
        ),
        kind("throttled", throttled(), Ends::GoesOn),
        kind(
            "timeout at Instagram",
            code(-1, Some(2_207_001)),
            Ends::GoesOn,
        ),
        kind("signed out", code(190, Some(463)), Ends::Attention),
        kind("permission", code(10, None), Ends::Attention),
        kind("policy block", code(4, Some(2_207_051)), Ends::Attention),
        kind("account state", code(25, Some(2_207_050)), Ends::Attention),
        kind(
            "picture refused",
            code(36003, Some(2_207_009)),
            Ends::Attention,
        ),
        kind(
            "caption refused",
            code(36004, Some(2_207_010)),
            Ends::Attention,
        ),
        kind("our fault", code(2500, None), Ends::Failed),
    ];
    for kind in &list {
        assert_ne!(kind.refusal.class, Class::Unknown, "{}", kind.name);
    }
    list
}
