//! The client and the practice Instagram, which share no type, over real HTTP: whoever is wrong shows here.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fanfold_domain::publish::{
    ContainerId, ContainerState, ImageContainer, LivePost, MediaId, PostText,
};
use fanfold_domain::{Class, Refusal, Token, answer::Delivery};
use fanfold_graph::{Client, ClientOptions, Endpoint, Flavour, Quiet, Session};
use fanfold_hosting::{Host, LoopbackHost};
use fanfold_practice::{PracticeOptions, PracticeServer, Running};
use fanfold_tests::{exif::Notes, photos};
use hyper::Method;
use serde_json::{Value, json};

/// A practice server, a host with one photo, and where they keep things.
struct House {
    practice: Running,
    host: LoopbackHost,
    folder: tempfile::TempDir,
}

impl House {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = PracticeOptions::new(folder.path().join("practice"));
        let photo = photos::jpeg(&photos::picture(7, 640, 640), Notes::default());
        std::fs::write(folder.path().join("photo.jpg"), photo).unwrap();
        Self {
            practice: PracticeServer::start(options).await.unwrap(),
            host: LoopbackHost::start().await.unwrap(),
            folder,
        }
    }

    async fn session(&self, flavour: Flavour) -> (Session, String) {
        let login = match flavour {
            Flavour::Facebook => fanfold_practice::Flavour::Facebook,
            Flavour::Instagram => fanfold_practice::Flavour::Instagram,
        };
        let grant = self.practice.endpoint().grant_for(login).await.unwrap();
        let base = Endpoint::parse(self.practice.base_url()).unwrap();
        let client = Client::new(ClientOptions::new(base, flavour), Arc::new(Quiet)).unwrap();
        let session = client.session(Token::parse(&grant.access_token).unwrap());
        (session, grant.account.id)
    }

    async fn photo(&self, key: &str) -> ImageContainer {
        let file: &Path = &self.folder.path().join("photo.jpg");
        let offered = self.host.offer(key, file, "image/jpeg").await.unwrap();
        ImageContainer {
            image_url: offered.as_str().to_owned(),
            alt_text: Some("A test picture".to_owned()),
        }
    }

    async fn fail(&self, preset: &Value) {
        let wanted = Some(json!({ "preset": preset }));
        let endpoint = self.practice.endpoint();
        let post = Method::POST;
        endpoint.admin(post, "/faults", wanted).await.unwrap();
    }

    async fn heal(&self) {
        let endpoint = self.practice.endpoint();
        let delete = Method::DELETE;
        endpoint.admin(delete, "/faults", None).await.unwrap();
    }
}

async fn finished(session: &Session, ids: &[ContainerId]) {
    for _ in 0..100 {
        let readings = session.containers(ids).await.unwrap();
        if readings
            .iter()
            .all(|reading| reading.state == ContainerState::Finished)
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("the practice Instagram never finished");
}

#[tokio::test]
async fn a_carousel_goes_live_through_either_login() {
    let house = House::open().await;
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        let (session, account) = house.session(flavour).await;
        let found = session.instagram_accounts().await.unwrap();
        assert_eq!(
            found.first().map(|found| found.id.as_str()),
            Some(account.as_str())
        );
        let before = session.quota(&account).await.unwrap().used;

        let mut slides = Vec::new();
        for key in ["a", "b", "c"] {
            let photo = house.photo(key).await;
            slides.push(session.create_slide(&account, &photo).await.unwrap());
        }
        finished(&session, &slides).await;
        let words = PostText {
            caption: format!("{} #fold", flavour.name()),
            ..PostText::default()
        };
        let carousel = session
            .create_carousel(&account, &slides, &words)
            .await
            .unwrap();
        finished(&session, std::slice::from_ref(&carousel)).await;
        let media = session.publish(&account, &carousel).await.unwrap();

        let live = session.media(&media).await.unwrap();
        assert_eq!(live.caption.as_deref(), Some(words.caption.as_str()));
        assert!(live.permalink.is_some());
        let listed = session.recent_media(&account, 5).await.unwrap();
        assert_eq!(listed.first().map(|LivePost { id, .. }| id), Some(&media));
        let reading = session.container(&carousel).await.unwrap();
        assert_eq!(reading.state, ContainerState::Published);
        assert_eq!(session.quota(&account).await.unwrap().used, before + 1);

        let twice = session.publish(&account, &carousel).await.unwrap_err();
        assert_eq!(
            (twice.class, twice.delivery),
            (Class::ContainerGone, Delivery::Answered)
        );
        let comment = session.comment(&media, "first").await.unwrap();
        let comments = session.comments(&media).await.unwrap();
        assert!(
            comments
                .iter()
                .any(|found| found.id == comment && found.text == "first")
        );
    }
}

#[tokio::test]
async fn every_fault_at_hand_is_taken_for_what_it_is() {
    let house = House::open().await;
    let (session, account) = house.session(Flavour::Facebook).await;
    let get = Method::GET;
    let listed = house
        .practice
        .endpoint()
        .admin(get, "/presets", None)
        .await
        .unwrap();
    let presets = listed
        .get("presets")
        .or(Some(&listed))
        .and_then(Value::as_array);
    let mut tried = 0;
    for preset in presets.unwrap() {
        let word = |key: &str| preset.get(key).and_then(Value::as_str).unwrap_or_default();
        let fault = |key: &str| {
            preset
                .pointer(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        // Faults that only show later, or only slow things down, have flows of their own.
        let at_once = ["error", "html", "empty", "drop", "lost_reply"];
        if !at_once.contains(&fault("/fault/kind")) {
            continue;
        }
        house.fail(preset.get("name").unwrap()).await;
        let photo = house.photo(word("name")).await;
        let refusal = provoke(&session, &account, fault("/fault/on"), &photo).await;
        house.heal().await;
        let expected: Class = serde_json::from_value(json!(class_name(word("class")))).unwrap();
        assert_eq!(refusal.class, expected, "{}: {refusal}", word("name"));
        tried += 1;
    }
    assert!(tried > 25, "only {tried} faults were tried");
}

/// A call that the fault applies to.
async fn provoke(session: &Session, account: &str, on: &str, photo: &ImageContainer) -> Refusal {
    let gone = ContainerId("1".to_owned());
    match on {
        "create_child" | "fetch" => session.create_slide(account, photo).await.map(drop),
        "create_parent" => {
            let slides = [gone.clone(), ContainerId("2".to_owned())];
            let words = PostText::default();
            let made = session.create_carousel(account, &slides, &words).await;
            made.map(drop)
        }
        "comment" => session
            .comment(&MediaId("1".to_owned()), "x")
            .await
            .map(drop),
        _ => session.publish(account, &gone).await.map(drop),
    }
    .unwrap_err()
}

/// A preset's class as the catalogue names it.
fn class_name(class: &str) -> String {
    match class {
        "login needed at Instagram" => "login_needed".to_owned(),
        other => other.replace(' ', "_"),
    }
}

#[tokio::test]
async fn a_practice_instagram_that_is_switched_off_was_sent_nothing() {
    let house = House::open().await;
    let (session, account) = house.session(Flavour::Facebook).await;
    house.practice.shutdown().await;
    let refusal = session.quota(&account).await.unwrap_err();
    assert_eq!(
        (refusal.class, refusal.delivery),
        (Class::Transient, Delivery::NotSent)
    );
}
