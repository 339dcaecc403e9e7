//! `post`: a stream of progress, the last line the result.

use fanfold_workbench::queue_api::{Line, PostOrder, Report, Warning};
use fanfold_workbench::{Result, WorkbenchError};

use super::{caption, open, policy};
use crate::args::{Args, Command};
use crate::bars::PostBar;
use crate::failure::Exit;
use crate::output::{line, say, warn};

pub(crate) async fn run(args: &Args) -> Result<Exit> {
    let order = order(args)?;
    let (bench, _logs) = open(args).await?;
    let shown = Shown::new(args);
    let report = bench
        .post(order, &|line| shown.line(&line), &|Warning(text)| {
            warn(&text);
        })
        .await;
    let closed = bench.close().await;
    let report = report?;
    closed?;
    shown.finish();
    result(args, &report);
    Ok(exit(&report))
}

fn order(args: &Args) -> Result<PostOrder> {
    let Command::Post {
        files,
        kind,
        account,
        caption_file,
        alt,
        first_comment,
        at,
        fix,
        dry_run,
        details,
        rules,
    } = &args.command
    else {
        return Err(WorkbenchError::Usage {
            message: "post needs files".into(),
        });
    };
    let caption = caption_file
        .as_deref()
        .map(caption::text)
        .transpose()?
        .unwrap_or_default();
    if let Some(one) = alt.iter().find(|one| one.slide > files.len()) {
        let message = format!(
            "There is no slide {} to describe; there are {}.",
            one.slide,
            files.len()
        );
        return Err(WorkbenchError::Usage { message });
    }
    if let Some(slide) = details.slides().find(|slide| *slide > files.len()) {
        let message = format!(
            "There is no slide {slide} to tag people on; there are {}.",
            files.len()
        );
        return Err(WorkbenchError::Usage { message });
    }
    Ok(PostOrder {
        files: files.clone(),
        kind: *kind,
        account: account.clone(),
        caption,
        alt: alt
            .iter()
            .map(|alt| (alt.slide, alt.text.clone()))
            .collect(),
        first_comment: first_comment.clone(),
        at: *at,
        fix: *fix,
        dry_run: *dry_run,
        policy: policy(*rules),
        details: details.order(),
    })
}

/// Where lines of a stream go.
pub(crate) struct Shown {
    json: bool,
    bar: PostBar,
}

impl Shown {
    pub(crate) fn new(args: &Args) -> Self {
        Self {
            json: args.json,
            bar: PostBar::new(args.json),
        }
    }

    pub(crate) fn line(&self, said: &Line) {
        if self.json {
            line(said);
        } else {
            self.bar.show(said);
        }
    }

    pub(crate) fn finish(&self) {
        self.bar.finish();
    }
}

pub(crate) fn result(args: &Args, report: &Report) {
    if args.json {
        line(report);
        return;
    }
    say(&format!(
        "{}  {}",
        report.state,
        report.post.as_deref().unwrap_or("")
    ));
    if let Some(permalink) = &report.permalink {
        say(permalink);
    }
    if let Some(error) = &report.error {
        super::explain::print(error);
    }
}

/// 0 when it is where it was meant to be.
pub(crate) fn exit(report: &Report) -> Exit {
    match report.state.as_str() {
        "published" | "scheduled" | "dry_run" => Exit::Done,
        _ => Exit::Wrong,
    }
}
