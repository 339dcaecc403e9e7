//! The ways to make one slide fit, with what each costs.

use fanfold_domain::plan::{FitChoice, WHITE};
use fanfold_domain::recipe::Fill;
use fanfold_domain::shape::Rect;
use fanfold_domain::turn::Turn;
use fanfold_domain::{say, word};
use serde::{Deserialize, Serialize};

use crate::error::{Result, WorkbenchError};

/// A way to make a slide fit; what the window sends back is what it was offered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum FixChoice {
    /// Cut to the shape, keeping as near to this point (fractions of the picture) as its edges
    /// allow.
    Crop { x: f64, y: f64 },
    /// Keep all of it between bands of this colour, `#rrggbb`.
    Bands { color: String },
    /// Keep all of it on a blurred copy of itself.
    Blur,
    /// Several slides side by side.
    Split { parts: u32 },
    /// Exactly this frame, in fractions of the picture after `turns` quarter turns (clockwise) and
    /// straightening by `degrees` (clockwise, -45 to 45) about its centre.
    Frame {
        rect: Rect,
        turns: i32,
        degrees: f64,
    },
}

impl FixChoice {
    /// What it means for one picture.
    ///
    /// # Errors
    /// A colour that is none, a point outside the picture, a split: that is no fit of one slide.
    pub(crate) fn fit(&self) -> Result<FitChoice> {
        let usage = |message: String| WorkbenchError::Usage { message };
        match self {
            Self::Crop { x, y } => {
                let inside = |value: &f64| (0.0..=1.0).contains(value);
                if !inside(x) || !inside(y) {
                    return Err(usage(say!("The point to keep lies outside the picture.")));
                }
                Ok(FitChoice::Crop { focus: (*x, *y) })
            }
            Self::Bands { color } => {
                let fill = parse_color(color).map(Fill::Color).ok_or_else(|| {
                    usage(say!(
                        "“{color}” is no colour. Write it like #ffffff.",
                        color
                    ))
                })?;
                Ok(FitChoice::Pad { fill })
            }
            Self::Blur => Ok(FitChoice::Pad { fill: Fill::Blur }),
            Self::Split { .. } => Err(usage(say!("A split concerns several slides."))),
            Self::Frame { rect, .. } => Ok(FitChoice::Crop {
                focus: rect.clipped().unwrap_or(Rect::WHOLE).middle(),
            }),
        }
    }

    /// The frame that was drawn and how the picture is turned under it; `None` for other ways.
    ///
    /// # Errors
    /// A frame outside the picture or without size, degrees that are too many or no number.
    pub(crate) fn frame(&self) -> Option<Result<(Rect, Turn)>> {
        let Self::Frame {
            rect,
            turns,
            degrees,
        } = self
        else {
            return None;
        };
        let usage = |message: &str| WorkbenchError::Usage {
            message: message.to_owned(),
        };
        let frame = rect.clipped().ok_or_else(|| {
            usage(word!(
                "There is nothing in this frame. Draw it inside the picture."
            ))
        });
        let turn = Turn::new((*turns).into(), *degrees).ok_or_else(|| {
            usage(word!(
                "A picture is straightened by −45° to 45°. Turn it by quarters first."
            ))
        });
        Some(frame.and_then(|frame| Ok((frame, turn?))))
    }

    /// Bands of a colour, white where nothing was chosen.
    pub(crate) fn bands(color: Option<[u8; 3]>) -> Self {
        let [r, g, b] = color.unwrap_or(WHITE);
        Self::Bands {
            color: format!("#{r:02x}{g:02x}{b:02x}"),
        }
    }
}

fn parse_color(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let value = u32::from_str_radix(digits, 16).ok().filter(|_| plain)?;
    let [_, r, g, b] = value.to_be_bytes();
    Some([r, g, b])
}

/// A way on offer, with its consequence and a picture of the outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct FixOption {
    /// `crop`, `split`, `bands`, `blur`.
    pub id: String,
    /// `Crop to 4:5`, `Split over 3 slides`: also the label of the button that does it.
    pub title: String,
    /// `Keeps 68%.`
    pub text: String,
    /// What to send back.
    pub choice: FixChoice,
    /// `1080 × 1350`, `3 slides, 568 × 710 each`: before Instagram's own limit on size.
    pub size: String,
    /// Why it is not possible here; `None` when it is.
    pub reason: Option<String>,
    /// This is how the slide is fixed now.
    pub in_force: bool,
    /// Width ÷ height of each slide that it makes.
    pub aspect: f64,
    /// What each slide shows of the picture; the whole picture where bands are added.
    pub frames: Vec<Rect>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_as_the_window_writes_them() {
        assert_eq!(parse_color("#1a2B3c"), Some([0x1a, 0x2b, 0x3c]));
        for wrong in ["", "#", "ffffff", "#fff", "#gggggg", "#+12345", "#1234567"] {
            assert_eq!(parse_color(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_frame_that_is_none_and_a_turn_that_is_none_are_refused_in_words() {
        let frame = |x: f64, w: f64, turns, degrees| {
            let rect = Rect {
                x,
                y: 0.1,
                w,
                h: 0.5,
            };
            FixChoice::Frame {
                rect,
                turns,
                degrees,
            }
            .frame()
        };
        let refused = |x, w, degrees| frame(x, w, 0, degrees).is_some_and(|got| got.is_err());
        for (x, w) in [(f64::NAN, 0.5), (0.5, -0.2), (0.2, 0.0), (3.0, 0.5)] {
            assert!(refused(x, w, 0.0), "{x} {w}");
        }
        for degrees in [f64::NAN, 1e9, -46.0] {
            assert!(refused(0.1, 0.5, degrees), "{degrees}");
        }
        let Some(Ok((kept, turn))) = frame(0.8, 0.5, i32::MIN, -3.0) else {
            panic!("a frame over the edge is cut at it");
        };
        assert!((kept.w - 0.2).abs() < 1e-9 && turn.quarters() == 0);
    }

    #[test]
    fn a_point_outside_the_picture_is_refused() {
        for (x, y) in [(-0.1, 0.5), (0.5, 1.1), (f64::NAN, 0.5)] {
            assert!(FixChoice::Crop { x, y }.fit().is_err(), "{x} {y}");
        }
    }
}
