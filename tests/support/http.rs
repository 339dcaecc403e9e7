//! JSON over HTTP to loopback: all that WebDriver and the practice Instagram's admin address need.
//!
//! One request a connection, blocking, no TLS, no redirects. Anything but loopback is refused.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// The longest that a WebDriver command or an admin call may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// `null` when the body is empty or no JSON.
    pub body: Value,
}

/// Sends one request. `address` is `http://127.0.0.1:port/path`.
///
/// # Errors
/// What the system said about the connection.
pub fn send(method: &str, address: &str, body: Option<&Value>) -> std::io::Result<Reply> {
    let bad = |what: &str| std::io::Error::other(format!("{what}: {address}"));
    let rest = address
        .strip_prefix("http://")
        .ok_or_else(|| bad("not http"))?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let socket: SocketAddr = host.parse().map_err(|_| bad("no address and port"))?;
    assert!(
        socket.ip().is_loopback(),
        "tests talk to loopback only, not to {address}"
    );
    let mut stream = TcpStream::connect(socket)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let path = if path.is_empty() { "/" } else { path };
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply)?;
    parse(&reply).ok_or_else(|| bad("no HTTP came back"))
}

fn parse(reply: &[u8]) -> Option<Reply> {
    let end = reply.windows(4).position(|window| window == b"\r\n\r\n")?;
    let (head, body) = (reply.get(..end)?, reply.get(end + 4..)?);
    let head = String::from_utf8_lossy(head).to_lowercase();
    let status = head.split_whitespace().nth(1)?.parse().ok()?;
    let body = if head.contains("transfer-encoding: chunked") {
        unchunk(body)
    } else {
        body.to_vec()
    };
    Some(Reply {
        status,
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
    })
}

/// The pieces of a chunked body, put together.
fn unchunk(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|window| window == b"\r\n") {
        let size = body
            .get(..end)
            .and_then(|line| std::str::from_utf8(line).ok());
        let size = size
            .and_then(|text| usize::from_str_radix(text.trim(), 16).ok())
            .unwrap_or(0);
        let Some(piece) = body.get(end + 2..end + 2 + size).filter(|_| size > 0) else {
            break;
        };
        whole.extend_from_slice(piece);
        body = body.get(end + 4 + size..).unwrap_or_default();
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_chunked_replies_are_read() {
        let plain = parse(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]").expect("a reply");
        assert_eq!((plain.status, plain.body), (200, serde_json::json!([])));
        let chunked = b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n";
        let chunked = parse(chunked).expect("a reply");
        assert_eq!(
            (chunked.status, chunked.body),
            (404, serde_json::json!({ "a": 1 }))
        );
    }
}
