//! Films whose samples lie in fragments (`moof`, ISO/IEC 14496-12, 8.8): phones that stream, screen
//! recorders, DASH. Their samples are summed, so that they have a duration like any other film.

use std::io::{self, Read, Seek};

use mp4_atom::{Atom, Moof, Moov, Traf, TrunSamples};

use super::groups;
use super::isobmff::Part;
use super::source::Source;
use crate::guard;

/// All fragment headers together: four hours at 60 fps need about ten.
const MAX_BYTES: u64 = 64 << 20;

/// Samples of one track.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    /// In the track's time scale.
    pub(super) ticks: u64,
    pub(super) samples: u64,
    pub(super) bytes: u64,
}

impl Sum {
    fn add(&mut self, samples: u64, ticks: u64, bytes: u64) {
        self.samples = self.samples.saturating_add(samples);
        self.ticks = self.ticks.saturating_add(ticks);
        self.bytes = self.bytes.saturating_add(bytes);
    }
}

/// The fragments' samples by track id, in the order of the tracks in `moov`. A fragment that cannot
/// be read ends the sum: what is behind it is not played either.
pub(super) fn sum<R: Read + Seek>(
    source: &mut Source<R>,
    parts: &[Part],
    moov: &Moov,
) -> io::Result<Vec<(u32, Sum)>> {
    let mut sums: Vec<(u32, Sum)> = moov
        .trak
        .iter()
        .map(|track| (track.tkhd.track_id, Sum::default()))
        .collect();
    let mut read = 0;
    for part in parts.iter().filter(|part| &part.name == b"moof") {
        read += part.end - part.start;
        if part.end > source.len() || read > MAX_BYTES {
            break;
        }
        let size = usize::try_from(part.end - part.start).unwrap_or(0);
        let body = source.at(part.start, size)?;
        let body = groups::taken_out(&body);
        let moof = guard::foreign("film reader", || Moof::decode_body(&mut &*body).ok()).flatten();
        let Some(moof) = moof else {
            break;
        };
        for run in &moof.traf {
            let id = run.tfhd.track_id;
            if let Some((_, sum)) = sums.iter_mut().find(|(track, _)| *track == id) {
                add(run, moov, sum);
            }
        }
    }
    Ok(sums)
}

fn add(run: &Traf, moov: &Moov, sum: &mut Sum) {
    let head = &run.tfhd;
    let defaults = moov
        .mvex
        .iter()
        .flat_map(|mvex| &mvex.trex)
        .find(|trex| trex.track_id == head.track_id);
    let duration = head
        .default_sample_duration
        .or(defaults.map(|trex| trex.default_sample_duration))
        .unwrap_or(0);
    let size = head
        .default_sample_size
        .or(defaults.map(|trex| trex.default_sample_size))
        .unwrap_or(0);
    for part in &run.trun {
        match &part.samples {
            TrunSamples::Inherited { count, .. } => {
                let count = u64::from(*count);
                let times = |each: u32| count.saturating_mul(u64::from(each));
                sum.add(count, times(duration), times(size));
            }
            TrunSamples::Explicit(entries) => {
                for entry in entries {
                    let ticks = entry.duration.unwrap_or(duration);
                    let bytes = entry.size.unwrap_or(size);
                    sum.add(1, ticks.into(), bytes.into());
                }
            }
        }
    }
}
