//! A recipe as ffmpeg's arguments. Nothing goes through a shell; names of files are never taken
//! for options, addresses or patterns.

use std::ffi::OsString;
use std::path::Path;

use fanfold_domain::clip::{ClipRecipe, Encode, Pictures, Sound};
use fanfold_domain::media::MediaFacts;
use fanfold_domain::recipe::{Fill, Fit};

use super::encoder::Encoder;
use super::look::Inside;

/// How the pictures are encoded in one attempt.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encoding<'a> {
    pub(super) encoder: Encoder,
    /// The second step: bytes before quality.
    pub(super) fitting: bool,
    /// What ffmpeg sees in the file.
    pub(super) inside: &'a Inside,
    /// HDR colours can be brought down.
    pub(super) maps_tones: bool,
}

/// Everything from the input on. `encoding` is `None` where pictures are copied.
pub(super) fn clip(
    source: &Path,
    facts: &MediaFacts,
    recipe: &ClipRecipe,
    encoding: Option<Encoding<'_>>,
    out: &Path,
) -> Vec<OsString> {
    let mut all = Arguments::default();
    if let Some(encoding) = encoding {
        all.add(encoding.encoder.before());
    }
    if let Some(cut) = recipe.cut.filter(|cut| cut.start > 0.0) {
        all.pair("-ss", format!("{:.3}", cut.start));
    }
    all.input(source, &facts.format);
    // The first picture track that is no cover, and the first sound.
    all.words("-map 0:V:0");
    match recipe.sound {
        Sound::None => all.words("-an"),
        Sound::Copy => all.words("-map 0:a:0? -c:a copy"),
        Sound::Encode { rate, channels } => all.words(&format!(
            "-map 0:a:0? -c:a aac -b:a 128k -ar {rate} -ac {channels}"
        )),
    }
    if let Some(cut) = recipe.cut {
        all.pair("-t", format!("{:.3}", cut.seconds));
    }
    match encoding {
        None => {
            all.words("-c:v copy");
            if is_hevc(facts) {
                // What QuickTime, and so Instagram's iPhones, look for.
                all.words("-tag:v hvc1");
            }
        }
        Some(encoding) => encoded(&mut all, facts, &recipe.encode, encoding),
    }
    // Nothing of who, where and when; no subtitles, no measuring tracks, no chapters.
    all.words("-sn -dn -map_metadata -1 -map_chapters -1 -fflags +bitexact");
    all.words("-max_muxing_queue_size 4096 -movflags +faststart");
    if !(recipe.edited && recipe.pictures == Pictures::Copy) {
        // Both tracks begin where they begin; no list of edits says otherwise. The copy of a clip
        // that hides a part keeps its list, so that the check sees what could not be cut.
        all.words("-use_editlist 0");
    }
    all.output("mp4", out);
    all.0
}

fn encoded(all: &mut Arguments, facts: &MediaFacts, encode: &Encode, how: Encoding<'_>) {
    all.pair("-vf", filters(encode, how));
    let own = facts.video.as_ref().and_then(|video| video.fps);
    let frames = encode.fps.map(fanfold_domain::clip::FrameRate::value);
    let frames = frames.or(own).unwrap_or(30.0);
    all.add(how.encoder.arguments(encode, frames, how.fitting));
    if how.inside.hdr && how.maps_tones {
        all.words("-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv");
    }
}

/// The pictures' way, in order: fields to frames, square pixels, colours, shape, size, rate.
fn filters(encode: &Encode, how: Encoding<'_>) -> String {
    let Encode {
        fit,
        width: w,
        height: h,
        ..
    } = encode;
    let mut steps: Vec<String> = Vec::new();
    let mut step = |text: &str| steps.push(text.to_owned());
    if encode.interlaced || how.inside.interlaced {
        step("yadif");
    }
    if how.inside.pixel.is_some() {
        step("scale=trunc(iw*sar/2)*2:ih,setsar=1");
    }
    if how.inside.hdr && how.maps_tones {
        step("zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709");
        step("tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv");
    }
    match fit {
        Fit::Keep if how.inside.pixel.is_some() => {
            // Where only the coded pictures say it, the plan was made for what is stored: it bounds the size, the shape is
            // the film's.
            step(&format!(
                "scale={w}:{h}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos"
            ));
        }
        Fit::Keep => step(&format!("scale={w}:{h}:flags=lanczos")),
        Fit::Crop { frame } => {
            step(&format!(
                "crop=iw*{:.6}:ih*{:.6}:iw*{:.6}:ih*{:.6}",
                frame.w, frame.h, frame.x, frame.y
            ));
            step(&format!("scale={w}:{h}:flags=lanczos"));
        }
        Fit::Pad { fill, .. } => step(&padded(*fill, *w, *h)),
    }
    if let Some(fps) = encode.fps {
        step(&format!("fps={}/{}", fps.frames, fps.seconds));
    }
    step("setsar=1");
    step(how.encoder.filter());
    steps.join(",")
}

