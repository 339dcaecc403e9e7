//! `explain`.

use fanfold_domain::Explanation;
use fanfold_domain::answer::Answer;
use fanfold_domain::catalogue::{Source, explain};
use fanfold_workbench::{Result, WorkbenchError};

use super::read;
use crate::args::{Args, Command};
use crate::failure::Exit;
use crate::output::{document, say};

pub(crate) fn run(args: &Args) -> Result<Exit> {
    let Command::Explain {
        code,
        subcode,
        response,
    } = &args.command
    else {
        return Ok(Exit::Usage);
    };
    let answer = match (response, code) {
        (Some(file), _) => Answer::from_paste(&read(file)?),
        (None, Some(code)) => {
            Answer::from_words(code, subcode.as_deref()).ok_or_else(|| WorkbenchError::Usage {
                message: format!("“{code}” is no code. Write a number, like 190 463."),
            })?
        }
        (None, None) => return Ok(Exit::Usage),
    };
    let explained = explain(&answer);
    if args.json {
        document(&explained);
    } else {
        print(&explained);
    }
    Ok(Exit::Done)
}

/// An explanation for a person.
pub(crate) fn print(explained: &Explanation) {
    say(&explained.title);
    say(&explained.message);
    if !explained.cause.is_empty() {
        say(&format!("Why: {}", explained.cause));
    }
    for (number, step) in explained.steps.iter().enumerate() {
        say(&format!("  {}. {step}", number + 1));
    }
    let source = match explained.source {
        Source::Instagram => "Instagram's own words",
        Source::Catalogue => "Fanfold's catalogue",
        Source::Unknown => "an answer Fanfold does not know",
    };
    say(&format!("({}; {source})", explained.technical));
}
