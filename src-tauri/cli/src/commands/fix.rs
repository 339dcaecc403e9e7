//! `fix`.

use std::path::PathBuf;

use fanfold_domain::Verdict;
use fanfold_domain::plan::FitChoice;
use fanfold_domain::recipe::Fill;
use fanfold_domain::shape::Shape;
use fanfold_workbench::headless::{
    self, FixItem, FixOptions, FixReport, Parts, SplitItem, SplitReport,
};
use fanfold_workbench::{Cancel, Result, WorkbenchError};

use super::{blocking, check, policy};
use crate::args::{Args, Command, FitArg, Focus, Rgb};
use crate::bars::FixBar;
use crate::failure::Exit;
use crate::output::{document, say};

pub(crate) async fn run(args: &Args) -> Result<Exit> {
    let Some((files, split, options)) = asked(args)? else {
        return Ok(Exit::Usage);
    };
    let fill = match options.choice {
        FitChoice::Pad { fill } => Some(fill),
        FitChoice::Crop { .. } => None,
    };
    let cancel = Cancel::new();
    let stop = cancel.clone();
    let interrupt = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.cancel();
        }
    });
    if let Some(parts) = split {
        let work = move || headless::split(&files, parts, &options, &cancel);
        let report = blocking(work).await;
        interrupt.abort();
        return Ok(told(args, &report??, fill));
    }
    let bar = FixBar::new(&files, args.json);
    let shown = bar.clone();
    let report =
        blocking(move || headless::fix(&files, &options, &cancel, |far| shown.show(far))).await;
    interrupt.abort();
    bar.finish();
    let report = report??;
    if args.json {
        document(&report);
    } else {
        table(&report, fill);
    }
    Ok(if report.verdict == Verdict::Ready {
        Exit::Done
    } else {
        Exit::Wrong
    })
}

/// The files, how to split them, and how to fix them.
type Asked = (Vec<PathBuf>, Option<Parts>, FixOptions);

fn asked(args: &Args) -> Result<Option<Asked>> {
    let Command::Fix {
        files,
        out,
        judge,
        aspect,
        fit,
        focus,
        background,
        split,
        start,
    } = &args.command
    else {
        return Ok(None);
    };
    let Focus(x, y) = *focus;
    let Rgb(color) = background;
    let options = FixOptions {
        kind: judge.kind,
        policy: policy(judge.rules),
        shape: shape(aspect)?,
        choice: choice(*fit, (x, y), *color),
        background: *color,
        out: out.clone(),
        start: *start,
        ffmpeg: args.ffmpeg.clone(),
    };
    Ok(Some((files.clone(), *split, options)))
}

fn choice(fit: FitArg, focus: (f64, f64), color: [u8; 3]) -> FitChoice {
    match fit {
        FitArg::Crop => FitChoice::Crop { focus },
        FitArg::Pad => FitChoice::Pad {
            fill: Fill::Color(color),
        },
        FitArg::Blur => FitChoice::Pad { fill: Fill::Blur },
    }
}

/// Prints the parts of split pictures.
fn told(args: &Args, report: &SplitReport, fill: Option<Fill>) -> Exit {
    if args.json {
        document(report);
    } else {
        for SplitItem { item, .. } in &report.items {
            row(item, fill);
        }
    }
    if report.verdict == Verdict::Ready {
        Exit::Done
    } else {
        Exit::Wrong
    }
}

fn shape(text: &str) -> Result<Shape> {
    Shape::parse(text).ok_or_else(|| WorkbenchError::Usage {
        message: format!("“{text}” is no shape. Choose auto, first, or W:H like 4:5."),
    })
}

fn table(report: &FixReport, fill: Option<Fill>) {
    for item in &report.items {
        row(item, fill);
    }
}

/// `fill`: of the bands, where the file got any.
fn row(item: &FixItem, fill: Option<Fill>) {
    if let (Some(output), Some(after)) = (&item.output, &item.after) {
        let done: Vec<&str> = item.actions.iter().map(|fix| fix.done_word(fill)).collect();
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
    } else {
        let verdict = Verdict::of(&item.findings).max(Verdict::Fixable);
        say(&format!("{}  {}", check::word(verdict), item.source));
    }
    check::findings(&item.findings);
}
