//! The explanations that only the machine can give.

use fanfold_domain::catalogue::Source;
use fanfold_domain::say;
use fanfold_domain::{Action, Explanation};

/// Instagram says it published the post, and its list does not show it.
pub fn may_be_live() -> Explanation {
    Explanation {
        code: None,
        subcode: None,
        title: say!("This post may already be live"),
        message: say!(
            "Instagram took the post, and Fanfold has not found it in the account’s list yet. Fanfold will not publish a second one."
        ),
        cause: say!("The answer to the last step was lost, or the account’s list lags behind."),
        steps: vec![
            say!("Open the account on Instagram and see whether the post is there."),
            say!(
                "Choose Try again: Fanfold looks for it once more, and publishes only if it is not there."
            ),
        ],
        action: Action::OpenInstagram,
        automatic_retry: false,
        retry_after: None,
        trace_id: None,
        technical: "verification unfinished".to_owned(),
        source: Source::Catalogue,
        item: None,
    }
}

/// Instagram gave up on what it had been given, without saying why.
pub(crate) fn container_lost() -> Explanation {
    Explanation {
        title: say!("Instagram dropped the post before it was published"),
        message: say!("Nothing was posted. Fanfold sends the photos again by itself."),
        cause: say!(
            "Instagram keeps a prepared post for 24 hours, and sometimes gives it up earlier."
        ),
        steps: vec![say!("Choose Try again if it does not go on by itself.")],
        action: Action::Rebuild,
        automatic_retry: true,
        technical: "container in state ERROR or EXPIRED without a code".to_owned(),
        ..may_be_live()
    }
}

/// The same trouble, told of a post that is live.
pub(crate) fn without_comment(why: Explanation) -> Explanation {
    Explanation {
        message: say!("The post is live. Its first comment was not sent."),
        ..why
    }
}

/// One line for a progress display.
pub fn sentence(error: &Explanation) -> String {
    match error.item {
        Some(item) => say!("Slide {item}: {title}", item, title = error.title),
        None => error.title.clone(),
    }
}
