//! Which H.264 encoder is used: the machine's own hardware where it really works, else x264.

use std::path::Path;
use std::time::Duration;

use fanfold_domain::clip::Encode;

use super::ask::ask;
use super::find::Ffmpeg;
use crate::probe;

/// How long a fifth of a second of a tiny picture may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// x264's preset: 2.3 times as fast as its usual one at a few percent more bytes, of which there
/// are plenty, since Instagram compresses again.
const PRESET: &str = "veryfast";

/// How an encoder wants to be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Speech {
    /// Constant quality under a ceiling.
    X264,
    /// An average rate under a ceiling, pictures in this pixel format.
    Rate(&'static str),
    /// The same, with pictures handed to the graphics card first.
    Vaapi,
}

/// An H.264 encoder that ffmpeg may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Encoder {
    pub(super) name: &'static str,
    hardware: bool,
    speech: Speech,
}

const fn hardware(name: &'static str, speech: Speech) -> Encoder {
    Encoder {
        name,
        hardware: true,
        speech,
    }
}

const fn software(name: &'static str, speech: Speech) -> Encoder {
    Encoder {
        name,
        hardware: false,
        speech,
    }
}

/// In the order they are tried. Each belongs to one maker or system; the others are not there.
pub(super) const ALL: [Encoder; 8] = [
    hardware("h264_videotoolbox", Speech::Rate("yuv420p")),
    hardware("h264_nvenc", Speech::Rate("yuv420p")),
    hardware("h264_qsv", Speech::Rate("nv12")),
    hardware("h264_amf", Speech::Rate("nv12")),
    hardware("h264_vaapi", Speech::Vaapi),
    hardware("h264_mf", Speech::Rate("nv12")),
    software("libx264", Speech::X264),
    software("libopenh264", Speech::Rate("yuv420p")),
];

/// Names of video and audio encoders from what `-encoders` prints.
pub(super) fn names(list: &str) -> Vec<String> {
    let rows = list.lines().skip_while(|line| !line.contains("------"));
    rows.filter_map(|line| {
        let mut words = line.split_whitespace();
        let kind = words.next()?;
        let name = words.next()?;
        kind.starts_with(['V', 'A']).then(|| name.to_owned())
    })
    .collect()
}

impl Encoder {
    /// What has to stand before the input.
    pub(super) fn before(self) -> Vec<String> {
        match self.speech {
            Speech::Vaapi => words("-vaapi_device /dev/dri/renderD128"),
            Speech::X264 | Speech::Rate(_) => Vec::new(),
        }
    }

    /// What has to stand at the end of the filters.
    pub(super) fn filter(self) -> &'static str {
        match self.speech {
            Speech::Vaapi => "format=nv12,hwupload",
            Speech::Rate("nv12") => "format=nv12",
            Speech::X264 | Speech::Rate(_) => "format=yuv420p",
        }
    }

    /// Codec, quality and rate. `fitting` is the second step: the average that fits the bytes.
    pub(super) fn arguments(self, encode: &Encode, frames: f64, fitting: bool) -> Vec<String> {
        // A group of pictures every two seconds, each closed, as Meta asks.
        let group = (frames * 2.0).round().max(1.0) as u32;
        let (average, peak) = if fitting {
            let peak = encode.fitting.saturating_mul(3) / 2;
            (encode.fitting, peak.min(encode.peak))
        } else {
            (encode.rate, encode.peak)
        };
        let name = self.name;
        let mut all = words(&format!(
            "-c:v {name} -profile:v high -g {group} -flags +cgop"
        ));
        all.extend(match self.speech {
            Speech::X264 if fitting => words(&format!("-preset {PRESET} -b:v {average}")),
            Speech::X264 => words(&format!("-preset {PRESET} -crf {}", encode.quality)),
            Speech::Rate(_) | Speech::Vaapi => words(&format!("-b:v {average}")),
        });
        all.extend(words(&format!("-maxrate {peak} -bufsize {peak}")));
        all
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

impl Ffmpeg {
    /// The encoder for this machine; hardware only after a small real encode. Kept for the next
    /// clip.
    pub(super) fn encoder(&self) -> Option<Encoder> {
        if let Some(chosen) = self.chosen.get() {
            return Some(*chosen);
        }
        let listed = ALL.iter().filter(|one| self.lists(one.name));
        let found = listed
            .copied()
            .find(|one| !one.hardware || self.really_encodes(*one))?;
        tracing::info!(encoder = found.name, "clips are encoded");
        Some(*self.chosen.get_or_init(|| found))
    }

    /// The encoder to use when the hardware's failed after all.
    pub(super) fn software_encoder(&self) -> Option<Encoder> {
        let mut all = ALL.iter().filter(|one| self.lists(one.name));
        all.find(|one| !one.hardware).copied()
    }

    /// A listed encoder may have no card to run on, no driver, or a broken one.
    pub(super) fn really_encodes(&self, encoder: Encoder) -> bool {
        let Ok(folder) = tempfile::tempdir() else {
            return false;
        };
        let out = folder.path().join("probe.mp4");
        let mut all = words("-hide_banner -nostdin -loglevel error");
        all.extend(encoder.before());
        all.extend(words(
            "-f lavfi -i testsrc2=size=320x240:rate=30:duration=0.2 -vf",
        ));
        all.push(encoder.filter().to_owned());
        all.extend(encoder.arguments(&TINY, 30.0, false));
        all.extend(words("-an -f mp4 -y"));
        all.push(out.display().to_string());
        ask(&self.program, &all, PATIENCE).is_some() && is_film(&out)
    }
}

const TINY: Encode = Encode {
    fit: fanfold_domain::recipe::Fit::Keep,
    width: 320,
    height: 240,
    fps: None,
    interlaced: false,
    quality: 20,
    rate: 1_000_000,
    peak: 2_000_000,
    fitting: 1_000_000,
};

fn is_film(out: &Path) -> bool {
    let facts = probe::probe(out);
    let h264 = |video: &fanfold_domain::media::VideoFacts| video.codec.as_deref() == Some("h264");
    facts.unreadable.is_none() && facts.width == 320 && facts.video.as_ref().is_some_and(h264)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoders_are_read_from_the_list_and_nothing_above_it() {
        let list = "Encoders:\n V..... = Video\n ------\n V....D libx264  H.264\n A....D aac  AAC\n S..... ass  ASS\n";
        assert_eq!(names(list), ["libx264", "aac"]);
    }

    #[test]
    fn a_second_step_asks_for_bytes_and_no_longer_for_quality() {
        for encoder in ALL {
            let first = encoder.arguments(&TINY, 30.0, false).join(" ");
            let second = encoder.arguments(&TINY, 30.0, true).join(" ");
            assert!(second.contains("-b:v 1000000") && !second.contains("-crf"));
            assert!(first.contains("-maxrate 2000000"), "{first}");
        }
    }
}
