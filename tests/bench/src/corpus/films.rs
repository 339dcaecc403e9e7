//! Short films, made by ffmpeg: the codecs, containers and oddities that a probe must tell apart.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::{Error, Result};

const H264: &[&str] = &[
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-pix_fmt",
    "yuv420p",
];
const HEVC: &[&str] = &[
    "-c:v",
    "libx265",
    "-preset",
    "ultrafast",
    "-tag:v",
    "hvc1",
    "-pix_fmt",
    "yuv420p",
];
const MPEG4: &[&str] = &["-c:v", "mpeg4"];
const STEREO: &[&str] = &["-c:a", "aac", "-ac", "2"];
const MONO: &[&str] = &["-c:a", "aac", "-ac", "1"];
const SILENT: &[&str] = &["-an"];

struct Film {
    name: &'static str,
    size: &'static str,
    rate: &'static str,
    video: &'static [&'static str],
    audio: &'static [&'static str],
    container: &'static [&'static str],
}

const fn film(name: &'static str, size: &'static str, rate: &'static str) -> Film {
    Film {
        name,
        size,
        rate,
        video: H264,
        audio: STEREO,
        container: &["-movflags", "+faststart"],
    }
}

/// Ten, each different in one thing.
const FILMS: [Film; 10] = [
    film("01-plain.mp4", "720x1280", "30"),
    Film {
        container: &[],
        ..film("02-index-last.mp4", "720x1280", "30")
    },
    Film {
        container: &[],
        ..film("03-quicktime.mov", "720x1280", "30")
    },
    Film {
        video: HEVC,
        ..film("04-hevc.mp4", "720x1280", "30")
    },
    Film {
        container: &["-movflags", "+frag_keyframe+empty_moov"],
        ..film("05-fragments.mp4", "720x1280", "30")
    },
    film("06-sixty.mp4", "1080x1920", "60"),
    Film {
        audio: MONO,
        ..film("07-mono.mp4", "720x720", "25")
    },
    Film {
        audio: SILENT,
        ..film("08-silent.mp4", "1280x720", "24")
    },
    Film {
        video: MPEG4,
        ..film("09-mpeg4.mp4", "640x480", "30")
    },
    film("10-odd-rate.mp4", "1080x1350", "30000/1001"),
];

/// Ten short films into `folder`, and one of ten seconds with its index at the end into `container`.
pub(crate) fn make(folder: &Path, container: &Path) -> Result<()> {
    for film in &FILMS {
        run(recipe(film, "2", "").arg(folder.join(film.name)))?;
    }
    let long = Film {
        video: &[
            "-c:v", "libx264", "-preset", "veryfast", "-b:v", "6M", "-pix_fmt", "yuv420p",
        ],
        container: &[],
        ..film("index-last.mp4", "1080x1920", "30")
    };
    run(recipe(&long, "10", ",noise=alls=12:allf=t:all_seed=7").arg(container.join(long.name)))
}

/// A moving test picture with a tone; `filter` is put behind the picture's source.
fn recipe(film: &Film, seconds: &str, filter: &str) -> Command {
    let picture = format!(
        "testsrc2=size={}:rate={}:duration={seconds}{filter}",
        film.size, film.rate
    );
    let tone = format!("sine=frequency=440:sample_rate=48000:duration={seconds}");
    let mut command = Command::new("ffmpeg");
    command.args([
        "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", &picture,
    ]);
    command.args(["-f", "lavfi", "-i", &tone]);
    command
        .args(film.video)
        .args(film.audio)
        .args(film.container);
    command
}

/// Runs a program that makes a file of the corpus.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let what = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(Error::io(&what))?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::Program {
        what,
        status: output.status.to_string(),
        said: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}
