//! Accounts on a real practice Instagram over HTTP, with a real keychain: connecting by either login,
//! what is remembered, what happens when access ends, and that no secret is left lying about.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[expect(dead_code, reason = "accounts begin without a draft")]
mod support;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use fanfold_domain::account::{Flavour, TokenState};
use fanfold_practice::{Consent, Lifetime, PracticeOptions, PracticeServer, Running};
use fanfold_workbench::view::{
    Connected, Event, HostForm, PermissionState, SignInStage, SignInView, Tone,
};
use fanfold_workbench::{ConnectOptions, DataFolder, Options, Time, Workbench};
use jiff::{SignedDuration, Timestamp};

/// A workbench whose clock a test can move.
struct Place {
    bench: Arc<Workbench>,
    ahead: Arc<AtomicI64>,
    folder: tempfile::TempDir,
}

async fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let ahead = Arc::new(AtomicI64::new(0));
    let moved = Arc::clone(&ahead);
    let options = Options {
        media_base: support::BASE.into(),
        time: Time::new(move || {
            Timestamp::now() + SignedDuration::from_secs(moved.load(Ordering::Relaxed))
        }),
        ..Options::default()
    };
    let data = DataFolder::choose(Some(folder.path().join("data"))).unwrap();
    let bench = Workbench::open(data, options).await.unwrap();
    Place {
        bench,
        ahead,
        folder,
    }
}

impl Place {
    fn days_pass(&self, days: i64) {
        self.ahead.fetch_add(days * 86_400, Ordering::Relaxed);
    }
}

/// An Instagram of its own, which knows nothing of the workbench's practice account.
async fn instagram(folder: &Path) -> Running {
    PracticeServer::start(PracticeOptions::new(folder.join("instagram")))
        .await
        .unwrap()
}

fn at(instagram: &Running) -> ConnectOptions {
    ConnectOptions {
        graph_url: Some(instagram.base_url().to_owned()),
        ..ConnectOptions::default()
    }
}

