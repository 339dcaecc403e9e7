//! Hands `rules.toml` over as JSON, which every start of a program reads with less work.

use std::path::Path;
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    const RULES: &str = "src/rules/rules.toml";
    println!("cargo::rerun-if-changed={RULES}");
    let rules: toml::Value = toml::from_str(&fs::read_to_string(RULES)?)?;
    let out = env::var_os("OUT_DIR").ok_or("cargo names no folder")?;
    fs::write(
        Path::new(&out).join("rules.json"),
        serde_json::to_vec(&rules)?,
    )?;
    Ok(())
}
