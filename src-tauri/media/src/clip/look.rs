//! What ffmpeg sees in a file: for containers that the probe does not open, and for what only
//! matters when pictures are converted.

use std::path::Path;
use std::time::{Duration, Instant};

use fanfold_domain::media::{AudioFacts, MediaFacts, Unreadable, VideoFacts};
use ffmpeg_sidecar::event::{FfmpegEvent, Stream};
use ffmpeg_sidecar::log_parser::FfmpegLogParser;

use super::arguments;
use super::error::ClipError;
use super::find::Ffmpeg;
use super::running::Group;
use crate::cancel::Cancel;
use crate::probe::shown_width;

/// What matters to a conversion and to nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Inside {
    /// Brighter than plain screens show (HLG or PQ), as phones film.
    pub(super) hdr: bool,
    pub(super) interlaced: bool,
    /// How wide a pixel is and how high, where they are not square.
    pub(super) pixel: Option<(u32, u32)>,
}

/// The lines that tell.
#[derive(Debug, Default)]
struct Seen {
    video: Option<Stream>,
    audio: Option<Stream>,
    seconds: Option<f64>,
    rotation: Option<i32>,
}

impl Ffmpeg {
    /// The facts of a clip in a container that the probe only recognises, with what is inside; see
    /// [`fanfold_domain::clip::is_closed`]. Takes a tenth of a second.
    ///
    /// # Errors
    /// [`ClipError::Unusable`] when ffmpeg finds no pictures either.
    pub fn look(
        &self,
        source: &Path,
        facts: &MediaFacts,
        cancel: &Cancel,
    ) -> Result<MediaFacts, ClipError> {
        let seen = self.seen(source, facts, cancel)?;
        let Some(video) = &seen.video else {
            return Err(ClipError::Unusable(Unreadable::NoVideoTrack));
        };
        let mut found = facts.clone();
        let size = video.video_data().map_or((0, 0), |v| (v.width, v.height));
        (found.stored_width, found.stored_height) = size;
        let turned = seen
            .rotation
            .is_some_and(|angle| angle.rem_euclid(180) == 90);
        let shown = shown_width(size.0, inside(&video.raw_log_message).pixel);
        (found.width, found.height) = if turned {
            (size.1, shown)
        } else {
            (shown, size.1)
        };
        let bits = |seconds: f64| (facts.bytes as f64 * 8.0 / seconds) as u64;
        found.video = Some(VideoFacts {
            codec: Some(video.format.clone()),
            pixel_format: video.video_data().map(|video| video.pix_fmt.clone()),
            fps: video
                .video_data()
                .map(|video| f64::from(video.fps))
                .filter(|fps| *fps > 0.0),
            duration: seen.seconds,
            rotation: Some(seen.rotation.unwrap_or(0)),
            interlaced: Some(inside(&video.raw_log_message).interlaced),
            bit_rate: seen.seconds.filter(|s| *s > 0.0).map(bits),
            audio: seen.audio.as_ref().map(audio),
            ..VideoFacts::default()
        });
        Ok(found)
    }

    /// What a conversion has to mind; nothing where ffmpeg does not tell.
    pub(super) fn inside(
        &self,
        source: &Path,
        facts: &MediaFacts,
        cancel: &Cancel,
    ) -> Result<Inside, ClipError> {
        let seen = self.seen(source, facts, cancel)?;
        let line = seen.video.map(|video| video.raw_log_message);
        Ok(line.as_deref().map(inside).unwrap_or_default())
    }

    fn seen(&self, source: &Path, facts: &MediaFacts, cancel: &Cancel) -> Result<Seen, ClipError> {
        let arguments = arguments::look(source, &facts.format);
        let failed = |error: std::io::Error| ClipError::Failed {
            detail: error.to_string(),
        };
        let mut group = Group::start(&self.program, &arguments).map_err(failed)?;
        drop(group.child.take_stdout());
        let (send, events) = std::sync::mpsc::sync_channel(64);
        if let Some(pipe) = group.child.take_stderr() {
            std::thread::spawn(move || {
                let mut parser = FfmpegLogParser::new(pipe);
                // Titles in a film may look like anything; a line that misleads is skipped.
                for _ in 0..MOST_LINES {
                    let event = parser.parse_next_event();
                    let over = matches!(event, Ok(FfmpegEvent::LogEOF));
                    if over || event.is_ok_and(|event| send.send(event).is_err()) {
                        return;
                    }
                }
            });
        }
        let mut seen = Seen::default();
        let end = Instant::now() + self.stalled;
        loop {
            match events.recv_timeout(TICK) {
                Ok(event) => seen.take(event),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return Ok(seen),
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
            }
            if cancel.is_cancelled() {
                return Err(ClipError::Cancelled);
            }
            if Instant::now() > end {
                let seconds = self.stalled.as_secs();
                return Err(ClipError::Stalled { seconds });
            }
        }
    }
}

