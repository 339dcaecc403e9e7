//! Every kind of post at the practice Instagram with the real client, by either login: created, published, looked at,
//! commented and taken away; and a film whose upload breaks off.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use fanfold_domain::publish::{
    Carousel, ContainerId, ContainerState, Cover, FeedImage, Graduation, ImageSlide, MediaId,
    NewContainer, PlacedTag, Reel, StoryImage, StoryTag, StoryVideo, VideoSlide, VideoSource,
    WholePost,
};
use fanfold_domain::{Class, Token};
use fanfold_graph::{
    Client, ClientOptions, Endpoint, Flavour, InsightsOf, Quiet, Session, UploadFrom,
};
use fanfold_hosting::{Doctor, Host, LoopbackHost, Reach, Wanted};
use fanfold_practice::{PracticeOptions, PracticeServer, Running};
use hyper::Method;
use serde_json::json;

/// A practice server, a host, a photo and a film.
struct Studio {
    practice: Running,
    host: LoopbackHost,
    photo: PathBuf,
    film: PathBuf,
    _folder: tempfile::TempDir,
}

impl Studio {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (photo, film) = (
            folder.path().join("photo.jpg"),
            folder.path().join("film.mp4"),
        );
        let still = "testsrc=size=1080x1080";
        ffmpeg(&["-f", "lavfi", "-i", still, "-frames:v", "1"], &photo);
        let moving = "testsrc=size=720x1280:rate=30:duration=4";
        let sound = "sine=frequency=440:duration=4";
        ffmpeg(
            &[
                "-f",
                "lavfi",
                "-i",
                moving,
                "-f",
                "lavfi",
                "-i",
                sound,
                "-c:v",
                "libx264",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-movflags",
                "+faststart",
            ],
            &film,
        );
        let options = PracticeOptions::new(folder.path().join("practice"));
        let practice = PracticeServer::start(options).await.unwrap();
        let quickly = Some(json!({ "processing_ms": 50 }));
        let endpoint = practice.endpoint();
        endpoint
            .admin(Method::POST, "/settings", quickly)
            .await
            .unwrap();
        Self {
            practice,
            host: LoopbackHost::start().await.unwrap(),
            photo,
            film,
            _folder: folder,
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

    async fn offer(&self, file: &Path, kind: &str) -> String {
        let offered = self.host.offer(kind, file, kind).await.unwrap();
        offered.as_str().to_owned()
    }
}

fn ffmpeg(arguments: &[&str], to: &Path) {
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-y"]).args(arguments).arg(to);
    let made = command.status();
    assert!(
        made.expect("ffmpeg is installed: cargo xtask test does it")
            .success()
    );
}

async fn finished(session: &Session, id: &ContainerId) {
    for _ in 0..300 {
        let reading = session.container(id).await.unwrap();
        assert!(reading.refusal.is_none(), "{reading:?}");
        if reading.state == ContainerState::Finished {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the practice Instagram never finished");
}

async fn publish(session: &Session, account: &str, what: &NewContainer) -> MediaId {
    let created = session.create(account, what).await.unwrap();
    finished(session, &created.id).await;
    session.publish(account, &created.id).await.unwrap()
}

fn post(caption: &str) -> WholePost {
    WholePost {
        caption: caption.to_owned(),
        collaborators: vec!["ann".to_owned()],
        is_ai_generated: true,
        ..WholePost::default()
    }
}

fn single_kinds(photo: &str, film: &str) -> Vec<(NewContainer, InsightsOf, &'static str)> {
    let film = || VideoSource::Url(film.to_owned());
    let image = FeedImage {
        image_url: photo.to_owned(),
        alt_text: Some("A test picture".to_owned()),
        tags: vec![PlacedTag {
            username: "ann".to_owned(),
            x: 0.3,
            y: 0.4,
        }],
        post: post("image"),
        ..FeedImage::default()
    };
    let reel = Reel {
        tags: vec!["ann".to_owned()],
        cover: Some(Cover::Frame(1000)),
        share_to_feed: Some(true),
        audio_name: Some("Mine".to_owned()),
        ..Reel::new(film(), post("reel"))
    };
    let trial = Reel {
        cover: Some(Cover::Url(photo.to_owned())),
        trial: Some(Graduation::Manual),
        ..Reel::new(film(), WholePost::default())
    };
    let story = StoryImage {
        image_url: photo.to_owned(),
        tags: vec![StoryTag {
            username: "ann".to_owned(),
            at: None,
        }],
        is_ai_generated: false,
    };
    let clip = StoryVideo {
        video: film(),
        tags: Vec::new(),
        is_ai_generated: false,
    };
    vec![
        (NewContainer::Image(image), InsightsOf::Feed, "FEED"),
        (NewContainer::Reel(reel), InsightsOf::Reel, "REELS"),
        (NewContainer::Reel(trial), InsightsOf::Reel, "REELS"),
        (NewContainer::StoryImage(story), InsightsOf::Story, "STORY"),
        (NewContainer::StoryVideo(clip), InsightsOf::Story, "STORY"),
    ]
}

async fn carousel(session: &Session, account: &str, photo: &str, film: &str) -> NewContainer {
    let picture = ImageSlide {
        image_url: photo.to_owned(),
        ..ImageSlide::default()
    };
    let clip = VideoSlide {
        video: VideoSource::Url(film.to_owned()),
        tags: Vec::new(),
        products: Vec::new(),
        thumb_offset: Some(500),
    };
    let mut slides = Vec::new();
    for slide in [
        NewContainer::ImageSlide(picture),
        NewContainer::VideoSlide(clip),
    ] {
        let created = session.create(account, &slide).await.unwrap();
        finished(session, &created.id).await;
        slides.push(created.id);
    }
    NewContainer::Carousel(Carousel {
        slides,
        post: post("carousel"),
    })
}

#[tokio::test]
async fn every_kind_of_post_goes_live_through_either_login() {
    let studio = Studio::open().await;
    let photo = studio.offer(&studio.photo, "image/jpeg").await;
    let film = studio.offer(&studio.film, "video/mp4").await;
    for flavour in [Flavour::Facebook, Flavour::Instagram] {
        let (session, account) = studio.session(flavour).await;
        let mut kinds = single_kinds(&photo, &film);
        let album = carousel(&session, &account, &photo, &film).await;
        kinds.push((album, InsightsOf::Feed, "FEED"));
        for (what, of, product) in &kinds {
            let media = publish(&session, &account, what).await;
            let details = session.media_details(&media).await.unwrap();
            assert_eq!(details.product_type.as_deref(), Some(*product));
            let figures = session.insights(&media, *of).await.unwrap();
            assert!(
                figures
                    .iter()
                    .all(|figure| of.metrics().contains(&figure.name.as_str()))
            );
        }
        assert!(session.stories(&account).await.unwrap().len() >= 2);

        let newest = session
            .recent_media(&account, 1)
            .await
            .unwrap()
            .remove(0)
            .id;
        session.enable_comments(&newest, false).await.unwrap();
        session.enable_comments(&newest, true).await.unwrap();
        let comment = session.comment(&newest, "first").await.unwrap();
        session.delete_comment(&comment).await.unwrap();
        assert!(session.comments(&newest).await.unwrap().is_empty());
        let deleted = session.delete_media(&newest).await.unwrap();
        assert_eq!(deleted, flavour == Flavour::Facebook);
        assert_eq!(session.media(&newest).await.is_err(), deleted);
    }
}

#[tokio::test]
async fn an_upload_that_broke_off_goes_on_from_what_has_arrived() {
    let studio = Studio::open().await;
    let (session, account) = studio.session(Flavour::Facebook).await;
    let reel = NewContainer::Reel(Reel::new(VideoSource::Upload, post("uploaded")));
    let created = session.create(&account, &reel).await.unwrap();
    let to = created.upload_to.unwrap();
    let bytes = std::fs::read(&studio.film).unwrap();
    let size = bytes.len() as u64;
    let half = std::io::Cursor::new(bytes.get(..bytes.len() / 2).unwrap().to_vec());
    let from = UploadFrom {
        to: &to,
        offset: 0,
        size,
    };
    let cut = session.upload(from, half, |_| {}).await.unwrap_err();
    assert_eq!(cut.class, Class::Transient);

    let details = session.container_details(&created.id).await.unwrap();
    let arrived = details.upload.unwrap().transferred;
    assert!(arrived < size);
    let wrong = session
        .upload_file(&to, arrived + 1, &studio.film, |_| {})
        .await;
    assert_eq!(wrong.unwrap_err().class, Class::OurFault);
    session
        .upload_file(&to, arrived, &studio.film, |_| {})
        .await
        .unwrap();
    finished(&session, &created.id).await;
    session.publish(&account, &created.id).await.unwrap();
}

#[tokio::test]
async fn a_pages_photo_serves_as_a_host_and_a_place_can_be_tagged() {
    let studio = Studio::open().await;
    let (session, account) = studio.session(Flavour::Facebook).await;
    let found = session.instagram_accounts().await.unwrap().remove(0);
    let (page, token) = found.page.unwrap();
    let pages = session.with_token(token);
    let bytes = std::fs::read(&studio.photo).unwrap();
    let length = bytes.len() as u64;
    let picture = std::io::Cursor::new(bytes);
    let photo = pages
        .upload_photo(&page, picture, length, "image/jpeg")
        .await
        .unwrap();
    let source = pages.photo_source(&photo).await.unwrap();
    let wanted = Wanted::Picture { bytes: None };
    let doctor = Doctor::new().unwrap();
    let seen = doctor
        .examine(&source.url, wanted, Reach::ThisComputer)
        .await;
    assert_eq!(seen.findings, []);

    let place = session.places("practice").await.unwrap().remove(0);
    let image = FeedImage {
        image_url: source.url,
        post: WholePost {
            location_id: Some(place.id),
            ..post("tagged")
        },
        ..FeedImage::default()
    };
    publish(&session, &account, &NewContainer::Image(image)).await;
    pages.delete_photo(&photo).await.unwrap();
    assert!(pages.photo_source(&photo).await.is_err());
}
