//! Versions of the Graph API and their last days.

use jiff::Timestamp;
use serde_json::json;

use crate::call::Call;
use crate::refusal::{Refusal, old_version, syntax};

/// Versions and the day they end (Meta, Graph API changelog, read 2026-09-11).
const VERSIONS: [(&str, &str); 6] = [
    ("v21.0", "2027-01-21T00:00:00Z"),
    ("v22.0", "2027-05-20T00:00:00Z"),
    ("v23.0", "2027-10-08T00:00:00Z"),
    ("v24.0", "2028-02-18T00:00:00Z"),
    ("v25.0", "2028-07-29T00:00:00Z"),
    ("v26.0", "9999-01-01T00:00:00Z"),
];

/// An ended version is 2635; one that never was is no path at all. Without a version Meta takes
/// the app's oldest usable one; here that one has ended, so that a client which forgets it is
/// told at once and not years later.
pub(crate) fn check(call: &Call, now: Timestamp) -> Result<(), Refusal> {
    let Some(version) = &call.version else {
        return Err(old_version("(none)"));
    };
    if let Some((_, end)) = VERSIONS.iter().find(|(name, _)| name == version) {
        let ended = end.parse::<Timestamp>().is_ok_and(|end| now >= end);
        return if ended {
            Err(old_version(version))
        } else {
            Ok(())
        };
    }
    let number = version
        .trim_start_matches('v')
        .parse::<f64>()
        .unwrap_or(0.0);
    if number < 21.0 {
        return Err(old_version(version));
    }
    Err(syntax(json!(format!(
        "Unknown path components: /{version}"
    ))))
}
