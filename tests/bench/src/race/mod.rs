//! Fanfold and its peers at the same jobs, as whole processes in turn: ours, theirs, ours, theirs, after one run of
//! each that does not count. Ratios are the medians of the pairs.
//!
//! Deliberately not here: a goal that fails a build. Times on a shared machine are news, not tests.

mod clock;
mod contests;
mod figures;
mod jobs;
mod line;
mod machine;
mod report;
pub(crate) mod table;
mod vips;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ValueEnum;

use crate::corpus::Set;
use crate::error::{Error, Result};
use crate::job;
use crate::score;
use clock::Program;
use contests::{Contest, Places, Written};
use figures::{Outcome, Pair};
use jobs::Job;
use report::{Ours, Report};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `fanfold-cli`, built for release
    #[arg(long)]
    cli: PathBuf,
    /// `sharp.mjs` beside its packages
    #[arg(long)]
    sharp: PathBuf,
    #[arg(long)]
    corpus: PathBuf,
    /// The repository
    #[arg(long)]
    root: PathBuf,
    /// Where the table is kept; what the programs write goes beside it
    #[arg(long)]
    report: PathBuf,
    /// Pairs that count
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Only these jobs
    #[arg(long, value_enum, value_delimiter = ',')]
    set: Vec<Job>,
    /// Cores to use, one table row each
    #[arg(long, value_delimiter = ',', default_value = "2,1")]
    threads: Vec<usize>,
}

/// Measures and prints.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    // vipsthumbnail takes a relative output as beside its input.
    let whole = |path: &Path| std::path::absolute(path).map_err(Error::io(path));
    let scratch = whole(&arguments.report.with_extension("scratch"))?;
    fs::create_dir_all(&scratch).map_err(Error::io(&scratch))?;
    let places = Places {
        cli: whole(&arguments.cli)?,
        sharp: whole(&arguments.sharp)?,
        corpus: whole(&arguments.corpus)?,
        scratch: scratch.clone(),
    };
    let before = machine::load();
    let mut report = Report::new();
    for &job in Job::value_variants() {
        if arguments.set.is_empty() || arguments.set.contains(&job) {
            measure(job, arguments, &places, &mut report)?;
        }
    }
    let mut circumstances = vec![
        machine::hardware(),
        machine::versions(&arguments.sharp, &arguments.root).join(" · "),
        format!(
            "pairs each: {}; load before: {before}, after: {} (this measurement itself included)",
            arguments.rounds,
            machine::load()
        ),
    ];
    circumstances.extend(HOW.map(str::to_owned));
    let text = report.text(&circumstances);
    println!("\n{text}");
    fs::write(&arguments.report, text).map_err(Error::io(&arguments.report))?;
    fs::remove_dir_all(&scratch).map_err(Error::io(&scratch))?;
    if report.is_empty() {
        return Err(Error::Job {
            what: "The benchmark".into(),
            detail: "nothing could be measured".into(),
        });
    }
    println!("Kept in {}.", arguments.report.display());
    Ok(())
}

const HOW: [&str; 4] = [
    "made ready: upright, 4:5 from the middle, 1440×1800, sRGB, metadata gone, JPEG 85 with 4:2:0, written to a file; \
     Fanfold alone flushes each file to the disk and judges it again",
    "Fanfold is `fanfold-cli fix` and `check`, start-up included; thumbnails, which the terminal does not make, are the \
     same library function in a small program",
    "sharp does all files at once, vipsthumbnail gets them in one call, ffprobe takes one film at a time; naive is the \
     image crate with moxcms on all cores",
    "peak memory is that of the largest process of a job",
];

