//! `check`.

use std::path::PathBuf;

use fanfold_domain::{Finding, Severity, Verdict};
use fanfold_workbench::headless::{self, CheckReport, Item};

use serde_json::value::to_raw_value;

use super::policy;
use crate::args::{Args, Judge};
use crate::failure::Exit;
use crate::output::{Color, document, for_a_person, paint, say};

pub(crate) fn run(args: &Args, files: &[PathBuf], judge: &Judge) -> Exit {
    let policy = policy(judge.rules);
    let ffmpeg = args.ffmpeg.as_deref();
    let verdict = if args.json && !for_a_person() {
        // Written where it was judged, by all threads: for a thousand files that is as much work as looking at them.
        let written = |item: Item| to_raw_value(&item).unwrap_or_default();
        let report = headless::check_into(files, judge.kind, &policy, ffmpeg, written);
        told(report, document)
    } else {
        let report = headless::check(files, judge.kind, &policy, ffmpeg);
        told(report, |report| {
            if args.json {
                document(report);
            } else {
                table(report);
            }
        })
    };
    if verdict == Verdict::Ready {
        Exit::Done
    } else {
        Exit::Wrong
    }
}

fn told<T>(report: CheckReport<T>, tell: impl Fn(&CheckReport<T>)) -> Verdict {
    tell(&report);
    let verdict = report.verdict;
    // The program ends: taking a thousand judgements apart first is of no use to anyone.
    std::mem::forget(report);
    verdict
}

fn table(report: &CheckReport) {
    for (number, item) in report.items.iter().enumerate() {
        say(&format!(
            "{:>2}  {}  {}",
            number + 1,
            word(item.verdict),
            headline(item)
        ));
        findings(&item.findings);
    }
    findings(&report.findings);
}

pub(crate) fn word(verdict: Verdict) -> String {
    match verdict {
        Verdict::Ready => paint("ready  ", Color::Green),
        Verdict::Fixable => paint("fixable", Color::Yellow),
        Verdict::Blocked => paint("blocked", Color::Red),
    }
}

fn headline(item: &Item) -> String {
    let size = if item.width > 0 {
        format!("  {}×{}", item.width, item.height)
    } else {
        String::new()
    };
    format!("{}  {}{size}", item.path, item.format)
}

pub(crate) fn findings(findings: &[Finding]) {
    for finding in findings {
        let color = match finding.severity {
            Severity::Error => Color::Red,
            Severity::Warning => Color::Yellow,
            Severity::Note => Color::Green,
        };
        say(&format!(
            "      {}: {}",
            paint(&finding.title, color),
            finding.message
        ));
    }
}
