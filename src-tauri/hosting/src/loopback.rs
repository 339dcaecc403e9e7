//! A host on this computer's own loopback address.
//!
//! Each offered file gets an address nobody can guess; everything else is 404. Files are read when
//! they are fetched, so a photo that vanished is a 404 too. Ends when dropped.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_util::io::ReaderStream;
use uuid::Uuid;

use crate::{Host, HostError, HostedUrl};

/// A host on 127.0.0.1, at a port of the system's choosing.
pub struct LoopbackHost {
    address: SocketAddr,
    shelf: Arc<Shelf>,
    /// Dropping it ends the server.
    _stop: oneshot::Sender<()>,
}

/// What is offered, by the unguessable part of its address.
#[derive(Default)]
struct Shelf(Mutex<HashMap<String, Offer>>);

#[derive(Clone)]
struct Offer {
    key: String,
    file: PathBuf,
    content_type: HeaderValue,
}

impl LoopbackHost {
    /// Starts serving. Needs a tokio runtime.
    pub async fn start() -> Result<Self, HostError> {
        let unreachable = |cause: std::io::Error| HostError::Unreachable(cause.to_string());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(unreachable)?;
        let address = listener.local_addr().map_err(unreachable)?;
        let shelf = Arc::new(Shelf::default());
        let router = Router::new()
            .route("/{secret}", get(serve))
            .with_state(Arc::clone(&shelf));
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            // Not a graceful end: a fetch that hangs would keep the port.
            tokio::select! {
                served = axum::serve(listener, router) => {
                    if let Err(error) = served {
                        tracing::error!(%error, "the loopback media host stopped");
                    }
                }
                _ = stopped => {}
            }
        });
        tracing::debug!(%address, "loopback media host started");
        Ok(Self {
            address,
            shelf,
            _stop: stop,
        })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether this very host offers a file under that address now. One that an earlier process
    /// offered is not.
    pub fn serves(&self, url: &HostedUrl) -> bool {
        let own = HostedUrl::new(&format!("http://{}/", self.address));
        own.is_some_and(|own| own.is_same_place(url))
            && self.shelf.has(url.path().trim_start_matches('/'))
    }

    fn url(&self, secret: &str) -> Result<HostedUrl, HostError> {
        HostedUrl::new(&format!("http://{}/{secret}", self.address))
            .ok_or_else(|| HostError::Refused("no address".to_owned()))
    }
}

#[async_trait]
impl Host for LoopbackHost {
    async fn offer(
        &self,
        key: &str,
        file: &Path,
        content_type: &str,
    ) -> Result<HostedUrl, HostError> {
        let found = tokio::fs::metadata(file)
            .await
            .map_err(|cause| HostError::File {
                path: file.to_owned(),
                cause,
            })?;
        if !found.is_file() {
            return Err(HostError::File {
                path: file.to_owned(),
                cause: std::io::ErrorKind::InvalidInput.into(),
            });
        }
        let content_type = HeaderValue::from_str(content_type)
            .map_err(|_| HostError::Refused(format!("no content type: {content_type:?}")))?;
        let offer = Offer {
            key: key.to_owned(),
            file: file.to_owned(),
            content_type,
        };
        let secret = self.shelf.put(offer);
        self.url(&secret)
    }

    async fn withdraw(&self, url: &HostedUrl) -> Result<(), HostError> {
        self.shelf.remove(url.path().trim_start_matches('/'));
        Ok(())
    }

    fn name(&self) -> &'static str {
        "loopback"
    }
}

impl Shelf {
    /// The address part of an offer: the one its key already has, or a new one.
    fn put(&self, offer: Offer) -> String {
        let mut offers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = offers
            .iter()
            .find(|(_, known)| known.key == offer.key)
            .map(|(secret, _)| secret.clone());
        // 122 random bits from the system's own source.
        let secret = known.unwrap_or_else(|| Uuid::new_v4().simple().to_string());
        offers.insert(secret.clone(), offer);
        secret
    }

    fn has(&self, secret: &str) -> bool {
        let offers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        offers.contains_key(secret)
    }

    fn remove(&self, secret: &str) {
        let mut offers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        offers.remove(secret);
    }

    fn find(&self, secret: &str) -> Option<Offer> {
        let offers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        offers.get(secret).cloned()
    }
}

async fn serve(
    State(shelf): State<Arc<Shelf>>,
    UrlPath(secret): UrlPath<String>,
    method: Method,
) -> Response<Body> {
    let Some(offer) = shelf.find(&secret) else {
        return missing();
    };
    let opened = async {
        let file = tokio::fs::File::open(&offer.file).await?;
        let length = file.metadata().await?.len();
        Ok::<_, std::io::Error>((file, length))
    };
    let (file, length) = match opened.await {
        Ok(opened) => opened,
        Err(error) => {
            tracing::warn!(%error, key = offer.key, "an offered photo cannot be read");
            return missing();
        }
    };
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        Body::from_stream(ReaderStream::with_capacity(file, 64 * 1024))
    };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, offer.content_type);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

fn missing() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
