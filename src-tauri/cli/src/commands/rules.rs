//! `rules`.

use fanfold_domain::rules;
use fanfold_workbench::Result;

use crate::args::Args;
use crate::failure::Exit;
use crate::output::{document, say};

#[expect(clippy::unnecessary_wraps, reason = "every command answers alike")]
pub(crate) fn run(args: &Args) -> Result<Exit> {
    if args.json {
        document(&rules::all());
        return Ok(Exit::Done);
    }
    for rule in rules::all() {
        let number =
            |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
        let limit = rule
            .limit
            .clone()
            .unwrap_or_else(|| format!("{} … {}", number(rule.min), number(rule.max)));
        say(&format!(
            "{:<24} {:<10} {limit} {}",
            rule.id,
            rule.profile.name(),
            rule.unit
        ));
        say(&format!("{:<24} {}, {}", "", rule.source, rule.date));
    }
    Ok(Exit::Done)
}
