//! `caption`.

use std::path::Path;

use fanfold_domain::Verdict;
use fanfold_domain::caption::check;
use fanfold_workbench::Result;

use super::{check as words, read};
use crate::args::Args;
use crate::failure::Exit;
use crate::output::{document, say};

pub(crate) fn run(args: &Args, file: &Path) -> Result<Exit> {
    let checked = check(&text(file)?);
    if args.json {
        document(&checked);
    } else {
        say(&format!(
            "{}  {} of {} characters, {} of {} hashtags, {} of {} mentions",
            words::word(checked.verdict),
            checked.characters,
            checked.limit,
            checked.hashtag_count,
            checked.hashtag_limit,
            checked.mention_count,
            checked.mention_limit,
        ));
        words::findings(&checked.findings);
    }
    Ok(if checked.verdict == Verdict::Ready {
        Exit::Done
    } else {
        Exit::Wrong
    })
}

/// A caption as an editor saved it: without the mark at its start and the line end at its close.
pub(crate) fn text(file: &Path) -> Result<String> {
    let text = String::from_utf8_lossy(&read(file)?).into_owned();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.strip_suffix('\n').unwrap_or(text);
    Ok(text
        .strip_suffix('\r')
        .unwrap_or(text)
        .replace("\r\n", "\n"))
}
