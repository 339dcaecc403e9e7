//! A picture host, a raw HTTP client and a practice server in a fresh folder.
//!
//! The client speaks plain bytes on purpose: what a real one would hide (a broken
//! connection, half a body) is what these tests are about.

use std::collections::HashMap;
use std::path::Path as FsPath;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use fanfold_practice::{PracticeOptions, PracticeServer, Running};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A JPEG of one colour.
pub(crate) fn jpeg(width: usize, height: usize) -> Vec<u8> {
    let pixels = vec![120_u8; width * height * 3];
    let image = turbojpeg::Image {
        pixels: pixels.as_slice(),
        width,
        pitch: width * 3,
        height,
        format: turbojpeg::PixelFormat::RGB,
    };
    turbojpeg::compress(image, 80, turbojpeg::Subsamp::Sub2x2)
        .unwrap()
        .to_vec()
}

fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut all = u32::try_from(body.len() + 8)
        .unwrap()
        .to_be_bytes()
        .to_vec();
    all.extend_from_slice(kind);
    all.extend_from_slice(body);
    all
}

fn with(mut body: Vec<u8>, at: usize, bytes: &[u8]) -> Vec<u8> {
    body.splice(at..at + bytes.len(), bytes.iter().copied());
    body
}

/// An MP4 whose header tells of a good video at 30 pictures a second, with 5000 bytes of pictures.
pub(crate) fn movie(width: u32, height: u32, seconds: u32) -> Vec<u8> {
    let tkhd = with(vec![0; 84], 76, &(width << 16).to_be_bytes());
    let tkhd = with(tkhd, 80, &(height << 16).to_be_bytes());
    let mdhd = with(vec![0; 24], 12, &600_u32.to_be_bytes());
    let mdhd = with(mdhd, 16, &(600 * seconds).to_be_bytes());
    let stsd = boxed(b"stsd", &with(vec![0; 24], 12, b"avc1"));
    let stts = boxed(
        b"stts",
        &with(vec![0; 16], 8, &(30 * seconds).to_be_bytes()),
    );
    let minf = boxed(b"minf", &boxed(b"stbl", &[stsd, stts].concat()));
    let hdlr = boxed(b"hdlr", &with(vec![0; 24], 8, b"vide"));
    let mdia = boxed(b"mdia", &[boxed(b"mdhd", &mdhd), hdlr, minf].concat());
    let trak = boxed(b"trak", &[boxed(b"tkhd", &tkhd), mdia].concat());
    [
        boxed(b"ftyp", b"isom\0\0\0\0"),
        boxed(b"moov", &trak),
        boxed(b"mdat", &[7; 5000]),
    ]
    .concat()
}

type Files = Arc<Mutex<HashMap<String, Vec<u8>>>>;

/// Serves files by name; `redirect-…` leads on, `loop` leads to itself.
pub(crate) struct Host {
    pub(crate) url: String,
    files: Files,
}

impl Host {
    async fn start() -> Self {
        let files = Files::default();
        let app = axum::Router::new()
            .route("/{name}", axum::routing::get(serve))
            .with_state(Arc::clone(&files));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, files }
    }

    /// Puts a file up; gives its address.
    pub(crate) fn put(&self, name: &str, bytes: Vec<u8>) -> String {
        self.files.lock().unwrap().insert(name.to_owned(), bytes);
        format!("{}/{name}", self.url)
    }
}

async fn serve(State(files): State<Files>, Path(name): Path<String>) -> Response {
    if name == "loop" {
        return Redirect::temporary("/loop").into_response();
    }
    if let Some(target) = name.strip_prefix("redirect-") {
        return Redirect::temporary(&format!("/{target}")).into_response();
    }
    match files.lock().unwrap().get(&name) {
        Some(bytes) => ([(header::CONTENT_TYPE, "image/jpeg")], bytes.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// Code and sub-code of the error; zero where there is none.
    pub(crate) fn error(&self) -> (i64, i64) {
        let error = &self.json()["error"];
        let number = |name: &str| error[name].as_i64().unwrap_or_default();
        (number("code"), number("error_subcode"))
    }

    pub(crate) fn id(&self) -> String {
        let id = self.json()["id"].as_str().map(str::to_owned);
        id.unwrap_or_else(|| panic!("no id: {}", self.text()))
    }
}

/// One exchange on its own connection; `None` when no whole head came back.
pub(crate) async fn exchange(base: &str, head: &str, body: &[u8]) -> Option<Reply> {
    let mut stream = TcpStream::connect(base.trim_start_matches("http://"))
        .await
        .ok()?;
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(body).await;
    let mut bytes = Vec::new();
    // A reset connection is an end like any other.
    let _ = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes)).await;
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Some(Reply {
        status,
        headers,
        body: bytes[end + 4..].to_vec(),
    })
}

pub(crate) struct Practice {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) server: Running,
    pub(crate) token: String,
    pub(crate) account: String,
    pub(crate) host: Host,
}

impl Practice {
    pub(crate) async fn start() -> Self {
        Self::with_flavour("facebook").await
    }

    pub(crate) async fn with_flavour(flavour: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = run(folder.path()).await;
        let host = Host::start().await;
        let mut practice = Self {
            folder,
            server,
            token: String::new(),
            account: String::new(),
            host,
        };
        let made = practice
            .admin("POST", "/token", json!({ "flavour": flavour }))
            .await;
        practice.token = made["access_token"].as_str().unwrap().to_owned();
        practice.account = made["account"]["id"].as_str().unwrap().to_owned();
        practice
            .admin("POST", "/settings", json!({ "processing_ms": 0 }))
            .await;
        practice
    }

