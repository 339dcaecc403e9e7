//! What belongs to a post beside its media and its caption: the people on it, the accounts it is
//! published with, its place. What a person, a window or a file gave is cleaned here and kept within
//! bounds; whether Instagram takes it is the rules' to say ([`crate::check`]).

use serde::{Deserialize, Serialize};

/// An option that is always there in what the window sends and gets. Under its own name it would be
/// one that may be left out, in the TypeScript that is made of these types.
pub type Maybe<T> = Option<T>;

/// A place that a post can be at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Place {
    pub id: String,
    pub name: String,
    /// `Bremen, Germany`; may be empty.
    pub line: String,
}

/// Somebody tagged in a slide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Tag {
    /// Without `@`.
    pub username: String,
    /// Fractions of what is published; `None` on clips.
    #[cfg_attr(feature = "ipc", specta(type = f64))]
    pub x: Maybe<f64>,
    #[cfg_attr(feature = "ipc", specta(type = f64))]
    pub y: Maybe<f64>,
}

/// Names that are kept of one list. More than Instagram takes, so that a person can decide which
/// ones go; not so many that a draft becomes heavy.
pub const MOST_NAMES: usize = 100;
/// Characters of a name that is kept although it cannot be one, so that it can be put right.
const LONGEST_NAME: usize = 60;
/// Characters of a place's name, and of the line that says where it is.
const LONGEST_PLACE: usize = 200;
/// Digits of a place's id; Meta's have 15 to 17.
const LONGEST_ID: usize = 32;
/// Places on a picture are told in steps of a ten-thousandth of its side: far below a pixel, and the
/// same number after the database and back.
const STEPS: f64 = 10_000.0;

/// Why something is not kept. Nothing was changed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DetailsError {
    #[error("“{0}” cannot be a name on Instagram. Use letters, digits, periods and underscores.")]
    Name(String),
    #[error("There is no name here. Type one like @blue.house.")]
    NoName,
    #[error("These are {0} names. Fanfold keeps {MOST_NAMES} at most, and Instagram takes fewer.")]
    TooMany(usize),
    #[error("This cannot be a place on Instagram. Search for it and choose it from the list.")]
    Place,
}

impl Tag {
    /// A tag with its place put into bounds; what is no number is no place.
    pub fn placed(username: &str, x: Option<f64>, y: Option<f64>) -> Self {
        let put = |at: Option<f64>| {
            let at = at.filter(|at| at.is_finite())?.clamp(0.0, 1.0);
            Some((at * STEPS).round() / STEPS)
        };
        Self {
            username: username.to_owned(),
            x: put(x),
            y: put(y),
        }
    }
}

/// A username as it is kept: without `@` and blanks, in lower case, as Instagram keeps its own.
///
/// # Errors
/// What nobody could read or put right: nothing at all, unseen characters, far too long. A name that
/// is only misspelt stays, for the rules to say so.
pub fn username(text: &str) -> Result<String, DetailsError> {
    let name = text.trim().trim_start_matches(['@', '＠']).trim();
    if name.is_empty() {
        return Err(DetailsError::NoName);
    }
    let seen = |c: char| c.is_alphanumeric() || c.is_ascii_punctuation() || c == ' ';
    if name.chars().take(LONGEST_NAME + 1).count() > LONGEST_NAME || !name.chars().all(seen) {
        let shown = name.chars().filter(|c| seen(*c)).take(30).collect();
        return Err(DetailsError::Name(shown));
    }
    Ok(name.to_lowercase())
}

