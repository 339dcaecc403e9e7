//! What is wrong with an address, by what came from it.

use std::time::Duration;

use fanfold_domain::catalogue::redact;

use super::fetch::{End, Fetched};
use super::{Examination, Wanted, words};

/// Below this a host has been seen to fail (Instagram's own limit is not documented): a picture of 8
/// MB in 40 seconds.
const SLOW: f64 = 200_000.0;
/// Shorter fetches say nothing about speed.
const LEAST_MEASURED: Duration = Duration::from_secs(2);
/// An answer that takes this long to begin is slow, whatever follows.
const LATE: Duration = Duration::from_secs(5);

/// One trouble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    NotAnAddress,
    NotAscii,
    /// `user:password@` in the address.
    LogInInside,
    NotEncrypted,
    /// Only this computer or its network can reach it.
    Private,
    NameNotFound(String),
    NoConnection(String),
    Certificate(String),
    TimedOut,
    Broken(String),
    /// To where, secrets masked.
    Redirects(String),
    /// 401, 403, 407: it asks who one is.
    LogIn(u16),
    Missing(u16),
    /// Any other answer that is no 200.
    Status(u16),
    /// A page where the file should be.
    WebPage,
    /// What the host calls it.
    WrongType(String),
    NoType,
    /// What it is called does not fit what it is.
    NotWhatItSays(String),
    Empty,
    /// `Content-Length` says another size than came.
    Cut {
        came: u64,
        promised: Option<u64>,
    },
    NoLength,
    /// Not the file that was uploaded.
    OtherSize {
        came: u64,
        expected: u64,
    },
    TooLarge,
    /// Bytes a second.
    Slow(u64),
    /// Seconds until it began.
    Late(u64),
}

/// One trouble in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub fault: Fault,
    /// Instagram will not take it; otherwise it may.
    pub fatal: bool,
    /// What is wrong.
    pub words: String,
    /// What to do.
    pub todo: String,
}

impl Finding {
    pub(super) fn of(fault: Fault) -> Self {
        Self {
            fatal: words::is_fatal(&fault),
            words: words::words(&fault),
            todo: words::todo(&fault).to_owned(),
            fault,
        }
    }
}

/// Looks at what came.
pub(super) fn judge(fetched: &Fetched, wanted: Wanted, seen: &mut Examination) {
    seen.status = Some(fetched.status);
    seen.content_type.clone_from(&fetched.content_type);
    seen.declared = fetched.declared;
    seen.bytes = fetched.bytes;
    seen.first_byte = Some(fetched.first_byte);
    seen.whole = Some(fetched.whole);
    let faults = match of_status(fetched) {
        Some(fault) => vec![fault],
        None => of_content(fetched, wanted),
    };
    for fault in faults {
        seen.find(fault);
    }
}

fn of_status(fetched: &Fetched) -> Option<Fault> {
    match fetched.status {
        200 => None,
        300..=399 => {
            let to = fetched.location.as_deref().unwrap_or("nowhere");
            Some(Fault::Redirects(redact(to)))
        }
        status @ (401 | 403 | 407) => Some(Fault::LogIn(status)),
        status @ (404 | 410) => Some(Fault::Missing(status)),
        status => Some(Fault::Status(status)),
    }
}

fn of_content(fetched: &Fetched, wanted: Wanted) -> Vec<Fault> {
    let called = called(fetched);
    if called.as_deref() == Some("text/html") || is_page(&fetched.head) {
        return vec![Fault::WebPage];
    }
    if fetched.bytes == 0 && fetched.end == End::Whole {
        return vec![Fault::Empty];
    }
    let (types, expected): (&[&str], _) = match wanted {
        Wanted::Picture { bytes } => (&["image/jpeg", "image/jpg"], bytes),
        Wanted::Video { bytes } => (&["video/mp4", "video/quicktime"], bytes),
    };
    let mut faults = Vec::new();
    match called {
        None => faults.push(Fault::NoType),
        Some(name) if !types.contains(&name.as_str()) => faults.push(Fault::WrongType(name)),
        Some(name) if !is_of(&fetched.head, wanted) => faults.push(Fault::NotWhatItSays(name)),
        Some(_) => {}
    }
    faults.extend(of_length(fetched, expected));
    faults.extend(of_pace(fetched));
    faults
}

fn of_length(fetched: &Fetched, expected: Option<u64>) -> Option<Fault> {
    let came = fetched.bytes;
    match fetched.end {
        End::TooMuch => return Some(Fault::TooLarge),
        End::TooSlow => return Some(Fault::TimedOut),
        End::Cut => {
            return Some(Fault::Cut {
                came,
                promised: fetched.declared,
            });
        }
        End::Whole => {}
    }
    match expected {
        Some(expected) if expected != came => Some(Fault::OtherSize { came, expected }),
        _ if fetched.declared.is_none() => Some(Fault::NoLength),
        _ => None,
    }
}

fn of_pace(fetched: &Fetched) -> Option<Fault> {
    if fetched.first_byte >= LATE {
        return Some(Fault::Late(fetched.first_byte.as_secs()));
    }
    let pace = fetched.bytes as f64 / fetched.whole.as_secs_f64().max(f64::EPSILON);
    (fetched.whole >= LEAST_MEASURED && pace < SLOW).then_some(Fault::Slow(pace as u64))
}

fn called(fetched: &Fetched) -> Option<String> {
    let name = fetched.content_type.as_deref()?.split(';').next()?.trim();
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

fn is_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).trim_start().to_lowercase();
    text.starts_with("<!doctype html") || text.starts_with("<html") || text.starts_with("<head")
}

/// By the first bytes: JPEG begins with FF D8 FF, MP4 and MOV with a box.
fn is_of(head: &[u8], wanted: Wanted) -> bool {
    match wanted {
        Wanted::Picture { .. } => head.starts_with(&[0xff, 0xd8, 0xff]),
        Wanted::Video { .. } => head.get(4..8).is_some_and(|kind| {
            [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"]
                .iter()
                .any(|known| kind == known.as_slice())
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(whole: Duration, first_byte: Duration) -> Fetched {
        Fetched {
            status: 200,
            content_type: Some("image/jpeg".to_owned()),
            declared: Some(1_000_000),
            location: None,
            head: vec![0xff, 0xd8, 0xff, 0xe0],
            bytes: 1_000_000,
            end: End::Whole,
            first_byte,
            whole,
        }
    }

    #[test]
    fn a_slow_host_is_named_and_a_short_fetch_says_nothing() {
        let picture = Wanted::Picture { bytes: None };
        let pace = |whole, first| of_content(&jpeg(whole, first), picture);
        let second = Duration::from_secs;
        assert_eq!(pace(second(1), second(1)), []);
        assert_eq!(pace(second(4), second(1)), []);
        assert_eq!(pace(second(10), second(1)), [Fault::Slow(100_000)]);
        assert_eq!(pace(second(7), second(6)), [Fault::Late(6)]);
    }
}
