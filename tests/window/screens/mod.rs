//! Pictures of every state of every screen, at both sizes and in both themes.
//!
//! They land in `target/window-shots`; with `FANFOLD_KEEP_SCREENS` set also in `docs/screens`, for the README.

mod accounts;
mod composing;
mod fixing;
mod kinds;
mod posts;

use std::path::PathBuf;

use fanfold_tests::place;
use fanfold_tests::window::Window;
use serde_json::json;

const WIDE: (u32, u32) = (1440, 900);
/// The smallest that the window becomes.
const SMALL: (u32, u32) = (1024, 700);

fn folder() -> PathBuf {
    let root = place::root();
    if std::env::var_os("FANFOLD_KEEP_SCREENS").is_some() {
        return root.join("docs/screens");
    }
    root.join("target/window-shots/screens")
}

/// Both sizes in both themes.
fn picture(window: &Window, name: &str) {
    picture_at(window, name, &[WIDE, SMALL]);
    window.resize(WIDE.0, WIDE.1);
}

/// Both themes at these sizes.
fn picture_at(window: &Window, name: &str, sizes: &[(u32, u32)]) {
    window.park_mouse();
    for (width, height) in sizes {
        window.resize(*width, *height);
        for theme in ["light", "dark"] {
            window.script(
                "document.documentElement.dataset.theme = arguments[0]",
                &json!([theme]),
            );
            window.rest();
            window.shot_into(&folder(), &format!("{name}-{width}x{height}-{theme}.jpg"));
        }
    }
}
