//! A ten-slide carousel from files to live, against the practice Instagram with set latencies, beside what latency and
//! processing alone would take.
//!
//! Deliberately not here: a goal that fails a build.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use fanfold_practice::{PracticeOptions, PracticeServer, Running};
use hyper::Method;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::race::table::{Table, seconds, times};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `fanfold-cli`; a keychain must answer
    #[arg(long)]
    cli: PathBuf,
    /// Where the table is kept
    #[arg(long)]
    report: PathBuf,
    /// Milliseconds that every call takes
    #[arg(long, value_delimiter = ',', default_value = "0,100,300")]
    latency: Vec<u64>,
    /// Milliseconds that Instagram prepares each slide, and then the carousel
    #[arg(long, value_delimiter = ',', default_value = "0,600,2000,5000")]
    processing: Vec<u64>,
}

const SLIDES: u32 = 10;
/// Children side by side, a read of them, the carousel, a read of it, publishing, reading the live post: whoever does
/// what Meta's pages ask waits for these one after the other, and twice for processing.
const CALLS_IN_A_ROW: u64 = 6;
/// Of the critical path, at most.
const GOAL: f64 = 1.15;
/// Milliseconds: a container is never read more often (each read counts against the account's calls), so what is ready
/// between two seconds after its creation is seen at the later one.
const READS_APART: u64 = 1000;
/// What is asked once on the path, beside the children and two reads.
const ONCE: [&str; 3] = ["create_parent", "publish", "media"];

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new().map_err(Error::io("a runtime"))?;
    let mut table = Table::new(&[
        "latency s",
        "processing s",
        "critical path s",
        "with reads a second apart s",
        "first to last call s",
        "of the path",
        "goal",
        "calls",
        "whole program s",
    ]);
    for &processing in &arguments.processing {
        for &latency in &arguments.latency {
            let taken = runtime.block_on(measure(&arguments.cli, latency, processing))?;
            let calls = (CALLS_IN_A_ROW * latency) as f64 / 1000.0 + taken.serving;
            let path = calls + (2 * processing) as f64 / 1000.0;
            let seen = calls + (2 * processing.div_ceil(READS_APART) * READS_APART) as f64 / 1000.0;
            let ratio = taken.calling / seen;
            let verdict = match ratio {
                _ if latency + processing == 0 => "",
                ratio if ratio <= GOAL => "≤ 1.15 reached",
                _ => "≤ 1.15 MISSED",
            };
            table.row(vec![
                seconds(latency as f64 / 1000.0),
                seconds(processing as f64 / 1000.0),
                seconds(path),
                seconds(seen),
                seconds(taken.calling),
                times(ratio),
                verdict.into(),
                taken.calls.to_string(),
                seconds(taken.whole),
            ]);
        }
    }
    let text = format!(
        "{}\nA carousel of {SLIDES} photos that are ready.\n",
        table.markdown()
    );
    println!("\n{text}");
    std::fs::write(&arguments.report, text).map_err(Error::io(&arguments.report))
}

struct Taken {
    /// From the first container's call to the end of the last call, in seconds.
    calling: f64,
    /// What the practice Instagram itself worked on the calls of the path, in seconds: fetching, decoding, storing.
    serving: f64,
    calls: usize,
    whole: f64,
}

