//! A bucket behind a real S3-compatible server on loopback, which checks every signature and counts what is
//! asked of it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use hyper_util::rt::{TokioExecutor, TokioIo};
use s3s::S3Result;
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// The name of the only key.
pub const ID: &str = "AKIAFANFOLDTEST";
/// Its secret.
pub const SECRET: &str = "canarySecretCanarySecretCanarySecret";

/// A server with the bucket `posts`, for as long as it is held.
pub struct Bucket {
    address: SocketAddr,
    folder: TempDir,
    asked: Asked,
    _runtime: Runtime,
}

/// What was asked, by S3's names of its operations.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<String>>>);

#[async_trait::async_trait]
impl S3Access for Asked {
    async fn check(&self, asked: &mut S3AccessContext<'_>) -> S3Result<()> {
        if asked.credentials().is_none() {
            return Err(s3s::s3_error!(AccessDenied, "not signed"));
        }
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.push(asked.s3_op().name().to_owned());
        Ok(())
    }
}

impl Bucket {
    /// Starts one, empty.
    ///
    /// # Panics
    /// When no port or folder can be had.
    #[expect(clippy::new_without_default, reason = "it starts a server")]
    pub fn new() -> Self {
        let runtime = Runtime::new().expect("threads can be started");
        let folder = TempDir::new().expect("a temporary folder can be made");
        let root = folder.path().join("s3");
        std::fs::create_dir_all(root.join("posts")).expect("a folder can be made");
        let asked = Asked::default();
        let storage = s3s_fs::FileSystem::new(&root).expect("the folder is there");
        let mut builder = S3ServiceBuilder::new(storage);
        builder.set_auth(SimpleAuth::from_single(ID, SECRET));
        builder.set_access(asked.clone());
        let service = builder.build();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"));
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("it listens");
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let server = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Self {
            address,
            folder,
            asked,
            _runtime: runtime,
        }
    }

    /// For `--media-host`.
    pub fn spec(&self) -> String {
        format!("s3://posts/today?endpoint=http://{}", self.address)
    }

    /// Objects that lie in it now.
    pub fn objects(&self) -> usize {
        let folder = self.folder.path().join("s3/posts/today");
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    }

    /// How often an operation was asked for: `PutObject`, `GetObject`, `DeleteObject`.
    pub fn asked_for(&self, operation: &str) -> usize {
        let names = self.asked.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.iter().filter(|name| *name == operation).count()
    }
}
