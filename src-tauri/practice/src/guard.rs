//! Who may talk to the server at all: programs on this machine, no web pages.
//!
//! A page in a browser can point its own name at 127.0.0.1 (DNS rebinding) or post
//! blindly across origins. The first shows in `Host`, the second in `Origin`.

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::{Host, Url};

pub(crate) async fn loopback_only(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = headers
        .get(header::HOST)
        .map(|value| value.to_str().unwrap_or("?"))
        .or_else(|| {
            request
                .uri()
                .authority()
                .map(axum::http::uri::Authority::as_str)
        })
        .is_some_and(|host| is_loopback(&format!("http://{host}")));
    let origin = headers
        .get(header::ORIGIN)
        .is_none_or(|value| value.to_str().is_ok_and(is_loopback));
    if host && origin {
        return next.run(request).await;
    }
    tracing::warn!(host, origin, "a request from elsewhere was refused");
    (
        StatusCode::FORBIDDEN,
        "This address serves programs on this machine only.\n",
    )
        .into_response()
}

fn is_loopback(address: &str) -> bool {
    match Url::parse(address).as_ref().map(Url::host) {
        Ok(Some(Host::Domain(name))) => name == "localhost",
        Ok(Some(Host::Ipv4(ip))) => ip.is_loopback(),
        Ok(Some(Host::Ipv6(ip))) => ip.is_loopback(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_pass() {
        for good in [
            "http://127.0.0.1:80",
            "http://localhost:1",
            "http://[::1]:9",
            "http://127.9.9.9",
        ] {
            assert!(is_loopback(good), "{good}");
        }
        for bad in [
            "http://evil.example",
            "null",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil:1",
            "http://",
        ] {
            assert!(!is_loopback(bad), "{bad}");
        }
    }
}