async fn measure(cli: &Path, latency: u64, processing: u64) -> Result<Taken> {
    let folder = tempfile::tempdir().map_err(Error::io("a folder"))?;
    let photos = photos(folder.path())?;
    let data = folder.path().join("data");
    std::fs::create_dir(&data).map_err(Error::io(&data))?;
    let options = PracticeOptions::new(data.join("practice"));
    let practice = PracticeServer::start(options)
        .await
        .map_err(practice_says)?;
    // The first post makes database and account; it does not count.
    admin(
        &practice,
        Method::POST,
        "/settings",
        json!({ "processing_ms": 0 }),
    )
    .await?;
    post(cli, &data, photos.get(..1).unwrap_or_default())?;
    admin(&practice, Method::DELETE, "/requests", Value::Null).await?;
    admin(
        &practice,
        Method::POST,
        "/settings",
        json!({ "processing_ms": processing }),
    )
    .await?;
    let slow = json!({ "on": "*", "kind": "slow", "delay_ms": latency });
    admin(&practice, Method::POST, "/faults", slow).await?;
    let begun = Instant::now();
    post(cli, &data, &photos)?;
    let whole = begun.elapsed().as_secs_f64();
    let log = admin(&practice, Method::GET, "/requests", Value::Null).await?;
    let ours = calls(&log);
    let calling = ours.and_then(span).ok_or_else(|| Error::Job {
        what: "fanfold-cli".into(),
        detail: "no container was made".into(),
    })?;
    let ours = ours.unwrap_or_default();
    practice.shutdown().await;
    Ok(Taken {
        calling,
        serving: serving(ours, latency as f64),
        calls: ours.len(),
        whole,
    })
}

fn operation(row: &Value) -> Option<&str> {
    row.get("operation").and_then(Value::as_str)
}

/// The calls from the first creation on.
fn calls(log: &Value) -> Option<&[Value]> {
    let rows = log.get("requests")?.as_array()?;
    let first = rows
        .iter()
        .position(|row| operation(row) == Some("create_child"))?;
    rows.get(first..)
}

/// Seconds of the server's own work on the path: the longest child, the shortest read twice, and each of the others.
fn serving(calls: &[Value], latency: f64) -> f64 {
    let own = |name: &str| {
        let named = calls.iter().filter(|row| operation(row) == Some(name));
        let took = named.filter_map(|row| row.get("milliseconds")?.as_f64());
        took.map(|took| (took - latency).max(0.0))
            .collect::<Vec<f64>>()
    };
    let children = own("create_child").into_iter().fold(0.0, f64::max);
    let read = own("status").into_iter().fold(f64::INFINITY, f64::min);
    let read = if read.is_finite() { read } else { 0.0 };
    let once: f64 = ONCE.iter().flat_map(|name| own(name)).sum();
    (children + 2.0 * read + once) / 1000.0
}

/// Seconds from the first creation to the end of the last call.
fn span(ours: &[Value]) -> Option<f64> {
    let at = |row: &Value| row.get("at")?.as_str()?.parse::<Timestamp>().ok();
    let begun = at(ours.first()?)?;
    let ends = ours.iter().filter_map(|row| {
        let took = row.get("milliseconds")?.as_f64()? / 1000.0;
        Some(at(row)?.duration_since(begun).as_secs_f64() + took)
    });
    Some(ends.fold(0.0, f64::max))
}

fn post(cli: &Path, data: &Path, photos: &[PathBuf]) -> Result<()> {
    let output = Command::new(cli)
        .arg("post")
        .args(photos)
        .args(["--account", "practice", "--json"])
        .env("FANFOLD_DATA_DIR", data)
        .env_remove("FANFOLD_TIME_SCALE")
        .stdin(Stdio::null())
        .output()
        .map_err(Error::io(cli))?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::Program {
        what: "fanfold-cli post".into(),
        status: output.status.to_string(),
        said: String::from_utf8_lossy(&output.stdout).into_owned(),
    })
}

/// Photos that need no fix: 4:5, 1080×1350, without metadata.
fn photos(folder: &Path) -> Result<Vec<PathBuf>> {
    (0..SLIDES)
        .map(|number| {
            let file = folder.join(format!("{number}.jpg"));
            let photo = image::RgbImage::from_fn(1080, 1350, |x, y| {
                image::Rgb([(x / 5) as u8, (y / 6) as u8, (number * 20) as u8])
            });
            photo.save(&file).map_err(Error::picture(&file))?;
            Ok(file)
        })
        .collect()
}

async fn admin(practice: &Running, method: Method, path: &str, body: Value) -> Result<Value> {
    let body = (!body.is_null()).then_some(body);
    let said = practice.endpoint().admin(method, path, body).await;
    said.map_err(practice_says)
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
fn practice_says(error: fanfold_practice::PracticeError) -> Error {
    Error::Job {
        what: "The practice Instagram".into(),
        detail: error.to_string(),
    }
}
