//! stdout and stderr. The only place that prints; a closed pipe ends output quietly.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

/// One JSON document on a line of its own.
pub(crate) fn line(value: &impl Serialize) {
    let mut out = io::stdout().lock();
    if serde_json::to_writer(&mut out, value).is_ok() {
        let _ = writeln!(out);
        let _ = out.flush();
    }
}

/// One JSON document, laid out where a person reads it. Collected first: standard output alone hands over every line by
/// itself, which for a thousand files costs more than looking at them; so does laying them out for a program.
pub(crate) fn document(value: &impl Serialize) {
    const PIECE: usize = 1 << 16;
    let mut out = io::BufWriter::with_capacity(PIECE, io::stdout().lock());
    let written = if for_a_person() {
        serde_json::to_writer_pretty(&mut out, value)
    } else {
        serde_json::to_writer(&mut out, value)
    };
    if written.is_ok() {
        let _ = writeln!(out);
        let _ = out.flush();
    }
}

/// Whether a person reads standard output, and no program.
pub(crate) fn for_a_person() -> bool {
    io::stdout().is_terminal()
}

/// A line for a person.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// A line on stderr.
pub(crate) fn warn(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// A word in a colour, on a terminal that wants colours.
pub(crate) fn paint(text: &str, color: Color) -> String {
    let plain = std::env::var_os("NO_COLOR").is_some() || !io::stdout().is_terminal();
    if plain {
        text.to_owned()
    } else {
        format!("\x1b[{}m{text}\x1b[0m", color as u8)
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Color {
    Red = 31,
    Green = 32,
    Yellow = 33,
}
