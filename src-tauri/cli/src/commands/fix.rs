//! `fix`.

use fanfold_domain::Verdict;
use fanfold_domain::draft::PostKind;
use fanfold_domain::plan::{FitChoice, allowed_range};
use fanfold_domain::recipe::Fill;
use fanfold_domain::rules::Policy;
use fanfold_domain::shape::{Shape, ratio_label};
use fanfold_workbench::headless::{self, FixOptions, FixReport};
use fanfold_workbench::{Cancel, Result, WorkbenchError};

use super::{blocking, check, policy};
use crate::args::{Args, Command, FitArg, Focus, Rgb};
use crate::bars::bar;
use crate::failure::Exit;
use crate::output::{document, say};

pub(crate) async fn run(args: &Args) -> Result<Exit> {
    let Command::Fix {
        files,
        out,
        judge,
        aspect,
        fit,
        focus,
        background,
    } = &args.command
    else {
        return Ok(Exit::Usage);
    };
    let policy = policy(judge.rules);
    let kind = judge.kind.unwrap_or(if files.len() > 1 {
        PostKind::Carousel
    } else {
        PostKind::Feed
    });
    let shape = shape(aspect, kind, &policy)?;
    let Focus(x, y) = *focus;
    let Rgb(color) = background;
    let choice = match fit {
        FitArg::Crop => FitChoice::Crop { focus: (x, y) },
        FitArg::Pad => FitChoice::Pad {
            fill: Fill::Color(*color),
        },
        FitArg::Blur => FitChoice::Pad { fill: Fill::Blur },
    };
    let options = FixOptions {
        kind: judge.kind,
        policy,
        shape,
        choice,
        background: *color,
        out: out.clone(),
    };
    let cancel = Cancel::new();
    let stop = cancel.clone();
    let interrupt = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.cancel();
        }
    });
    let progress = bar(files.len() as u64, "Making files ready", args.json);
    let (files, shown) = (files.clone(), progress.clone());
    let report = blocking(move || {
        headless::fix(&files, &options, &cancel, |done| {
            shown.set_position(done as u64);
        })
    })
    .await??;
    interrupt.abort();
    progress.finish_and_clear();
    if args.json {
        document(&report);
    } else {
        table(&report);
    }
    Ok(if report.verdict == Verdict::Ready {
        Exit::Done
    } else {
        Exit::Wrong
    })
}

fn shape(text: &str, kind: PostKind, policy: &Policy) -> Result<Shape> {
    let usage = |message: String| WorkbenchError::Usage { message };
    let shape = Shape::parse(text).ok_or_else(|| {
        usage(format!(
            "“{text}” is no shape. Choose auto, first, or W:H like 4:5."
        ))
    })?;
    let (min, max) = allowed_range(kind, policy);
    match shape {
        Shape::Ratio(ratio) if ratio < min - 0.005 || ratio > max + 0.005 => Err(usage(format!(
            "Instagram takes {} to {} here, and {text} is outside.",
            ratio_label(min),
            ratio_label(max)
        ))),
        other => Ok(other),
    }
}

fn table(report: &FixReport) {
    for item in &report.items {
        match (&item.output, &item.after) {
            (Some(output), Some(after)) => {
                let done: Vec<&str> = item.actions.iter().map(|fix| fix.done_word()).collect();
                say(&format!(
                    "{}  {} → {output}",
                    check::word(after.verdict),
                    item.source
                ));
                say(&format!(
                    "         {}×{}, {}",
                    after.width,
                    after.height,
                    done.join(", ")
                ));
            }
            _ => say(&format!(
                "{}  {}",
                check::word(Verdict::Blocked),
                item.source
            )),
        }
        check::findings(&item.findings);
    }
}