fn padded(fill: Fill, width: u32, height: u32) -> String {
    let inner = format!(
        "scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos"
    );
    match fill {
        Fill::Color([r, g, b]) => {
            format!(
                "{inner},pad={width}:{height}:(ow-iw)/2:(oh-ih)/2:color=0x{r:02x}{g:02x}{b:02x}"
            )
        }
        // Blurred small and enlarged again: the same look at a hundredth of the work.
        Fill::Blur => {
            let (sw, sh) = ((width / 16).max(8) * 2, (height / 16).max(8) * 2);
            format!(
                "split[whole][behind];[behind]scale={sw}:{sh}:force_original_aspect_ratio=increase,\
                 crop={sw}:{sh},boxblur=luma_radius=min(w\\,h)/10:luma_power=2,\
                 eq=brightness=-0.08,scale={width}:{height}[back];[whole]{inner}[front];\
                 [back][front]overlay=(W-w)/2:(H-h)/2"
            )
        }
    }
}

/// One picture at `second`, no side longer than `longest`, as JPEG.
pub(super) fn poster(
    source: &Path,
    format: &str,
    second: f64,
    longest: u32,
    out: &Path,
) -> Vec<OsString> {
    let mut all = Arguments::default();
    if second > 0.0 {
        all.pair("-ss", format!("{second:.3}"));
    }
    all.input(source, format);
    all.words("-map 0:V:0 -an -sn -dn -frames:v 1 -map_metadata -1");
    let s = longest.max(2);
    all.pair(
        "-vf",
        format!(
            "scale=trunc(iw*sar):ih,setsar=1,scale='min({s},iw)':'min({s},ih)':force_original_aspect_ratio=decrease,format=yuvj420p"
        ),
    );
    all.words("-c:v mjpeg -q:v 3");
    all.output("image2pipe", out);
    all.0
}

/// What `-i` alone says of a file.
pub(super) fn look(source: &Path, format: &str) -> Vec<OsString> {
    let mut all = Arguments::default();
    all.words("-hide_banner -nostdin -loglevel level+info");
    all.input(source, format);
    all.0
}

fn is_hevc(facts: &MediaFacts) -> bool {
    let video = facts.video.as_ref();
    video.is_some_and(|video| matches!(video.codec.as_deref(), Some("hevc" | "hvc1")))
}

#[derive(Default)]
struct Arguments(Vec<OsString>);

impl Arguments {
    fn words(&mut self, text: &str) {
        self.0.extend(text.split_whitespace().map(OsString::from));
    }

    fn add(&mut self, all: Vec<String>) {
        self.0.extend(all.into_iter().map(OsString::from));
    }

    fn pair(&mut self, name: &str, value: String) {
        self.0.extend([OsString::from(name), OsString::from(value)]);
    }

    /// Only files may be opened, and only as what the probe found: a text that poses as a film
    /// could otherwise be a list of addresses.
    fn input(&mut self, source: &Path, format: &str) {
        self.words("-protocol_whitelist file");
        let reader = match format {
            "mp4" | "mov" => "mov",
            "mkv" | "webm" => "matroska",
            "avi" => "avi",
            "flv" => "flv",
            "wmv" => "asf",
            _ => "",
        };
        if !reader.is_empty() {
            self.pair("-f", reader.to_owned());
        }
        if reader == "avi" {
            // AVI has no times of its own.
            self.words("-fflags +genpts");
        }
        self.0.push("-i".into());
        self.0.push(as_file(source));
    }

    fn output(&mut self, format: &str, out: &Path) {
        self.pair("-f", format.to_owned());
        self.words("-y");
        self.0.push(as_file(out));
    }
}

/// `file:` keeps a leading `-`, a colon and a percent sign in a name what they are.
fn as_file(path: &Path) -> OsString {
    let mut name = OsString::from("file:");
    name.push(path);
    name
}
