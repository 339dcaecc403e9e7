//! A fix for a clip as data: what is copied as it is, what is converted and to what. Same recipe,
//! same original, same result, so outputs are cached by [`ClipRecipe::key`].
//!
//! Deliberately not here: the program that carries it out, and its arguments.

mod frames;
mod plan;
mod size;
mod tool;

use serde::{Deserialize, Serialize};

use crate::draft::PostKind;
use crate::finding::Fix;
use crate::recipe::Fit;
use crate::rules::Policy;

pub use frames::{frame_label, frame_times, length_ms, nearest_frame, time_label};
pub use plan::{ClipChoice, clip_range, clip_target, is_closed, plan_clip};
pub use tool::{Platform, ToolTrouble, failed_finding, index_can_move, needs_tool, tool_finding};

/// What happens to the pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pictures {
    /// Bit for bit: seconds, and no loss.
    Copy,
    Encode,
}

/// What happens to the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sound {
    /// There is none.
    None,
    Copy,
    /// To AAC of this many samples a second and channels.
    Encode {
        rate: u32,
        channels: u16,
    },
}

/// A rate as a fraction, exact where video people have names for it: 30000/1001 is 29.97.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameRate {
    pub frames: u32,
    pub seconds: u32,
}

impl FrameRate {
    pub fn value(self) -> f64 {
        f64::from(self.frames) / f64::from(self.seconds.max(1))
    }
}

/// How pictures are encoded: H.264, 8 bit, 4:2:0, progressive. Sizes are of the output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Encode {
    pub fit: Fit,
    /// Even.
    pub width: u32,
    /// Even.
    pub height: u32,
    /// The new frame rate; `None` keeps the clip's own.
    pub fps: Option<FrameRate>,
    /// The pictures come as two fields each.
    pub interlaced: bool,
    /// Constant quality (x264's scale), for encoders that know it.
    pub quality: u8,
    /// Bits a second for encoders that know only rates.
    pub rate: u64,
    /// Bits a second that are never exceeded over a second or two.
    pub peak: u64,
    /// Average bits a second at which the file certainly fits [`ClipRecipe::max_bytes`]: the second
    /// step, when the first came out too large.
    pub fitting: u64,
}

/// The part that stays, in seconds of the original.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    pub start: f64,
    pub seconds: f64,
}

/// What `fix` does to one clip. The result is always an MP4 with its index in front and nothing in
/// it but one picture track and at most one sound track: no place, no camera, no chapters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClipRecipe {
    /// What the result is judged as before it counts.
    pub kind: PostKind,
    pub policy: Policy,
    pub pictures: Pictures,
    /// Used when [`Self::pictures`] says so, and when a copy does not follow the rules after all.
    pub encode: Encode,
    pub sound: Sound,
    /// What the sound becomes when it has to be cut as exactly as converted pictures are.
    pub exact_sound: Sound,
    pub cut: Option<Cut>,
    /// The original plays only a part of what it holds. A copy of that has to cut exactly, or not
    /// count.
    pub edited: bool,
    /// The output stays at or below this many bytes.
    pub max_bytes: u64,
    /// Seconds of the result, as far as the original tells; for the progress.
    pub seconds: Option<f64>,
    /// The repairs that this recipe makes, in order, for a person to read.
    pub actions: Vec<Fix>,
}

impl ClipRecipe {
    /// The same with the pictures converted: what is left when a copy did not pass.
    #[must_use]
    pub fn converted(&self) -> Self {
        let mut recipe = self.clone();
        recipe.pictures = Pictures::Encode;
        if self.edited {
            recipe.sound = self.exact_sound;
        }
        recipe.actions.retain(|fix| *fix != Fix::Remux);
        if !recipe.actions.contains(&Fix::Transcode) {
            let before = recipe.actions.iter().position(|f| *f == Fix::StripMetadata);
            let place = before.unwrap_or(recipe.actions.len());
            recipe.actions.insert(place, Fix::Transcode);
        }
        recipe
    }

    /// A stable text of everything that changes the output (`actions` and `seconds` do not), to
    /// cache outputs by.
    pub fn key(&self) -> String {
        let Encode {
            fit,
            width,
            height,
            fps,
            interlaced,
            quality,
            rate,
            peak,
            fitting,
        } = &self.encode;
        let fit = fit.key();
        let fps = fps.map_or_else(
            || "own".to_owned(),
            |fps| format!("{}:{}", fps.frames, fps.seconds),
        );
        let sound = match self.sound {
            Sound::None => "none".to_owned(),
            Sound::Copy => "copy".to_owned(),
            Sound::Encode { rate, channels } => format!("aac{rate},{channels}"),
        };
        let cut = self.cut.map_or_else(
            || "all".to_owned(),
            |cut| format!("{:.3}+{:.3}", cut.start, cut.seconds),
        );
        let pictures = match self.pictures {
            Pictures::Copy => "copy",
            Pictures::Encode => "encode",
        };
        format!(
            "clip1/{}/{}/{pictures}/{fit}/{width}x{height}/f{fps}/i{}/q{quality}/r{rate},{peak},{fitting}/{sound}/{cut}/e{}/b{}",
            self.kind.name(),
            self.policy.profile.name(),
            u8::from(*interlaced),
            u8::from(self.edited),
            self.max_bytes
        )
    }
}

#[cfg(test)]
mod tests;