async fn connected(place: &Place, instagram: &Running, flavour: Flavour) -> (String, String) {
    let login = match flavour {
        Flavour::Facebook => fanfold_practice::Flavour::Facebook,
        Flavour::Instagram => fanfold_practice::Flavour::Instagram,
    };
    let grant = instagram.endpoint().grant_with(login, Lifetime::Long).await;
    let token = grant.unwrap().access_token;
    let copied = format!("  \"{token}\"\r\n");
    let done = place.bench.connect_token(&copied, at(instagram)).await;
    let Connected::Done { accounts, .. } = done.unwrap() else {
        panic!("one account is no choice");
    };
    assert_eq!(accounts[0].flavour, flavour, "recognised by asking");
    (accounts[0].id.clone(), token)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_token_connects_whichever_login_it_came_through_and_again_is_the_same_account() {
    let place = place().await;
    let instagram = instagram(place.folder.path()).await;
    let (first, _) = connected(&place, &instagram, Flavour::Instagram).await;
    let (again, _) = connected(&place, &instagram, Flavour::Facebook).await;
    assert_eq!(first, again, "reconnected, by the other login");
    let rows = place.bench.account_rows().await.unwrap();
    let row = rows.iter().find(|row| row.id == first).unwrap();
    assert_eq!(row.flavour, Some(Flavour::Facebook));
    assert_eq!(row.token_state, TokenState::Valid);
    assert!(row.missing_permissions.is_empty(), "{row:?}");
    assert!(rows.iter().any(|row| row.id == "practice"), "always there");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_token_and_what_instagram_does_not_know_each_have_their_sentence() {
    let place = place().await;
    let instagram = instagram(place.folder.path()).await;
    let empty = place.bench.connect_token(" \r\n", at(&instagram)).await;
    assert_eq!(empty.unwrap_err().code(), "usage");
    let unknown = place.bench.connect_token("EAAnobody", at(&instagram)).await;
    let error = unknown.unwrap_err();
    assert_eq!(error.code(), "refused");
    assert!(error.hint().is_some(), "{error}");
    assert!(!format!("{error:?}").contains("EAAnobody"));
    let plain = ConnectOptions {
        graph_url: Some("http://graph.example.com".to_owned()),
        ..ConnectOptions::default()
    };
    let refused = place.bench.connect_token("EAAnobody", plain).await;
    assert_eq!(refused.unwrap_err().code(), "usage", "never unencrypted");
    assert_eq!(place.bench.account_list().await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn health_tells_permissions_quota_and_how_long_the_sign_in_lasts() {
    let place = place().await;
    let instagram = instagram(place.folder.path()).await;
    let (id, _) = connected(&place, &instagram, Flavour::Facebook).await;
    let health = place.bench.account_health(&id, true).await.unwrap();
    assert_eq!(
        health.tone,
        Tone::Ready,
        "{} {}",
        health.headline,
        health.sentence
    );
    let quota = health.quota.unwrap();
    assert_eq!((quota.used, quota.total), (0, 100));
    assert!(
        health
            .permissions
            .iter()
            .all(|one| one.state == PermissionState::Granted)
    );
    assert!(
        health
            .log
            .iter()
            .any(|call| call.what == "Read posting limit")
    );

    let withheld = instagram.endpoint().rehearse("no_publish", true).await;
    withheld.unwrap();
    let health = place.bench.account_health(&id, true).await.unwrap();
    assert_eq!(health.tone, Tone::Block);
    assert!(
        health.sentence.contains("Publish posts"),
        "{}",
        health.sentence
    );
    let row = place.bench.account_check(&id).await.unwrap();
    assert!(
        row.missing_permissions
            .contains(&"instagram_content_publish".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ended_sign_in_is_said_and_connecting_once_more_mends_it() {
    let place = place().await;
    let instagram = instagram(place.folder.path()).await;
    let (id, _) = connected(&place, &instagram, Flavour::Instagram).await;
    instagram
        .endpoint()
        .rehearse("access_expired", true)
        .await
        .unwrap();
    let health = place.bench.account_health(&id, true).await.unwrap();
    assert_eq!(health.tone, Tone::Block);
    assert!(health.account.problem.is_some() && health.account.mend.starts_with("Reconnect"));
    let row = place.bench.account_row(&id).await.unwrap();
    assert_eq!(row.token_state, TokenState::Expired);

    let (again, _) = connected(&place, &instagram, Flavour::Instagram).await;
    assert_eq!(again, id);
    let health = place.bench.account_health(&id, true).await.unwrap();
    assert_eq!(health.tone, Tone::Ready, "{}", health.headline);
    assert_eq!(health.account.problem, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_renews_itself_without_any_secret_when_its_time_has_come() {
    let place = place().await;
    let instagram = instagram(place.folder.path()).await;
    let (id, _) = connected(&place, &instagram, Flavour::Instagram).await;
    assert_eq!(place.bench.renew_due().await.unwrap(), 0, "too young");
    let young = place.bench.account_renew(&id).await.unwrap_err();
    assert_eq!(young.code(), "not_now");

    // The computer slept for two days, and so did Instagram's clock move.
    place.days_pass(2);
    let settings = serde_json::json!({ "clock_shift_seconds": 2 * 86_400 });
    let endpoint = instagram.endpoint();
    endpoint
        .admin(hyper::Method::POST, "/settings", Some(settings))
        .await
        .unwrap();
    assert_eq!(place.bench.renew_due().await.unwrap(), 1);
    let row = place.bench.account_row(&id).await.unwrap();
    let left = row
        .token_expires_at
        .unwrap()
        .duration_since(Timestamp::now());
    assert!(left > SignedDuration::from_hours(24 * 60), "{left:?}");
    assert_eq!(place.bench.renew_due().await.unwrap(), 0, "once is enough");

    place.days_pass(56);
    let health = place.bench.account_health(&id, false).await.unwrap();
    assert_eq!(health.sign_in.tone, Tone::Near, "{:?}", health.sign_in);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_account_leaves_no_secret_and_says_what_is_left_at_meta() {
    let place = place().await;
    let instagram = instagram(place.folder.path()).await;
    let (id, token) = connected(&place, &instagram, Flavour::Instagram).await;
    place.bench.account_health(&id, true).await.unwrap();
    let done = place.bench.account_disconnect(&id).await.unwrap();
    assert!(!done.steps.is_empty() && done.page.is_some());
    assert!(place.bench.account_list().await.unwrap().is_empty());
    assert_eq!(
        place.bench.account_row(&id).await.unwrap_err().code(),
        "usage"
    );
    let health = place.bench.account_health(&id, true).await;
    assert_eq!(health.unwrap_err().code(), "usage");
    place.bench.close().await.unwrap();
    nowhere_in(&place.folder.path().join("data"), &token);
}

/// No file of the folder holds the secret.
fn nowhere_in(folder: &Path, secret: &str) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            nowhere_in(&path, secret);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{} holds a secret", path.display());
        }
    }
}

async fn sign_in_event(bench: &Arc<Workbench>, fits: impl Fn(&SignInView) -> bool) -> SignInView {
    let mut events = bench.listen();
    let wait = async {
        loop {
            if let Ok(Event::SignIn { sign_in }) = events.recv().await
                && fits(&sign_in)
            {
                return *sign_in;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait)
        .await
        .unwrap()
}

/// The port is one, so this is one test.
#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story")]
async fn signing_in_through_the_browser_connects_by_either_login_and_says_what_went_wrong() {
    let place = place().await;
    let bench = &place.bench;
    let own = bench.sign_in_begin(Flavour::Instagram, false).await;
    assert_eq!(
        own.unwrap_err().code(),
        "not_now",
        "no app of one's own yet"
    );

    bench.use_practice().await.unwrap();
    let practice = fanfold_practice::ensure(PracticeOptions::new(bench.folder().practice())).await;
    let practice = practice.unwrap();
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        let (view, address) = bench.sign_in_begin(flavour, true).await.unwrap();
        assert!(view.listens && view.stage == SignInStage::Waiting);
        let allow = Consent::AllowBut(Vec::new());
        let back = practice.endpoint().consent(&address, &allow).await.unwrap();
        let heard = sign_in_event(bench, |view| view.stage != SignInStage::Asking);
        let (visited, done) = tokio::join!(visit(&back), heard);
        assert!(visited.contains("close this tab"), "{visited}");
        assert_eq!(
            done.stage,
            SignInStage::Done,
            "{:?} {:?}",
            done.error,
            done.hint
        );
        let Some(Connected::Done { accounts, .. }) = done.connected else {
            panic!("one account is no choice");
        };
        assert_eq!(
            (accounts[0].id.as_str(), accounts[0].flavour),
            ("practice", flavour)
        );
    }

    // Copied from the address bar instead; first something else, then somebody else's answer.
    let (view, address) = bench.sign_in_begin(Flavour::Facebook, true).await.unwrap();
    let nothing = bench.sign_in_answer(&view.id, "https://example.com/").await;
    assert_eq!(nothing.stage, SignInStage::Waiting);
    assert!(nothing.error.is_some() && nothing.hint.is_some());
    let foreign = "http://localhost:28713/fanfold?code=abc&state=another";
    let foreign = bench.sign_in_answer(&view.id, foreign).await;
    assert_eq!(
        foreign.stage,
        SignInStage::Waiting,
        "still waits for its own"
    );
    let less = Consent::AllowBut(vec!["instagram_manage_comments".to_owned()]);
    let back = practice.endpoint().consent(&address, &less).await.unwrap();
    let done = bench.sign_in_answer(&view.id, &back).await;
    let Some(Connected::Done { notes, .. }) = done.connected else {
        panic!("{:?} {:?}", done.error, done.hint);
    };
    assert!(
        notes.iter().any(|note| note.contains("Comments")),
        "{notes:?}"
    );
    let twice = bench.sign_in_answer(&view.id, &back).await;
    assert_eq!(twice.stage, SignInStage::Failed, "a code works once");

    let (view, address) = bench.sign_in_begin(Flavour::Instagram, true).await.unwrap();
    let back = practice
        .endpoint()
        .consent(&address, &Consent::Cancel)
        .await
        .unwrap();
    let refused = bench.sign_in_answer(&view.id, &back).await;
    assert_eq!(refused.stage, SignInStage::Failed);
    assert!(refused.error.unwrap().contains("said no"));
}

/// What the browser does with a redirect.
async fn visit(address: &str) -> String {
    use http_body_util::{BodyExt, Empty};
    let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new())
        .build_http::<Empty<hyper::body::Bytes>>();
    let address = address.split('#').next().unwrap();
    let reply = client.get(address.parse().unwrap()).await.unwrap();
    let body = reply.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_login_is_offered_the_media_hosts_it_can_use() {
    let place = place().await;
    let instagram = instagram(place.folder.path()).await;
    let (id, _) = connected(&place, &instagram, Flavour::Instagram).await;
    let host = place.bench.media_host(&id).await.unwrap();
    assert_eq!(
        host.form,
        HostForm::Loopback,
        "this Instagram is on this computer"
    );
    let page = place.bench.media_host_set(&id, HostForm::PagePhoto).await;
    assert_eq!(page.unwrap_err().code(), "usage");
    let bucket = HostForm::S3 {
        bucket: "bakery-media".to_owned(),
        prefix: "posts".to_owned(),
        endpoint: "http://127.0.0.1:1".to_owned(),
        region: "auto".to_owned(),
        access_key: "AKIA".to_owned(),
    };
    let host = place
        .bench
        .media_host_set(&id, bucket.clone())
        .await
        .unwrap();
    assert_eq!(host.form, bucket);
    assert!(host.problem.unwrap().contains("secret key"));
    let host = place.bench.media_host_key(&id, " s3cret \n").await.unwrap();
    assert!(host.has_secret && host.problem.is_none());
    let check = place.bench.media_host_check(&id).await.unwrap();
    assert_eq!(check.tone, Tone::Block, "nobody answers there: {check:?}");

    let (id, _) = connected(&place, &instagram, Flavour::Facebook).await;
    place
        .bench
        .media_host_set(&id, HostForm::PagePhoto)
        .await
        .unwrap();
    let check = place.bench.media_host_check(&id).await.unwrap();
    assert_eq!(check.tone, Tone::Ready, "{check:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_version_and_the_language_that_a_person_chose_are_in_the_next_call() {
    let place = place().await;
    let instagram = instagram(place.folder.path()).await;
    let (id, _) = connected(&place, &instagram, Flavour::Instagram).await;
    let mut settings = place.bench.settings();
    assert_eq!(settings.graph_version, "v25.0");
    settings.graph_version = "v23.0".to_owned();
    settings.message_language = "de_DE".to_owned();
    place.bench.set_settings(settings.clone()).await.unwrap();
    let health = place.bench.account_health(&id, true).await.unwrap();
    assert!(
        health.facts.iter().any(|fact| fact.value == "v23.0"),
        "{:?}",
        health.facts
    );
    let endpoint = instagram.endpoint();
    let asked = endpoint.admin(hyper::Method::GET, "/requests", None).await;
    let asked = asked.unwrap();
    let calls = asked["requests"].as_array().unwrap();
    let last = calls.last().unwrap();
    let path = last["path"].as_str().unwrap();
    assert!(path.starts_with("/v23.0/"), "{path}");
    assert_eq!(last["params"]["locale"], "de_DE");
    let first = calls.first().unwrap()["path"].as_str().unwrap();
    assert!(first.starts_with("/v25.0/"), "{first}");

    for (version, language) in [("25", ""), ("v25.0/me", ""), ("v25.0", "Deutsch")] {
        settings.graph_version = version.to_owned();
        settings.message_language = language.to_owned();
        let refused = place.bench.set_settings(settings.clone()).await;
        assert_eq!(refused.unwrap_err().code(), "usage", "{version} {language}");
    }
    assert_eq!(place.bench.settings().graph_version, "v23.0", "kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_choice_is_changed_by_its_name_and_nothing_else_with_it() {
    let place = place().await;
    let before = place.bench.settings();
    let after = place.bench.set_setting("missed", "ask").await.unwrap();
    assert_eq!(after.missed, fanfold_workbench::view::Missed::Ask);
    let after = place
        .bench
        .set_setting("keep_running", "off")
        .await
        .unwrap();
    assert!(!after.keep_running);
    assert_eq!(after.graph_version, before.graph_version);
    for (name, value) in [("missed", "never"), ("keep_running", "2"), ("no", "on")] {
        let refused = place.bench.set_setting(name, value).await;
        assert_eq!(refused.unwrap_err().code(), "usage", "{name}");
    }
    assert_eq!(place.bench.settings(), after);
}
