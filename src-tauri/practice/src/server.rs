//! The server itself: one per data folder, on loopback only.

use std::collections::HashSet;
use std::fs::File;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State as Shared};
use axum::http::{HeaderValue, header};
use axum::middleware::{from_fn, map_response_with_state};
use axum::response::Response;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::call::LARGEST_FILE;
use crate::clock::{Clock, Random, SystemClock, SystemRandom};
use crate::endpoint::Endpoint;
use crate::faults::FaultBoard;
use crate::fetch::Fetcher;
use crate::ids::random_text;
use crate::ledger::Ledger;
use crate::requests::RequestLog;
use crate::state::{Flavour, Record};
use crate::usage::Usage;
use crate::wire::{HangUp, HungUp};
use crate::world::{World, add_account};
use crate::{PracticeError, admin, answer, feed, guard, login, presence, sweep, upload};

/// The username of the account that is there from the first start.
const FIRST_ACCOUNT: (&str, &str) = ("fanfold.practice", "Practice account");

const HEADERS_WITHIN: Duration = Duration::from_secs(10);
const CONNECTIONS: usize = 512;
/// How long replies under way may take once the server is told to end.
const GRACE: Duration = Duration::from_secs(2);

/// Where the server keeps its things and what it takes time and chance from.
#[derive(Clone)]
pub struct PracticeOptions {
    /// Belongs to the practice Instagram alone.
    pub data_dir: PathBuf,
    /// 0: the port of the last run if it is free, else any.
    pub port: u16,
    /// The time, before the shift that can be set over the admin address.
    pub clock: Arc<dyn Clock>,
    /// Where tokens and trace ids come from.
    pub random: Arc<dyn Random>,
}

impl PracticeOptions {
    /// Any port, the machine's clock and its random numbers.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            port: 0,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
        }
    }
}

/// Starts practice servers.
#[derive(Debug, Clone, Copy)]
pub struct PracticeServer;

/// A server in this process. Dropping it ends it.
#[derive(Debug)]
pub struct Running {
    endpoint: Endpoint,
    stop: watch::Sender<bool>,
    ended: JoinHandle<()>,
}

impl PracticeServer {
    /// Starts a server for a data folder.
    ///
    /// # Errors
    /// `AlreadyServed` when a live process has one for this folder, `Port` when the
    /// port is taken, `Folder` when the folder cannot be used.
    pub async fn start(options: PracticeOptions) -> Result<Running, PracticeError> {
        let folder = options.data_dir.clone();
        let lock = blocking(&folder, presence::lock).await?;
        let Some(lock) = lock else {
            return Err(PracticeError::AlreadyServed);
        };
        Self::start_locked(options, lock).await
    }

    /// Starts with the folder's lock in hand; it is freed when the server ends.
    pub(crate) async fn start_locked(
        options: PracticeOptions,
        lock: File,
    ) -> Result<Running, PracticeError> {
        let folder = &options.data_dir;
        let ledger = blocking(folder, |folder| {
            std::fs::create_dir_all(folder.join("pictures"))?;
            presence::private(&folder.join("pictures"))?;
            std::fs::create_dir_all(folder.join("uploads"))?;
            presence::private(&folder.join("uploads"))?;
            Ledger::open(folder)
        })
        .await?;
        let listener = listen(options.port, presence::last_port(folder)).await?;
        let port = listener.local_addr().map_or(0, |address| address.port());
        let base_url = format!("http://127.0.0.1:{port}");
        let instance = random_text(&*options.random, 24);
        let endpoint = Endpoint::new(base_url.clone(), instance.clone());
        let world = Arc::new(World {
            ledger,
            fetcher: Fetcher::new(),
            clock: Arc::clone(&options.clock),
            random: Arc::clone(&options.random),
            faults: Mutex::new(FaultBoard::default()),
            requests: Mutex::new(RequestLog::default()),
            usage: Mutex::new(Usage::default()),
            pictures: folder.join("pictures"),
            uploads: folder.join("uploads"),
            uploading: Mutex::new(HashSet::new()),
            base_url,
            instance,
        });
        settle(&world, folder).await?;
        let (stop, stopped) = watch::channel(false);
        let announced = endpoint.clone();
        let ended = tokio::spawn(accept(
            listener,
            router(Arc::clone(&world)),
            stopped,
            Tenure { world, _lock: lock },
        ));
        blocking(folder, move |folder| presence::announce(folder, &announced)).await?;
        tracing::info!(base_url = endpoint.base_url, "the practice Instagram runs");
        Ok(Running {
            endpoint,
            stop,
            ended,
        })
    }
}

impl Running {
    /// `http://127.0.0.1:port`; takes the place of every Meta host.
    pub fn base_url(&self) -> &str {
        &self.endpoint.base_url
    }