/// One job at every number of cores; a program that fails is noted and the rest goes on.
fn measure(job: Job, arguments: &Arguments, places: &Places, report: &mut Report) -> Result<()> {
    if job == Job::Quality {
        return match quality(places) {
            Ok(scores) => {
                report.quality(&scores);
                Ok(())
            }
            Err(error) => {
                report.note(format!("Not measured: quality. {error}"));
                Ok(())
            }
        };
    }
    for &cores in arguments
        .threads
        .iter()
        .filter(|cores| **cores <= clock::cores())
    {
        let Some(contest) = contests::contest(job, cores, places)? else {
            continue;
        };
        println!("{}, threads: {cores}", job.title());
        match rounds(&contest, arguments.rounds, &places.scratch) {
            Ok(peers) => report.contest(&contest, ours(&peers), &peers),
            Err(error) => report.note(format!(
                "Not measured: {}, threads: {cores}. {error}",
                job.title()
            )),
        }
    }
    if job == Job::Probe {
        let micros = in_process(&Set::Links.files(&places.corpus)?);
        report.note(format!(
            "Looking at one of the 1000 photos takes {micros:.1} µs in process, one thread (goal: ≤ {}).",
            jobs::PROBE_MICROSECONDS
        ));
    }
    Ok(())
}

/// Fanfold over all its pairings.
fn ours(peers: &[(&'static str, Outcome)]) -> Ours {
    let of = |value: fn(&Outcome) -> f64| {
        figures::median(
            &peers
                .iter()
                .map(|(_, outcome)| value(outcome))
                .collect::<Vec<_>>(),
        )
    };
    Ours {
        seconds: of(|outcome| outcome.ours),
        work: of(|outcome| outcome.our_work),
        peak: of(|outcome| outcome.our_peak),
    }
}

fn rounds(contest: &Contest, count: usize, scratch: &Path) -> Result<Vec<(&'static str, Outcome)>> {
    warm_up(&contest.ours, contest.written, scratch)?;
    let mut outcomes = Vec::new();
    for peer in &contest.peers {
        warm_up(peer, contest.written, scratch)?;
        let mut pairs = Vec::new();
        for _ in 0..count.max(1) {
            pairs.push(Pair {
                ours: clock::run(&contest.ours, scratch)?,
                theirs: clock::run(peer, scratch)?,
            });
        }
        outcomes.push((peer.name, figures::outcome(&pairs)));
    }
    Ok(outcomes)
}

/// A run that does not count, and a look at whether the job was done.
fn warm_up(program: &Program, written: Option<Written>, scratch: &Path) -> Result<()> {
    clock::run(program, scratch)?;
    let Some((written, out)) = written.zip(program.out.as_ref()) else {
        return Ok(());
    };
    let wrong = |detail: String| Error::Job {
        what: program.name.into(),
        detail,
    };
    let entries = fs::read_dir(out).map_err(Error::io(out))?;
    let files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    if files.len() != written.count {
        return Err(wrong(format!(
            "{} files were written, not {}",
            files.len(),
            written.count
        )));
    }
    let Some(size) = written.size else {
        return Ok(());
    };
    for file in &files {
        let bytes = fs::read(file).map_err(Error::io(file))?;
        let header = turbojpeg::read_header(&bytes).map_err(Error::picture(file))?;
        if (header.width as u32, header.height as u32) != size {
            let name = file.display();
            return Err(wrong(format!(
                "{name} is {}×{}",
                header.width, header.height
            )));
        }
    }
    Ok(())
}

/// Microseconds that the probe takes for one file: the median of five times over all.
fn in_process(files: &[PathBuf]) -> f64 {
    let times: Vec<f64> = (0..5)
        .map(|_| {
            let start = Instant::now();
            for file in files {
                std::hint::black_box(fanfold_media::probe(file));
            }
            start.elapsed().as_secs_f64() * 1e6 / files.len().max(1) as f64
        })
        .collect();
    figures::median(&times)
}

/// Every program's pictures of the 12-megapixel photos beside the perfect ones.
fn quality(places: &Places) -> Result<Vec<score::Quality>> {
    println!(
        "{}, {} photos",
        Job::Quality.title(),
        Set::Jpeg12.files(&places.corpus)?.len()
    );
    let contest = contests::scored(clock::cores(), places)?;
    let mut programs = Vec::new();
    for program in std::iter::once(&contest.ours).chain(&contest.peers) {
        warm_up(program, contest.written, &places.scratch)?;
        programs.extend(program.out.clone().map(|out| (program.name, out)));
    }
    debug_assert_eq!(
        contest.written.and_then(|written| written.size),
        Some(job::READY)
    );
    score::all(&Set::Jpeg12.files(&places.corpus)?, &programs)
}
