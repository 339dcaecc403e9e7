//! How the window is painted where there is no graphics processor.
//!
//! WebKitGTK puts its layers together in OpenGL. Without a graphics processor that is done by the processor, layer after
//! layer, and a slide that is dragged over ten others takes two to three frames for one; painted straight onto the
//! window it keeps up (docs/bench.md, "The real window").

use std::fs;
use std::path::Path;

use tauri::WebviewWindow;
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};

/// Where Linux shows its graphics processors (Linux, `drivers/gpu/drm`: `renderD128` and on).
const PROCESSORS: &str = "/dev/dri";

/// WebKit's own word for layers whatever the machine has.
const FORCED: &str = "WEBKIT_FORCE_COMPOSITING_MODE";

/// Whether the window is painted without layers, because nothing could put them together faster. Then blurred shadows
/// are drawn anew with everything that changes on them: the page leaves them out (`data-paint` in `tokens.css`).
pub(crate) fn directly() -> bool {
    std::env::var_os(FORCED).is_none() && !has_processor(Path::new(PROCESSORS))
}

/// Has it painted so.
pub(crate) fn without_layers(window: &WebviewWindow) {
    let set = window.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
    if let Err(error) = set {
        tracing::warn!(%error, "the window is painted in layers");
    }
}

fn has_processor(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    let mut names = entries.flatten().map(|entry| entry.file_name());
    names.any(|name| name.to_string_lossy().starts_with("renderD"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_screen_without_a_processor_behind_it_is_none() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_processor(&folder.path().join("missing")));
        fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_processor(folder.path()));
        fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_processor(folder.path()));
    }
}
