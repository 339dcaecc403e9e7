//! A Page's photos as a host, with a Page that only remembers.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::sync::Mutex;

use async_trait::async_trait;
use fanfold_domain::answer::{Answer, Refusal};
use fanfold_domain::catalogue::refuse_answer;
use fanfold_hosting::{Host, HostError, HostedUrl, PagePhoto, PagePhotoHost, PagePhotos};

#[derive(Default)]
struct Page {
    address: &'static str,
    refuses: bool,
    done: Mutex<Vec<String>>,
}

#[async_trait]
impl PagePhotos for &Page {
    async fn upload(&self, picture: &Path, content_type: &str) -> Result<PagePhoto, Refusal> {
        if self.refuses {
            return Err(refuse_answer(Answer::of_codes(200, None)));
        }
        let name = picture.file_name().unwrap().to_string_lossy();
        self.done
            .lock()
            .unwrap()
            .push(format!("upload {name} {content_type}"));
        Ok(PagePhoto {
            id: "9".into(),
            url: self.address.into(),
        })
    }

    async fn delete(&self, id: &str) -> Result<(), Refusal> {
        self.done.lock().unwrap().push(format!("delete {id}"));
        Ok(())
    }
}

fn photo(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let path = folder.path().join("a.jpg");
    std::fs::write(&path, b"x").unwrap();
    path
}

#[tokio::test]
async fn a_picture_is_uploaded_offered_and_deleted_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page {
        address: "https://scontent.example/p.jpg?oh=1",
        ..Page::default()
    };
    let host = PagePhotoHost::new(&page);
    let url = host
        .offer("k", &photo(&folder), "image/jpeg")
        .await
        .unwrap();
    assert_eq!(url.as_str(), "https://scontent.example/p.jpg?oh=1");
    let kept = HostedUrl::with_handle(url.as_str(), url.handle()).unwrap();
    host.withdraw(&kept).await.unwrap();
    assert_eq!(
        *page.done.lock().unwrap(),
        ["upload a.jpg image/jpeg", "delete 9"]
    );
    assert_eq!(host.name(), "page-photo");
}

#[tokio::test]
async fn videos_lost_photos_and_useless_addresses_are_refused_and_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page {
        address: "no address",
        ..Page::default()
    };
    let host = PagePhotoHost::new(&page);
    let video = host.offer("k", &photo(&folder), "video/mp4").await;
    assert!(matches!(video, Err(HostError::Refused(_))));
    let gone = host
        .offer("k", &folder.path().join("b"), "image/jpeg")
        .await;
    assert!(matches!(gone, Err(HostError::File { .. })));
    assert!(page.done.lock().unwrap().is_empty());
    let useless = host.offer("k", &photo(&folder), "image/jpeg").await;
    assert!(matches!(useless, Err(HostError::Refused(_))));
    assert_eq!(page.done.lock().unwrap().last().unwrap(), "delete 9");
}

#[tokio::test]
async fn a_refusal_of_metas_comes_through_whole() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page {
        refuses: true,
        ..Page::default()
    };
    let refused = PagePhotoHost::new(&page)
        .offer("k", &photo(&folder), "image/jpeg")
        .await;
    let Err(HostError::Meta(refusal)) = refused else {
        panic!("not Meta's");
    };
    assert_eq!(refusal.answer.code, Some(200));
}