    /// The base of the admin paths.
    pub fn admin_url(&self) -> &str {
        &self.endpoint.admin_url
    }

    /// Both addresses, to hand on.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Ends the server: takes no more calls, lets those under way finish for two
    /// seconds, frees the folder.
    pub async fn shutdown(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.ended.await {
            tracing::error!(%error, "the practice Instagram ended badly");
        }
    }
}

/// Runs file work off the async threads and names the folder in its error.
pub(crate) async fn blocking<T: Send + 'static>(
    folder: &Path,
    work: impl FnOnce(&Path) -> std::io::Result<T> + Send + 'static,
) -> Result<T, PracticeError> {
    let owned = folder.to_owned();
    let result = tokio::task::spawn_blocking(move || work(&owned))
        .await
        .unwrap_or_else(|error| Err(std::io::Error::other(error)));
    result.map_err(|source| PracticeError::Folder {
        path: folder.display().to_string(),
        source,
    })
}

async fn listen(port: u16, last: Option<u16>) -> Result<TcpListener, PracticeError> {
    // The same port as last time keeps addresses that others remember good.
    if let Some(last) = last.filter(|_| port == 0)
        && let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, last)).await
    {
        return Ok(listener);
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|source| PracticeError::Port { port, source })
}

/// The first account and the two apps, where they are not yet; and what is old leaves.
async fn settle(world: &Arc<World>, folder: &Path) -> Result<(), PracticeError> {
    let random = Arc::clone(&world.random);
    let now = world.now();
    let made = world.commit(move |change| {
        if change.state.accounts.is_empty() {
            add_account(change, FIRST_ACCOUNT.0, FIRST_ACCOUNT.1);
        }
        for flavour in [Flavour::Facebook, Flavour::Instagram] {
            if change.state.app(flavour).is_none() {
                change.put(Record::App(login::new_app(flavour, &*random)));
            }
        }
        sweep::sweep(change, now);
        Ok(())
    });
    made.await.map_err(|_| PracticeError::Folder {
        path: folder.display().to_string(),
        source: std::io::Error::other("the first account could not be written"),
    })?;
    let cleared = world
        .ledger
        .read(|state| sweep::clear_files(state, &world.pictures, &world.uploads));
    if let Err(error) = cleared {
        tracing::warn!(%error, "files that nothing names stay");
    }
    Ok(())
}

fn router(world: Arc<World>) -> Router {
    Router::new()
        .nest("/practice/admin", admin::routes())
        .merge(feed::routes())
        .merge(login::routes())
        .fallback(answer::serve)
        // Calls bound their own bodies; Page photos are larger than axum's usual limit.
        .layer(DefaultBodyLimit::max(LARGEST_FILE))
        .merge(upload::routes())
        .layer(from_fn(guard::loopback_only))
        .layer(map_response_with_state(Arc::clone(&world), dated))
        .with_state(world)
}

/// Answers carry the practice clock, as Instagram's carry its own.
async fn dated(Shared(world): Shared<Arc<World>>, mut response: Response) -> Response {
    let now = world
        .now()
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    if let Ok(now) = HeaderValue::from_str(&now) {
        response.headers_mut().insert(header::DATE, now);
    }
    response
}

/// The right to serve a folder. However it ends, nothing is written after.
struct Tenure {
    world: Arc<World>,
    _lock: File,
}

impl Drop for Tenure {
    fn drop(&mut self) {
        self.world.ledger.close();
    }
}

async fn accept(
    listener: TcpListener,
    router: Router,
    mut stopped: watch::Receiver<bool>,
    tenure: Tenure,
) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
            break;
        };
        let stream = tokio::select! {
            // An error means that the handle is gone: the same as being told to end.
            _ = stopped.changed() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file handles, most likely; give the others time to end.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        let served = serve(stream, router.clone(), stopped.clone());
        connections.spawn(async move {
            served.await;
            drop(slot);
        });
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let rest = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, rest).await.is_err() {
        connections.shutdown().await;
    }
    drop(tenure);
}

async fn serve(stream: TcpStream, router: Router, mut stopped: watch::Receiver<bool>) {
    let app = TowerToHyperService::new(router);
    let service = service_fn(move |request| {
        let reply = app.call(request);
        async move {
            match reply.await {
                Ok(response) if response.extensions().get::<HangUp>().is_none() => Ok(response),
                _ => Err(HungUp),
            }
        }
    });
    // Small replies in one packet each must not wait for acknowledgements.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "nodelay was refused");
    }
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let mut ending = false;
    loop {
        tokio::select! {
            result = connection.as_mut() => {
                if let Err(error) = result {
                    tracing::debug!(%error, "a connection broke");
                }
                return;
            }
            _ = stopped.changed(), if !ending => {
                ending = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}