/// Usernames as they are kept, each once, in the order given.
///
/// # Errors
/// Too many to keep, or one that is none.
pub fn usernames(given: &[String]) -> Result<Vec<String>, DetailsError> {
    few(given.len())?;
    let mut kept: Vec<String> = Vec::with_capacity(given.len());
    for text in given {
        let name = username(text)?;
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    Ok(kept)
}

/// The people on a slide as they are kept, each once. On a picture everybody has a place (its middle
/// where none was given, because Instagram wants one), on a clip nobody.
///
/// # Errors
/// Like [`usernames`].
pub fn tags(given: &[Tag], clip: bool) -> Result<Vec<Tag>, DetailsError> {
    few(given.len())?;
    let mut kept: Vec<Tag> = Vec::with_capacity(given.len());
    for tag in given {
        let name = username(&tag.username)?;
        if kept.iter().any(|other| other.username == name) {
            continue;
        }
        let put = Tag::placed(&name, tag.x, tag.y);
        let at = |at: Option<f64>| (!clip).then(|| at.unwrap_or(0.5));
        kept.push(Tag {
            x: at(put.x),
            y: at(put.y),
            ..put
        });
    }
    Ok(kept)
}

fn few(names: usize) -> Result<(), DetailsError> {
    if names > MOST_NAMES {
        return Err(DetailsError::TooMany(names));
    }
    Ok(())
}

impl Place {
    /// A place as it is kept: words that can be read, an id that Meta could have given.
    ///
    /// # Errors
    /// [`DetailsError::Place`].
    pub fn kept(self) -> Result<Self, DetailsError> {
        let short = |text: &str| text.chars().take(LONGEST_PLACE + 1).count() <= LONGEST_PLACE;
        let number = self.id.bytes().all(|byte| byte.is_ascii_digit());
        let id = number && (1..=LONGEST_ID).contains(&self.id.len());
        if !(id && short(&self.name) && short(&self.line)) {
            return Err(DetailsError::Place);
        }
        let place = Self {
            id: self.id,
            name: readable(&self.name),
            line: readable(&self.line),
        };
        if place.name.is_empty() {
            return Err(DetailsError::Place);
        }
        Ok(place)
    }

    /// A place as somebody else's server tells it: cut where it is too long, `None` where it is none.
    pub fn told(id: &str, name: &str, line: &str) -> Option<Self> {
        let cut = |text: &str| text.chars().take(LONGEST_PLACE).collect();
        let place = Self {
            id: id.to_owned(),
            name: cut(name),
            line: cut(line),
        };
        place.kept().ok()
    }
}

/// The text without what steers a line instead of being read in it.
fn readable(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let text: String = text.chars().filter(|c| !steers(*c)).collect();
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn tag(username: &str, x: Option<f64>, y: Option<f64>) -> Tag {
        Tag {
            username: username.into(),
            x,
            y,
        }
    }

    #[test]
    fn a_name_is_kept_without_its_at_and_blanks_and_once() {
        let given = [" @Blue.House ", "blue.house", "＠northlight", "a_b"].map(str::to_owned);
        assert_eq!(
            usernames(&given).unwrap(),
            ["blue.house", "northlight", "a_b"]
        );
    }

    #[test]
    fn a_misspelt_name_stays_and_one_that_nobody_can_read_is_refused() {
        assert_eq!(username("jürgen maier").unwrap(), "jürgen maier");
        assert_eq!(username(" @ "), Err(DetailsError::NoName));
        let steered = username("evil\u{202E}eman").unwrap_err();
        assert_eq!(steered, DetailsError::Name("evileman".into()));
        let marks = format!("a{}", "\u{301}".repeat(10_000));
        let words = username(&marks).unwrap_err().to_string();
        assert!(words.len() < 200, "{words}");
        assert!(username(&"x".repeat(1_000_000)).is_err());
    }

    #[test]
    fn a_thousand_tags_are_refused_by_their_number() {
        let many = vec![tag("a", Some(0.1), Some(0.1)); 1000];
        assert_eq!(tags(&many, false), Err(DetailsError::TooMany(1000)));
    }

    #[test]
    fn what_is_no_place_on_a_picture_is_its_middle_and_a_clip_has_none() {
        let odd = [
            tag("a", Some(f64::NAN), None),
            tag("b", Some(-3.0), Some(f64::INFINITY)),
            tag("c", Some(0.123_456), Some(7.0)),
        ];
        let kept = tags(&odd, false).unwrap();
        let at: Vec<_> = kept.iter().map(|tag| (tag.x, tag.y)).collect();
        let middle = Some(0.5);
        assert_eq!(
            at,
            [
                (middle, middle),
                (Some(0.0), middle),
                (Some(0.1235), Some(1.0))
            ]
        );
        let clip = tags(&odd, true).unwrap();
        assert!(clip.iter().all(|tag| tag.x.is_none() && tag.y.is_none()));
    }

    #[test]
    fn a_place_that_is_none_is_refused_and_one_from_a_server_is_cut() {
        let place = |id: &str, name: String| Place {
            id: id.into(),
            name,
            line: String::new(),
        };
        assert!(place("7", "Café\u{202E}".into()).kept().unwrap().name == "Café");
        for bad in [
            place("", "Café".into()),
            place("7/../me", "Café".into()),
            place("7", "x".repeat(1_000_000)),
            place("7", "\u{200E} ".into()),
        ] {
            assert_eq!(bad.kept(), Err(DetailsError::Place));
        }
        let long = Place::told("7", &"é".repeat(1_000_000), "").unwrap();
        assert_eq!(long.name.chars().count(), 200);
        assert_eq!(Place::told("seven", "Café", ""), None);
    }
}
