//! What a proof prints: past the capture of passing tests, and into `target` for whoever reads it later.
//!
//! A package of its own, not a part of `fanfold-tests`: that one is compiled with optimisation, for its pictures, and
//! whoever plays a thousand publishes in one process compiles half of Fanfold's dependencies with it.

use std::io::Write;
use std::path::{Path, PathBuf};

/// Shows a table and keeps it as `target/NAME.md`.
///
/// # Panics
/// When it cannot be written.
pub fn show(name: &str, text: &str) {
    // A test's `println!` is only seen when it fails; a proof is for those who do not believe it.
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{text}").expect("standard output takes text");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| root.unwrap_or(Path::new(".")).join("target"));
    std::fs::create_dir_all(&target).expect("the target folder can be made");
    std::fs::write(target.join(format!("{name}.md")), text).expect("a table can be kept");
}

/// Rows under a head, columns as wide as their widest cell.
pub fn markdown(head: &[String], rows: &[Vec<String>]) -> String {
    let rule = vec![String::new(); head.len()];
    let all: Vec<&[String]> = [head, &rule]
        .into_iter()
        .chain(rows.iter().map(Vec::as_slice))
        .collect();
    let letters = |row: &&[String], column: usize| row.get(column).map(|cell| cell.chars().count());
    let width = |column: usize| all.iter().filter_map(|row| letters(row, column)).max();
    let widths: Vec<usize> = (0..head.len()).filter_map(width).collect();
    let mut text = String::new();
    for (at, row) in all.iter().enumerate() {
        for (cell, width) in row.iter().zip(&widths) {
            let fill = if at == 1 { '-' } else { ' ' };
            let room = width - cell.chars().count();
            text.push_str("| ");
            text.push_str(cell);
            text.extend(std::iter::repeat_n(fill, room));
            text.push(' ');
        }
        text.push_str("|\n");
    }
    text
}
