//! A server on loopback that answers as told and remembers what it was sent.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, Uri};
use fanfold_domain::Token;
use fanfold_graph::{
    CallLog, CallRecord, Client, ClientOptions, Endpoint, Flavour, Session, Timeouts,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

pub(crate) const TOKEN: &str = "EAAcanaryCanaryCanary0123456789";

/// One request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) form: BTreeMap<String, String>,
    pub(crate) headers: HeaderMap,
    pub(crate) raw_query: String,
    pub(crate) body: Bytes,
}

impl Sent {
    /// Method and path, as a test names them.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

type Script = VecDeque<Response<Body>>;

/// Answers in order; remembers every request.
#[derive(Clone, Default)]
pub(crate) struct Fake {
    script: Arc<Mutex<Script>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Fake {
    /// Starts it with these answers; gives it and its address.
    pub(crate) async fn start(answers: Vec<Response<Body>>) -> (Self, String) {
        let fake = Self {
            script: Arc::new(Mutex::new(answers.into())),
            sent: Arc::default(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        (fake, address)
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    pub(crate) fn only(&self) -> Sent {
        let sent = self.sent();
        assert_eq!(sent.len(), 1, "{sent:?}");
        sent[0].clone()
    }
}

async fn answer(
    State(fake): State<Fake>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let raw_query = uri.query().unwrap_or_default().to_owned();
    fake.sent.lock().unwrap().push(Sent {
        method,
        path: uri.path().to_owned(),
        query: fields(raw_query.as_bytes()),
        form: fields(&body),
        headers,
        raw_query,
        body,
    });
    fake.script
        .lock()
        .unwrap()
        .pop_front()
        .unwrap_or_else(|| json(500, r#"{"error":{"message":"script is over","code":100}}"#))
}

fn fields(text: &[u8]) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(text).into_owned().collect()
}

/// Names and values of parameters, to compare with.
pub(crate) fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

pub(crate) fn json(status: u16, body: &str) -> Response<Body> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

/// A server that does what it likes with each connection's bytes, after reading the request.
pub(crate) async fn raw(reply: &'static [u8], then_wait: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = vec![0; 64 * 1024];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(reply).await;
                let _ = stream.flush().await;
                tokio::time::sleep(then_wait).await;
            });
        }
    });
    address
}

/// A server whose certificate nobody has signed, for `name`.
pub(crate) async fn distrusted(name: &str) -> String {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let shown = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(shown));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    let _ = stream
                        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
                        .await;
                }
            });
        }
    });
    format!("https://localhost:{port}")
}

/// Remembers what every call looked like.
#[derive(Default)]
pub(crate) struct Log(pub(crate) Mutex<Vec<CallRecord>>);

impl CallLog for Log {
    fn called(&self, record: &CallRecord) {
        self.0.lock().unwrap().push(record.clone());
    }
}

pub(crate) fn session(address: &str) -> Session {
    logged(address, Flavour::Facebook, &Arc::default())
}

pub(crate) fn logged(address: &str, flavour: Flavour, log: &Arc<Log>) -> Session {
    let mut options = ClientOptions::new(Endpoint::parse(address).unwrap(), flavour);
    options.timeouts = Timeouts {
        connect: Duration::from_millis(500),
        call: Duration::from_millis(500),
        publish: Duration::from_millis(700),
        stall: Duration::from_millis(500),
    };
    let log: Arc<dyn CallLog> = Arc::<Log>::clone(log);
    Client::new(options, log)
        .unwrap()
        .session(Token::parse(TOKEN).unwrap())
}
