//! Where the browser comes back to after a sign-in: an address of this computer.
//!
//! Meta compares the address letter for letter with what was entered in the app, so the port is
//! fixed. Facebook takes plain http for `localhost` while an app is in development mode; Instagram
//! takes https alone, which nobody serves on a person's computer without a certificate: there the
//! browser ends on an error page and the person copies its address.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use fanfold_domain::account::Flavour;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Not registered with IANA, and below the range that systems hand out.
const PORT: u16 = 28_713;
const PATH: &str = "/fanfold";
/// What the page of a sign-in whose answer is in the fragment hands over.
const FRAGMENT: &str = "/fanfold/fragment";
/// Meta's codes and tokens are a few hundred bytes.
const LONGEST: usize = 16 * 1024;
/// A browser that does not finish its request.
const PATIENCE: Duration = Duration::from_secs(20);

/// The address to enter at Meta.
pub(crate) fn address(flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::Facebook => "http://localhost:28713/fanfold",
        Flavour::Instagram => "https://localhost/fanfold",
    }
}

/// The address for an Instagram on this computer, by either login.
pub(crate) const PRACTICE: &str = "http://localhost:28713/fanfold";

/// Whether the browser's answer to this address can be heard here.
pub(crate) fn can_listen(address: &str) -> bool {
    address.starts_with("http://localhost:28713/")
}

/// Listens for the browser until cancelled; `None` when the port is taken. Each answer is the
/// address, or the part of it, that the browser ended at: a secret.
pub(crate) async fn listen(stop: CancellationToken) -> Option<mpsc::Receiver<String>> {
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
    let listener = TcpListener::bind(at).await.ok()?;
    let (say, hear) = mpsc::channel(4);
    tokio::spawn(async move {
        let say = Arc::new(say);
        loop {
            let taken = tokio::select! {
                taken = listener.accept() => taken,
                () = stop.cancelled() => return,
            };
            let Ok((stream, _)) = taken else { continue };
            let say = Arc::clone(&say);
            tokio::spawn(async move {
                let service = service_fn(move |request| answer(request, Arc::clone(&say)));
                let served = hyper::server::conn::http1::Builder::new()
                    .keep_alive(false)
                    .serve_connection(TokioIo::new(stream), service);
                // A browser that goes away is no failure of ours.
                let _ = tokio::time::timeout(PATIENCE, served).await;
            });
        }
    });
    Some(hear)
}

async fn answer(
    request: Request<Incoming>,
    say: Arc<mpsc::Sender<String>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (path, query) = (request.uri().path(), request.uri().query());
    let shown = match (request.method(), path, query) {
        (&Method::GET, PATH, Some(query)) => {
            let _ = say.send(format!("?{query}")).await;
            page(StatusCode::OK, DONE)
        }
        // A fragment never reaches a server: the page itself reads it and hands it over.
        (&Method::GET, PATH, None) => page(StatusCode::OK, READ_FRAGMENT),
        (&Method::POST, FRAGMENT, _) => {
            let body = Limited::new(request.into_body(), LONGEST).collect().await;
            let text = body.map(|body| String::from_utf8_lossy(&body.to_bytes()).into_owned());
            if let Ok(text) = text {
                let _ = say.send(text).await;
            }
            page(StatusCode::OK, DONE)
        }
        _ => page(StatusCode::NOT_FOUND, DONE),
    };
    Ok(shown)
}

fn page(status: StatusCode, html: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let text = header::HeaderValue::from_static;
    headers.insert(header::CONTENT_TYPE, text("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, text("no-store"));
    // The address holds the code: it goes to nobody else.
    headers.insert(header::REFERRER_POLICY, text("no-referrer"));
    response
}

const DONE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Fanfold</title>\
    <body style=\"font:16px system-ui;margin:4em auto;max-width:30em\"><h1>Back to Fanfold</h1>\
    <p>Fanfold has Instagram’s answer. You can close this tab.</p></body></html>";

const READ_FRAGMENT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
    <title>Fanfold</title><body style=\"font:16px system-ui;margin:4em auto;max-width:30em\">\
    <h1>Back to Fanfold</h1><p id=\"say\">One moment…</p><script>\
    const rest = location.hash.slice(1); history.replaceState(null, '', location.pathname);\
    const say = (text) => { document.getElementById('say').textContent = text; };\
    if (rest) fetch('/fanfold/fragment', { method: 'POST', body: rest })\
      .then(() => say('Fanfold has Instagram’s answer. You can close this tab.'))\
      .catch(() => say('Fanfold could not be reached. Begin the sign-in once more there.'));\
    else say('There is no answer in this address. Begin the sign-in once more in Fanfold.');\
    </script></body></html>";
