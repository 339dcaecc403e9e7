//! The window's pictures: an address in, bytes out. It never learns a path.

use std::sync::Arc;

use fanfold_workbench::Workbench;
use tauri::UriSchemeResponder;
use tauri::http::{Request, Response, StatusCode, header};

/// Every address names its content by hash, so what was shown once need not be asked for again.
const FOREVER: &str = "private, max-age=31536000, immutable";

pub(crate) fn answer(
    bench: Arc<Workbench>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    tauri::async_runtime::spawn(async move {
        let (status, bytes, kind) = match bench.picture(request.uri().path()).await {
            Ok(Some(picture)) => (StatusCode::OK, picture.bytes, picture.media_type),
            Ok(None) => (StatusCode::NOT_FOUND, Vec::new(), "text/plain"),
            Err(error) => {
                tracing::warn!(%error, "a picture could not be read");
                (StatusCode::INTERNAL_SERVER_ERROR, Vec::new(), "text/plain")
            }
        };
        let cache = if status == StatusCode::OK {
            FOREVER
        } else {
            "no-store"
        };
        let response = Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, kind)
            .header(header::CACHE_CONTROL, cache)
            // The window's own page may read the pixels back, to take a colour from a picture;
            // no other page can ask for an address of this scheme.
            .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .header("x-content-type-options", "nosniff")
            .body(bytes);
        match response {
            Ok(response) => responder.respond(response),
            Err(error) => tracing::error!(%error, "a picture's answer could not be built"),
        }
    });
}
