//! How long one thread takes to make photos ready: `cargo run --release -p fanfold-media --example
//! render_time -- FILE…`. Each file is cropped to 4:5, the best of several rounds counts.

#![expect(clippy::print_stdout, reason = "figures for a person")]

use std::path::Path;
use std::time::Instant;

use fanfold_domain::recipe::{Fit, Recipe};
use fanfold_domain::shape::crop_frame;
use fanfold_media::{Cancel, probe_bytes, render_bytes, thumbnail_bytes};

const ROUNDS: usize = 5;

fn main() {
    let mut sums = (0.0, 0.0, 0_usize);
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(Path::new(&path)) else {
            println!("{path}: cannot be read");
            continue;
        };
        let facts = probe_bytes(&bytes);
        let frame = crop_frame(facts.aspect().unwrap_or(1.0), 0.8, (0.5, 0.5));
        let recipe = Recipe {
            fit: Fit::Crop { frame },
            turn: fanfold_domain::turn::Turn::NONE,
            max_width: 1440,
            min_width: 0,
            max_bytes: 8_000_000,
            quality: 85,
            background: [255; 3],
            actions: Vec::new(),
        };
        let mut size = Err(String::new());
        let ready = best(|| {
            let made = render_bytes(&bytes, &facts, &recipe, &Cancel::new());
            size = made
                .map(|made| made.bytes.len())
                .map_err(|error| error.to_string());
        });
        let thumb = best(|| {
            let _ = thumbnail_bytes(&bytes, &facts, 320);
        });
        println!("{path}: ready {ready:.1} ms {size:?}, thumbnail {thumb:.1} ms");
        sums = (sums.0 + ready, sums.1 + thumb, sums.2 + 1);
    }
    if sums.2 > 0 {
        let count = sums.2 as f64;
        println!(
            "mean: ready {:.1} ms, thumbnail {:.1} ms",
            sums.0 / count,
            sums.1 / count
        );
    }
}

fn best(mut work: impl FnMut()) -> f64 {
    (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .fold(f64::MAX, f64::min)
}
