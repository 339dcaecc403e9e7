//! `logs export`.

use std::path::Path;

use fanfold_workbench::Result;
use serde::Serialize;

use super::open;
use crate::args::Args;
use crate::failure::Exit;
use crate::output::{document, say};

#[derive(Serialize)]
struct Exported<'a> {
    out: &'a Path,
    bytes: u64,
}

pub(crate) async fn export(args: &Args, out: &Path) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    bench.support_file(out).await?;
    let bytes = std::fs::metadata(out).map_or(0, |facts| facts.len());
    if args.json {
        document(&Exported { out, bytes });
    } else {
        say(&format!(
            "{}  ({} kB; secrets and account names are taken out)",
            out.display(),
            bytes.div_ceil(1000)
        ));
    }
    Ok(Exit::Done)
}
