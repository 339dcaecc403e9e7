//! One publish from files to its end: the workbench of the programs, a real database and keychain, real HTTP to a
//! practice Instagram of its own. Only the process is shared, so that a thousand of them take minutes.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use fanfold_domain::rules::Policy;
use fanfold_practice::{PracticeOptions, PracticeServer, Running};
use fanfold_tests::{exif::Notes, films, photos};
use fanfold_workbench::queue_api::{PostOrder, Report};
use fanfold_workbench::view::PostView;
use fanfold_workbench::{DataFolder, Options, Pace, Workbench};
use hyper::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const CAPTION: &str = "Bread at dawn #bakery";
pub(crate) const COMMENT: &str = "More tomorrow";

/// Two small ready photos and a clip, made once.
fn pictures() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        for seed in 0..2 {
            let photo = photos::jpeg(&photos::picture(seed, 320, 400), Notes::default());
            std::fs::write(folder.path().join(format!("{seed}.jpg")), photo).unwrap();
        }
        films::ready(folder.path(), "tide.mp4");
        folder
    });
    folder.path()
}

/// A data folder with a workbench on it, and the Instagram that it publishes to.
pub(crate) struct Stage {
    instagram: Running,
    bench: Arc<Workbench>,
    _folder: TempDir,
}

/// What is to be seen in the end.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) report: Report,
    pub(crate) view: PostView,
    /// Posts with the caption, in a world where publishing twice shows twice.
    pub(crate) live: usize,
    /// Texts of comments on all of them.
    pub(crate) comments: u64,
}

impl Stage {
    /// Waits are `scale` times shorter.
    pub(crate) async fn set(scale: f64) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("fanfold-proof-")
            .tempdir()
            .unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let options = PracticeOptions::new(data.join("practice"));
        let instagram = PracticeServer::start(options).await.unwrap();
        let pace = Pace {
            time_scale: scale,
            max_wait: Duration::from_mins(3),
        };
        let options = Options {
            pace,
            ..Options::default()
        };
        let folder_of = DataFolder::choose(Some(data)).unwrap();
        let bench = Workbench::open(folder_of, options).await.unwrap();
        let stage = Self {
            instagram,
            bench,
            _folder: folder,
        };
        let strict = json!({ "processing_ms": 15, "quirks": { "publishes_again": true } });
        stage.admin(Method::POST, "/settings", strict).await;
        stage
    }

    pub(crate) async fn admin(&self, method: Method, path: &str, body: Value) -> Value {
        let body = (!body.is_null()).then_some(body);
        let endpoint = self.instagram.endpoint();
        endpoint.admin(method, path, body).await.unwrap()
    }

    pub(crate) async fn fail(&self, fault: Value) {
        self.admin(Method::POST, "/faults", fault).await;
    }

    /// Whether every fault that was set has struck.
    pub(crate) async fn struck(&self) -> bool {
        let faults = self.admin(Method::GET, "/faults", Value::Null).await;
        let faults = faults.as_array().unwrap();
        !faults.is_empty() && faults.iter().all(|fault| fault["struck"] == 1)
    }

    pub(crate) async fn heal(&self) {
        self.admin(Method::DELETE, "/faults", Value::Null).await;
    }

    /// Publishes files of [`pictures`] with a first comment.
    pub(crate) async fn publish(&self, files: &[&str]) -> Seen {
        let files: Vec<PathBuf> = files.iter().map(|file| pictures().join(file)).collect();
        let order = PostOrder {
            files,
            kind: None,
            account: "practice".to_owned(),
            caption: CAPTION.to_owned(),
            alt: Vec::new(),
            first_comment: Some(COMMENT.to_owned()),
            at: None,
            fix: false,
            dry_run: false,
            policy: Policy::default(),
            details: fanfold_workbench::queue_api::OrderDetails::default(),
        };
        let posted = self.bench.post(order, &|_| {}, &|_| {});
        let report = Box::pin(posted).await.unwrap();
        self.seen(report).await
    }

    /// Tries the stopped post again, as a person would who did what was asked.
    pub(crate) async fn again(&self, post: &str) -> Seen {
        self.bench.queue_retry(post).await.unwrap();
        let reports = std::sync::Mutex::new(Vec::new());
        let keep = |report: &Report| reports.lock().unwrap().push(report.clone());
        self.bench.queue_run(true, &|_| {}, &keep).await.unwrap();
        let last = reports.lock().unwrap().pop();
        self.seen(last.expect("the queue took it up")).await
    }

    async fn seen(&self, report: Report) -> Seen {
        let views = self.bench.activity().await.unwrap();
        let id = report.post.clone().unwrap();
        let view = views.into_iter().find(|view| view.id == id).unwrap();
        let posts = self.admin(Method::GET, "/posts", Value::Null).await;
        let posts = posts["posts"].as_array().unwrap().clone();
        let ours = posts.iter().filter(|post| post["caption"] == CAPTION);
        Seen {
            report,
            view,
            live: ours.clone().count(),
            comments: ours.filter_map(|post| post["comments"].as_u64()).sum(),
        }
    }

    pub(crate) async fn end(self) {
        self.bench.close().await.unwrap();
        self.instagram.shutdown().await;
    }
}