const TICK: Duration = Duration::from_millis(40);
const MOST_LINES: u32 = 5000;

impl Seen {
    fn take(&mut self, event: FfmpegEvent) {
        match event {
            FfmpegEvent::ParsedInputStream(stream) => {
                let cover = stream.raw_log_message.contains("(attached pic)");
                if stream.is_video() && !cover && self.video.is_none() {
                    self.video = Some(stream);
                } else if stream.is_audio() && self.audio.is_none() {
                    self.audio = Some(stream);
                }
            }
            FfmpegEvent::ParsedDuration(duration) => {
                self.seconds = Some(duration.duration).filter(|seconds| *seconds > 0.0);
            }
            FfmpegEvent::Log(_, line) if self.rotation.is_none() => {
                self.rotation = rotation(&line);
            }
            _ => {}
        }
    }
}

/// `displaymatrix: rotation of -90.00 degrees`
fn rotation(line: &str) -> Option<i32> {
    let (_, rest) = line.split_once("displaymatrix: rotation of ")?;
    let degrees: f64 = rest.split_whitespace().next()?.parse().ok()?;
    Some((degrees.round() as i32).rem_euclid(360))
}

fn inside(line: &str) -> Inside {
    let says = |words: &[&str]| words.iter().any(|word| line.contains(word));
    Inside {
        hdr: says(&["arib-std-b67", "smpte2084"]),
        interlaced: says(&[
            "top first",
            "bottom first",
            "top coded first",
            "bottom coded first",
        ]),
        pixel: pixel(line).filter(|(wide, high)| wide != high),
    }
}

/// `SAR 64:45 DAR 16:9`
fn pixel(line: &str) -> Option<(u32, u32)> {
    let (_, rest) = line.split_once("SAR ")?;
    let (wide, high) = rest.split([' ', ',', ']']).next()?.split_once(':')?;
    Some((wide.parse().ok()?, high.parse().ok()?))
}

fn audio(stream: &Stream) -> AudioFacts {
    let data = stream.audio_data();
    AudioFacts {
        codec: Some(stream.format.clone()),
        sample_rate: data.map(|audio| audio.sample_rate),
        channels: data.and_then(|audio| channels(&audio.channels)),
        bit_rate: None,
    }
}

/// `mono`, `stereo`, `5.1(side)`, `7 channels`.
fn channels(layout: &str) -> Option<u16> {
    let plain = layout.split('(').next()?.trim();
    match plain {
        "mono" => Some(1),
        "stereo" | "downmix" | "binaural" => Some(2),
        "quad" => Some(4),
        "hexagonal" => Some(6),
        "octagonal" => Some(8),
        _ => {
            let number = plain.split_whitespace().next()?;
            let parts = number.split('.').map(str::parse::<u16>);
            parts
                .sum::<Result<u16, _>>()
                .ok()
                .filter(|count| *count > 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_counted() {
        for (layout, count) in [
            ("mono", Some(1)),
            ("stereo", Some(2)),
            ("5.1(side)", Some(6)),
            ("7.1", Some(8)),
            ("7.1.4", Some(12)),
            ("3 channels", Some(3)),
            ("weird", None),
        ] {
            assert_eq!(channels(layout), count, "{layout}");
        }
    }

    #[test]
    fn what_matters_is_read_from_the_line_that_ffmpeg_prints() {
        let hlg = "Stream #0:0: Video: hevc (Main 10), yuv420p10le(tv, bt2020nc/bt2020/arib-std-b67), 1920x1080, 30 fps";
        assert!(inside(hlg).hdr && inside(hlg).pixel.is_none());
        let dv = "Stream #0:0: Video: dvvideo, yuv420p(tv, smpte170m, bottom first), 720x576 [SAR 64:45 DAR 16:9]";
        let seen = inside(dv);
        assert!(seen.interlaced && !seen.hdr);
        assert_eq!(seen.pixel, Some((64, 45)));
        let plain =
            "Stream #0:0: Video: h264, yuv420p(progressive), 1280x720 [SAR 1:1 DAR 16:9], 30 fps";
        assert_eq!(inside(plain), Inside::default());
        assert_eq!(
            rotation("displaymatrix: rotation of -90.00 degrees"),
            Some(270)
        );
    }
}
