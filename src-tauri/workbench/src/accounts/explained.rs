//! What an error means that a person pasted: the catalogue's words, and who can act.

use fanfold_domain::answer::Answer;
use fanfold_domain::catalogue::{Source, beside_codes, explain};
use fanfold_domain::{Action, Explanation};
use fanfold_domain::{say, word};

use crate::error::{Result, WorkbenchError};
use crate::view::ExplainedView;

/// Longest text that is read; an answer of Instagram's is a few kilobytes, a web page some hundred.
const LONGEST: usize = 2 * 1024 * 1024;

/// Explains whatever was pasted: codes (`190 463`, `190/463`), an answer in one of Meta's envelopes,
/// a container's status text, a web page.
///
/// # Errors
/// Nothing was pasted, or more than an answer can be.
pub fn explain_text(text: &str) -> Result<ExplainedView> {
    let text = text.trim();
    if text.is_empty() {
        return Err(WorkbenchError::Usage {
            message: say!("There is nothing to explain yet."),
        });
    }
    if text.len() > LONGEST {
        return Err(WorkbenchError::Usage {
            message: say!("That is more than Instagram ever answers. Paste only the error."),
        });
    }
    let answer = codes(text).unwrap_or_else(|| Answer::from_paste(text.as_bytes()));
    Ok(view(explain(&answer)))
}

/// One or two numbers, however they are written.
fn codes(text: &str) -> Option<Answer> {
    let marks = |c: char| c.is_whitespace() || matches!(c, '/' | ',' | ':' | '#' | '(' | ')');
    let parts: Vec<&str> = text.split(marks).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [code] => Answer::from_words(code, None),
        [code, subcode] => Answer::from_words(code, Some(subcode)),
        _ => None,
    }
}

fn view(explained: Explanation) -> ExplainedView {
    ExplainedView {
        who: who(explained.action).to_owned(),
        retry: retry(&explained),
        source: match explained.source {
            Source::Instagram => word!("Instagram’s own words"),
            Source::Catalogue => word!("From Fanfold’s catalogue"),
            Source::Unknown => word!("Not in the catalogue"),
        }
        .to_owned(),
        title: explained.title,
        message: explained.message,
        cause: explained.cause,
        steps: explained.steps,
        code: explained.code,
        subcode: explained.subcode,
        trace_id: explained.trace_id,
        remark: beside_codes(&explained.technical),
        technical: explained.technical,
    }
}

/// Who can move it on.
fn who(action: Action) -> &'static str {
    match action {
        Action::Reconnect
        | Action::FixMedia
        | Action::FixCaption
        | Action::FixTags
        | Action::ChangeContent => word!("You, here in Fanfold"),
        Action::GrantPermission | Action::OpenInstagram => {
            word!("The account’s owner, at Instagram")
        }
        Action::CheckMediaHost => word!("Whoever runs the media host"),
        Action::FixApp => word!("Whoever runs the Meta app"),
        Action::Wait | Action::WaitForQuota => word!("Nobody: it passes by itself"),
        Action::Retry | Action::Rebuild => word!("Fanfold"),
        Action::ContactSupport => word!("Support, with the details below"),
    }
}

fn retry(explained: &Explanation) -> String {
    if !explained.automatic_retry {
        return say!("Fanfold does not try again by itself.");
    }
    match explained.retry_after {
        Some(seconds) if seconds >= 90.0 => {
            say!(
                "Fanfold tries again after {seconds} minutes.",
                seconds = format!("{:.0}", seconds / 60.0)
            )
        }
        Some(seconds) if seconds >= 2.0 => {
            say!(
                "Fanfold tries again after {seconds} seconds.",
                seconds = format!("{:.0}", seconds)
            )
        }
        _ => say!("Fanfold tries again by itself."),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn codes_are_understood_however_they_are_written() {
        for written in ["190 463", "190/463", "#190, 463", " 190:463\n", "(190) 463"] {
            let view = explain_text(written).unwrap();
            assert_eq!(
                (view.code, view.subcode),
                (Some(190), Some(463)),
                "{written}"
            );
            assert_eq!(view.remark, "", "the codes stand on their own");
        }
        let alone = explain_text("2207027").unwrap();
        assert_eq!((alone.code, alone.subcode), (None, Some(2_207_027)));
    }

    #[test]
    fn whole_answers_and_web_pages_are_explained_and_never_quoted_with_their_secrets() {
        let body = r#"{"error":{"message":"(#190) bad access_token=EAAsecretsecretsecret","code":190,"error_subcode":463,"fbtrace_id":"Ab1"}}"#;
        let view = explain_text(body).unwrap();
        assert_eq!(view.code, Some(190));
        assert_eq!(view.trace_id.as_deref(), Some("Ab1"));
        assert!(
            !view.technical.contains("secretsecret"),
            "{}",
            view.technical
        );
        let page = explain_text("<html><body>Bad gateway</body></html>").unwrap();
        assert!(!page.title.is_empty() && !page.steps.is_empty());
    }

    #[test]
    fn nothing_is_not_explained() {
        assert!(explain_text(" \n").is_err());
    }
}