    pub(crate) async fn restart(self) -> Self {
        let Self {
            folder,
            server,
            token,
            account,
            host,
        } = self;
        server.shutdown().await;
        let server = run(folder.path()).await;
        Self {
            folder,
            server,
            token,
            account,
            host,
        }
    }

    pub(crate) async fn admin(&self, method: &str, path: &str, body: Value) -> Value {
        let reply = self.try_admin(method, path, body).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.json()
    }

    pub(crate) async fn try_admin(&self, method: &str, path: &str, body: Value) -> Reply {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let length = body.len();
        let head = format!(
            "{method} /practice/admin{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        exchange(self.server.base_url(), &head, body.as_bytes())
            .await
            .unwrap()
    }

    /// A call as a real client makes it: bearer header, form body.
    pub(crate) async fn try_call(
        &self,
        method: &str,
        path: &str,
        params: &[(&str, &str)],
    ) -> Option<Reply> {
        let form = form(params);
        let (path, body) = if method == "POST" {
            (path.to_owned(), form)
        } else {
            (format!("{path}?{form}"), String::new())
        };
        let (token, length) = (&self.token, body.len());
        let head = format!(
            "{method} /v25.0{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             authorization: Bearer {token}\r\ncontent-length: {length}\r\n\
             content-type: application/x-www-form-urlencoded\r\n\r\n"
        );
        exchange(self.server.base_url(), &head, body.as_bytes()).await
    }

    /// A call with nothing of a client's own: just these headers and this body.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Option<Reply> {
        use std::fmt::Write;
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
        for (name, value) in headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        if !headers.iter().any(|(name, _)| *name == "content-length") {
            write!(head, "content-length: {}\r\n", body.len()).unwrap();
        }
        head.push_str("\r\n");
        exchange(self.server.base_url(), &head, body).await
    }

    /// A form without any token, as sign-in addresses take it.
    pub(crate) async fn form(&self, path: &str, params: &[(&str, &str)]) -> Reply {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let body = form(params);
        let reply = self.send("POST", path, &kind, body.as_bytes()).await;
        reply.expect("a reply")
    }

    /// A plain GET without any token.
    pub(crate) async fn get(&self, path: &str, params: &[(&str, &str)]) -> Reply {
        let path = format!("{path}?{}", form(params));
        self.send("GET", &path, &[], b"").await.expect("a reply")
    }

    /// A token made to order, in place of the usual one.
    pub(crate) async fn take_token(&mut self, wanted: Value) {
        let made = self.admin("POST", "/token", wanted).await;
        let token = made["access_token"].as_str().unwrap();
        token.clone_into(&mut self.token);
    }

    /// Moves the clock.
    pub(crate) async fn pass(&self, seconds: i64) {
        let by = json!({ "by_seconds": seconds });
        self.admin("POST", "/clock", by).await;
    }

    pub(crate) async fn call(&self, method: &str, path: &str, params: &[(&str, &str)]) -> Reply {
        self.try_call(method, path, params).await.expect("a reply")
    }

    pub(crate) async fn create(&self, params: &[(&str, &str)]) -> Reply {
        self.call("POST", &format!("/{}/media", self.account), params)
            .await
    }

    pub(crate) async fn single(&self, caption: &str) -> String {
        let url = self.host.put("single.jpg", jpeg(320, 320));
        self.create(&[("image_url", &url), ("caption", caption)])
            .await
            .id()
    }

    pub(crate) async fn children(&self, count: usize) -> Vec<String> {
        let mut ids = Vec::new();
        for n in 0..count {
            let url = self.host.put(&format!("{n}.jpg"), jpeg(320 + n, 320));
            let alt = format!("colour {n}");
            let params = [
                ("image_url", url.as_str()),
                ("is_carousel_item", "true"),
                ("alt_text", &alt),
            ];
            ids.push(self.create(&params).await.id());
        }
        ids
    }

    pub(crate) async fn carousel(&self, count: usize, caption: &str) -> String {
        let children = self.children(count).await.join(",");
        let params = [
            ("media_type", "CAROUSEL"),
            ("children", &children),
            ("caption", caption),
        ];
        self.create(&params).await.id()
    }

    pub(crate) async fn publish(&self, container: &str) -> Option<Reply> {
        let path = format!("/{}/media_publish", self.account);
        self.try_call("POST", &path, &[("creation_id", container)])
            .await
    }

    pub(crate) async fn status(&self, container: &str) -> Value {
        let fields = [("fields", "id,status_code,status")];
        self.call("GET", &format!("/{container}"), &fields)
            .await
            .json()
    }

    /// How many posts are live.
    pub(crate) async fn posts(&self) -> u64 {
        self.admin("GET", "/posts", Value::Null).await["count"]
            .as_u64()
            .unwrap()
    }

    pub(crate) async fn fault(&self, fault: Value) {
        self.admin("POST", "/faults", fault).await;
    }
}

pub(crate) fn form(params: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(params)
        .finish()
}

pub(crate) async fn run(folder: &FsPath) -> Running {
    PracticeServer::start(PracticeOptions::new(folder))
        .await
        .unwrap()
}
