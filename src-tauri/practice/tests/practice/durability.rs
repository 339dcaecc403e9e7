//! What was answered once stays so: restarts, kills, races, one server a folder.

use std::path::Path;

use fanfold_practice::{PracticeError, PracticeOptions, PracticeServer, ensure};
use serde_json::json;

use crate::support::{Practice, run};

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[tokio::test]
async fn a_restart_keeps_posts_containers_tokens_and_the_address() {
    let practice = Practice::start().await;
    let live = practice.carousel(3, "kept").await;
    let media = practice.publish(&live).await.unwrap().id();
    let waiting = practice.single("waits").await;
    let address = practice.server.base_url().to_owned();

    let practice = practice.restart().await;
    assert_eq!(practice.server.base_url(), address);
    assert_eq!(practice.posts().await, 1);
    assert_eq!(practice.status(&live).await["status_code"], "PUBLISHED");
    assert_eq!(
        practice.publish(&live).await.unwrap().error(),
        (24, 2_207_006)
    );
    let other = practice.publish(&waiting).await.unwrap().id();
    assert_ne!(other, media);
}

#[tokio::test]
async fn what_was_answered_is_on_disk_even_if_the_process_dies_at_once() {
    let practice = Practice::start().await;
    let container = practice.carousel(2, "durable").await;
    practice.publish(&container).await.unwrap().id();
    // The folder as a kill at this moment would leave it.
    let left = tempfile::tempdir().unwrap();
    copy(practice.folder.path(), left.path());
    let Practice {
        token,
        account,
        host,
        ..
    } = practice;
    let server = run(left.path()).await;
    let after = Practice {
        folder: left,
        server,
        token,
        account,
        host,
    };
    assert_eq!(after.posts().await, 1);
    assert_eq!(after.status(&container).await["status_code"], "PUBLISHED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn racing_publishes_of_one_container_give_one_post() {
    let practice = Practice::start().await;
    let container = practice.carousel(2, "once").await;
    let tries = (0..16).map(|_| practice.publish(&container));
    let replies = futures::future::join_all(tries).await;
    let won = replies
        .iter()
        .flatten()
        .filter(|reply| reply.status == 200)
        .count();
    assert_eq!((won, practice.posts().await), (1, 1));
    let lost = replies.iter().flatten().filter(|reply| reply.status != 200);
    assert!(
        lost.map(super::support::Reply::error)
            .all(|error| error == (24, 2_207_006))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn children_made_side_by_side_all_exist_with_ids_of_their_own() {
    let practice = Practice::start().await;
    let url = practice
        .host
        .put("same.jpg", crate::support::jpeg(320, 320));
    let params = [("image_url", url.as_str()), ("is_carousel_item", "true")];
    let replies = futures::future::join_all((0..10).map(|_| practice.create(&params))).await;
    let ids: std::collections::HashSet<String> =
        replies.iter().map(super::support::Reply::id).collect();
    assert_eq!(ids.len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_folder_has_one_server_however_many_ask() {
    let folder = tempfile::tempdir().unwrap();
    let options = PracticeOptions::new(folder.path());
    let asked = (0..8).map(|_| ensure(options.clone()));
    let services: Vec<_> = futures::future::join_all(asked)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let ours = services.iter().filter(|service| service.is_ours()).count();
    let first = services[0].endpoint();
    assert_eq!(ours, 1);
    assert!(services.iter().all(|service| service.endpoint() == first));
    let second = PracticeServer::start(options.clone()).await;
    assert!(matches!(second, Err(PracticeError::AlreadyServed)));
    for service in services {
        service.shutdown().await;
    }
    assert!(ensure(options).await.unwrap().is_ours());
}

#[tokio::test]
async fn a_stale_address_file_is_not_believed() {
    let stranger = Practice::start().await;
    let folder = tempfile::tempdir().unwrap();
    // Says that this folder is served where another folder's server answers.
    let stale = std::fs::read(stranger.folder.path().join("practice.json")).unwrap();
    std::fs::write(folder.path().join("practice.json"), stale).unwrap();
    let service = ensure(PracticeOptions::new(folder.path())).await.unwrap();
    assert!(service.is_ours());
    assert_ne!(service.base_url(), stranger.server.base_url());
    std::fs::write(folder.path().join("practice.json"), b"{ half").unwrap();
    service.shutdown().await;
    assert!(
        ensure(PracticeOptions::new(folder.path()))
            .await
            .unwrap()
            .is_ours()
    );
}

#[tokio::test]
async fn what_has_had_its_time_leaves_memory_and_disk() {
    let mut practice = Practice::start().await;
    let url = practice.host.put("old.jpg", crate::support::jpeg(400, 400));
    let old = practice.create(&[("image_url", &url)]).await.id();
    let live = practice.carousel(2, "stays").await;
    let media = practice.publish(&live).await.unwrap().id();
    practice.take_token(json!({ "expires_in": 60 })).await;
    let short = practice.token.clone();
    practice.take_token(json!({})).await;
    practice.pass(47 * 3600).await;
    practice.single("day two").await;
    assert_eq!(practice.status(&old).await["status_code"], "EXPIRED");
    assert_eq!(practice.status(&live).await["status_code"], "PUBLISHED");
    practice.pass(2 * 3600).await;
    let young = practice.single("day three").await;
    let gone = practice.call("GET", &format!("/{old}"), &[]).await;
    assert_eq!(gone.error(), (100, 33));
    assert_eq!(
        practice.call("GET", &format!("/{media}"), &[]).await.status,
        200
    );
    practice.pass(40 * 86_400).await;
    practice.take_token(json!({})).await;
    let kept = std::mem::replace(&mut practice.token, short);
    assert_eq!(practice.call("GET", "/me", &[]).await.error(), (190, 0));
    practice.token = kept;
    let pictures = |practice: &Practice| {
        std::fs::read_dir(practice.folder.path().join("pictures"))
            .unwrap()
            .count()
    };
    assert_eq!(pictures(&practice), 3);
    let practice = practice.restart().await;
    assert_eq!(
        practice
            .call("GET", &format!("/{young}"), &[])
            .await
            .error(),
        (100, 33)
    );
    assert_eq!(
        practice.call("GET", &format!("/{media}"), &[]).await.status,
        200
    );
    assert_eq!(pictures(&practice), 2);
}
