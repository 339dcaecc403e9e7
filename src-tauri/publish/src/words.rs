//! The explanations that only the machine can give.

use fanfold_domain::catalogue::Source;
use fanfold_domain::{Action, Explanation};

/// Instagram says it published the post, and its list does not show it.
pub fn may_be_live() -> Explanation {
    Explanation {
        code: None,
        subcode: None,
        title: "This post may already be live".to_owned(),
        message: "Instagram took the post, and Fanfold has not found it in the account's list \
                  yet. Fanfold will not publish a second one."
            .to_owned(),
        cause: "The answer to the last step was lost, or the account's list lags behind."
            .to_owned(),
        steps: vec![
            "Open the account on Instagram and see whether the post is there.".to_owned(),
            "Choose Try again: Fanfold looks for it once more, and publishes only if it is not there."
                .to_owned(),
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
        title: "Instagram dropped the post before it was published".to_owned(),
        message: "Nothing was posted. Fanfold sends the photos again by itself.".to_owned(),
        cause: "Instagram keeps a prepared post for 24 hours, and sometimes gives it up earlier."
            .to_owned(),
        steps: vec!["Choose Try again if it does not go on by itself.".to_owned()],
        action: Action::Rebuild,
        automatic_retry: true,
        technical: "container in state ERROR or EXPIRED without a code".to_owned(),
        ..may_be_live()
    }
}

/// One line for a progress display.
pub fn sentence(error: &Explanation) -> String {
    match error.item {
        Some(item) => format!("Slide {item}: {}", error.title),
        None => error.title.clone(),
    }
}
