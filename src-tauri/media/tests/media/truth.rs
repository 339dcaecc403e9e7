//! Every file of the truth table (`tests/truth/make.py`) judged, and compared with what its maker
//! says of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use fanfold_domain::check::check_item;
use fanfold_domain::draft::PostKind;
use fanfold_domain::finding::Verdict;
use fanfold_domain::media::{AudioFacts, MediaFacts, MediaKind, VideoFacts};
use fanfold_domain::rules::Policy;
use fanfold_media::{probe, verify};

pub(crate) type Row = BTreeMap<String, String>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth")
}

pub(crate) fn file(row: &Row) -> PathBuf {
    folder().join("files").join(&row["file"])
}

pub(crate) fn rows() -> Vec<Row> {
    let table = fs::read_to_string(folder().join("truth.tsv")).unwrap();
    let mut lines = table.lines().map(|line| line.split('\t'));
    let names: Vec<_> = lines.next().unwrap().collect();
    lines
        .map(|cells| {
            names
                .iter()
                .copied()
                .map(String::from)
                .zip(cells.map(String::from))
                .collect()
        })
        .collect()
}

/// As JSON and the terminal write it.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

fn yes(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

fn near(said: &str, found: Option<f64>, tolerance: f64) -> bool {
    let said: f64 = said.parse().unwrap();
    said == 0.0 || found.is_some_and(|found| (found - said).abs() <= tolerance)
}

fn differences(row: &Row, facts: &MediaFacts) -> String {
    let mut out = String::new();
    let mut same = |name: &str, found: String| {
        if row[name] != found {
            write!(out, " {name}: {} is said, {found} found;", row[name]).unwrap();
        }
    };
    let whole = row["unreadable"] == "-";
    same("unreadable", facts.unreadable.map_or("-".into(), word));
    // Nothing is known of a file without bytes, not even which it would be.
    if row["unreadable"] == "empty" {
        return out;
    }
    same("kind", word(facts.kind));
    same("format", facts.format.clone());
    same("width", facts.width.to_string());
    same("height", facts.height.to_string());
    same("animated", yes(facts.animated));
    if whole {
        same("orientation", facts.orientation.to_string());
        same("color", word(facts.color));
        same("alpha", yes(facts.has_alpha));
        same("location", yes(facts.has_location));
        same("decodable", yes(facts.decodable));
    }
    let none = VideoFacts::default();
    let video = facts.video.as_ref().unwrap_or(&none);
    if facts.kind == MediaKind::Video && whole {
        for (name, found) in [("codec", &video.codec), ("pixels", &video.pixel_format)] {
            if row[name] != "-" {
                same(name, found.clone().unwrap_or_default());
            }
        }
        same("rotation", video.rotation.unwrap_or(0).to_string());
        same("interlaced", yes(video.interlaced == Some(true)));
        same("edits", yes(video.edit_list == Some(true)));
        same("moov_last", yes(video.moov_first == Some(false)));
        same("fragmented", yes(video.fragmented == Some(true)));
        same("audio", video.audio.as_ref().map_or("-".into(), sound));
        if !near(&row["fps"], video.fps, 0.01) {
            write!(out, " fps: {} is said, {:?} found;", row["fps"], video.fps).unwrap();
        }
        if !near(&row["duration"], video.duration, 0.06) {
            let found = video.duration;
            write!(
                out,
                " duration: {} is said, {found:?} found;",
                row["duration"]
            )
            .unwrap();
        }
    }
    out
}

fn sound(audio: &AudioFacts) -> String {
    let codec = audio.codec.as_deref().unwrap_or("?");
    let (rate, channels) = (audio.sample_rate.unwrap_or(0), audio.channels.unwrap_or(0));
    format!("{codec}/{rate}/{channels}")
}

#[test]
fn every_file_is_what_its_maker_says_and_judged_by_the_rules() {
    let rows = rows();
    assert!(rows.len() >= 120, "{} rows", rows.len());
    let mut wrong = String::new();
    for row in &rows {
        if cfg!(not(feature = "heif")) && matches!(row["format"].as_str(), "heic" | "avif") {
            continue;
        }
        let facts = probe(&file(row));
        let mut differs = differences(row, &facts);
        let kind = if facts.kind == MediaKind::Video {
            PostKind::Reel
        } else {
            PostKind::Feed
        };
        let findings = check_item(&facts, kind, &Policy::default());
        let mut rules: Vec<_> = findings
            .iter()
            .map(|finding| finding.rule.as_str())
            .collect();
        rules.sort_unstable();
        let (rules, verdict) = (rules.join(" "), word(Verdict::of(&findings)));
        let said = if row["rules"] == "-" {
            ""
        } else {
            &row["rules"]
        };
        if said != rules || row["verdict"] != verdict {
            write!(
                differs,
                " rules: {said} ({}) is said, {rules} ({verdict}) found;",
                row["verdict"]
            )
            .unwrap();
        }
        if !differs.is_empty() {
            writeln!(wrong, "{}:{differs}", row["file"]).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn what_is_called_whole_decodes_to_its_end() {
    let mut wrong = String::new();
    for row in rows() {
        let facts = probe(&file(&row));
        if facts.unreadable.is_none()
            && let Some(why) = verify(&file(&row))
        {
            writeln!(wrong, "{}: {why:?}", row["file"]).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
