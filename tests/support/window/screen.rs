//! Pictures of the window, as files.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Where pictures go that nobody asked to keep: beside the programs under test.
pub(super) fn folder() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own file");
    let target = test
        .ancestors()
        .nth(3)
        .expect("a test lies in target/debug/deps");
    target.join("window-shots")
}

/// Writes a picture that came as base64. The name's ending is the format: `png` as it came, `jpg` to be kept in the
/// repository, where a set of pictures is to weigh little.
pub(super) fn save(folder: &Path, name: &str, picture: &str) -> PathBuf {
    let bytes = STANDARD.decode(picture).expect("a screenshot is base64");
    fs::create_dir_all(folder).expect("the folder of pictures can be made");
    let path = folder.join(name);
    let bytes = if path.extension().is_some_and(|ending| ending == "jpg") {
        jpeg(&bytes)
    } else {
        bytes
    };
    fs::write(&path, bytes).expect("a picture can be written");
    path
}

/// Colour at full resolution, or small text would blur.
fn jpeg(png: &[u8]) -> Vec<u8> {
    let picture = image::load_from_memory(png)
        .expect("a screenshot is a PNG")
        .to_rgb8();
    let image = turbojpeg::Image {
        pixels: picture.as_raw().as_slice(),
        width: picture.width() as usize,
        pitch: picture.width() as usize * 3,
        height: picture.height() as usize,
        format: turbojpeg::PixelFormat::RGB,
    };
    let bytes = turbojpeg::compress(image, 82, turbojpeg::Subsamp::None);
    bytes.expect("a picture can be compressed").to_vec()
}
