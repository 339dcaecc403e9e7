//! A video in pieces: the upload address, its headers, its own refusals.

use serde_json::{Value, json};

use crate::support::{Practice, Reply, movie};

const REEL: [(&str, &str); 2] = [("media_type", "REELS"), ("upload_type", "resumable")];

/// A container that waits for bytes, and the path to send them to.
async fn container(practice: &Practice, own: &[(&str, &str)]) -> (String, String) {
    let made = practice.create(own).await.json();
    let id = made["id"].as_str().unwrap().to_owned();
    let uri = made["uri"].as_str().unwrap();
    let path = uri.strip_prefix(practice.server.base_url()).unwrap();
    assert_eq!(path, format!("/ig-api-upload/v25.0/{id}"));
    (id, path.to_owned())
}

struct Piece<'a> {
    path: &'a str,
    offset: &'a str,
    size: &'a str,
    body: &'a [u8],
}

async fn send(practice: &Practice, piece: &Piece<'_>) -> Option<Reply> {
    let token = format!("OAuth {}", practice.token);
    let mut headers = vec![("authorization", token.as_str())];
    for (name, value) in [("offset", piece.offset), ("file_size", piece.size)] {
        if !value.is_empty() {
            headers.push((name, value));
        }
    }
    practice
        .send("POST", piece.path, &headers, piece.body)
        .await
}

async fn video_status(practice: &Practice, id: &str) -> Value {
    let fields = [("fields", "id,status,status_code,video_status")];
    practice
        .call("GET", &format!("/{id}"), &fields)
        .await
        .json()
}

fn refused(reply: &Reply) -> String {
    assert_eq!(reply.status, 400, "{}", reply.text());
    let body = reply.json();
    assert!(body["debug_info"]["retriable"].is_boolean());
    assert!(body.get("error").is_none());
    body["debug_info"]["type"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_reel_is_sent_whole_and_goes_live() {
    let practice = Practice::start().await;
    let film = movie(1080, 1920, 5);
    let caption = [REEL[0], REEL[1], ("caption", "moving")];
    let (id, path) = container(&practice, &caption).await;
    let before = video_status(&practice, &id).await;
    assert_eq!(before["status_code"], "IN_PROGRESS");
    assert_eq!(
        before["video_status"],
        json!({
            "uploading_phase": { "status": "not_started", "bytes_transferred": 0 },
            "processing_phase": { "status": "not_started" },
        })
    );
    assert_eq!(
        practice.publish(&id).await.unwrap().error(),
        (9007, 2_207_027)
    );
    let size = film.len().to_string();
    let whole = Piece {
        path: &path,
        offset: "0",
        size: &size,
        body: &film,
    };
    let reply = send(&practice, &whole).await.unwrap();
    assert_eq!(
        reply.json(),
        json!({ "success": true, "message": "Upload successful." })
    );
    let after = video_status(&practice, &id).await;
    assert_eq!(after["status_code"], "FINISHED");
    assert_eq!(
        after["video_status"]["uploading_phase"]["bytes_transferred"],
        film.len()
    );
    assert_eq!(
        refused(&send(&practice, &whole).await.unwrap()),
        "ParameterValidationError"
    );
    let media = practice.publish(&id).await.unwrap().id();
    let fields = [(
        "fields",
        "media_type,media_product_type,media_url,permalink,thumbnail_url",
    )];
    let node = practice
        .call("GET", &format!("/{media}"), &fields)
        .await
        .json();
    assert_eq!(
        (&node["media_type"], &node["media_product_type"]),
        (&json!("VIDEO"), &json!("REELS"))
    );
    assert!(node["permalink"].as_str().unwrap().contains("/reel/"));
    let url = node["media_url"].as_str().unwrap();
    let url = url.strip_prefix(practice.server.base_url()).unwrap();
    let file = practice.send("GET", url, &[], b"").await.unwrap();
    assert_eq!(file.body, film);
}

#[tokio::test]
async fn what_arrived_before_the_connection_dropped_stays_and_the_rest_follows() {
    let practice = Practice::start().await;
    let film = movie(720, 1280, 4);
    let (id, path) = container(&practice, &REEL).await;
    practice.fault(json!({ "preset": "upload_cut" })).await;
    let size = film.len().to_string();
    let whole = Piece {
        path: &path,
        offset: "0",
        size: &size,
        body: &film,
    };
    assert!(send(&practice, &whole).await.is_none());
    let practice = practice.restart().await;
    let phase = video_status(&practice, &id).await["video_status"]["uploading_phase"].clone();
    let have = usize::try_from(phase["bytes_transferred"].as_u64().unwrap()).unwrap();
    assert_eq!(
        (have, &phase["status"]),
        (film.len() / 2, &json!("in_progress"))
    );

    let at = have.to_string();
    let rest = &film[have..];
    let other_size = (film.len() + 1).to_string();
    for (offset, size, body) in [
        ("0", size.as_str(), &film[..]),
        (at.as_str(), other_size.as_str(), &film[have - 1..]),
        (&at, &size, &rest[1..]),
        ("", &size, rest),
        (&at, "", rest),
        ("-1", &size, rest),
    ] {
        let piece = Piece {
            path: &path,
            offset,
            size,
            body,
        };
        let reply = send(&practice, &piece).await.unwrap();
        assert_eq!(
            refused(&reply),
            "ParameterValidationError",
            "{offset} {size}"
        );
    }
    let piece = Piece {
        path: &path,
        offset: &at,
        size: &size,
        body: rest,
    };
    assert_eq!(send(&practice, &piece).await.unwrap().status, 200);
    assert_eq!(
        video_status(&practice, &id).await["status_code"],
        "FINISHED"
    );
}

#[tokio::test]
async fn a_client_that_hangs_up_loses_nothing_that_was_sent() {
    let practice = Practice::start().await;
    let film = movie(720, 1280, 4);
    let (id, path) = container(&practice, &REEL).await;
    let (length, token) = (film.len().to_string(), format!("OAuth {}", practice.token));
    let headers = [
        ("authorization", token.as_str()),
        ("offset", "0"),
        ("file_size", &length),
        ("content-length", &length),
    ];
    // Promises the whole and sends a third; `exchange` then waits, so the end is the client's.
    let half = practice.send("POST", &path, &headers, &film[..film.len() / 3]);
    let _ = tokio::time::timeout(std::time::Duration::from_millis(300), half).await;
    let arrived = async {
        loop {
            let status = video_status(&practice, &id).await;
            let have = status["video_status"]["uploading_phase"]["bytes_transferred"].as_u64();
            if have == Some(film.len() as u64 / 3) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let soon = std::time::Duration::from_secs(10);
    tokio::time::timeout(soon, arrived)
        .await
        .expect("the bytes stay");
    let at = (film.len() / 3).to_string();
    let rest = Piece {
        path: &path,
        offset: &at,
        size: &length,
        body: &film[film.len() / 3..],
    };
    let finished = async {
        // The server may still be noticing that the first connection is gone.
        while send(&practice, &rest)
            .await
            .is_none_or(|reply| reply.status != 200)
        {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(soon, finished)
        .await
        .expect("the rest is taken");
    assert_eq!(
        video_status(&practice, &id).await["status_code"],
        "FINISHED"
    );
}

#[tokio::test]
async fn only_facebook_login_and_only_its_own_scheme_may_upload() {
    let mut practice = Practice::start().await;
    let film = movie(1080, 1920, 5);
    let (_, path) = container(&practice, &REEL).await;
    let size = film.len().to_string();
    let try_with = async |scheme: &str| {
        let headers = [
            ("authorization", scheme),
            ("offset", "0"),
            ("file_size", &size),
        ];
        practice.send("POST", &path, &headers, &film).await.unwrap()
    };
    let bearer = format!("Bearer {}", practice.token);
    for scheme in [bearer.as_str(), "OAuth nonsense", "OAuth", "x"] {
        assert_eq!(
            refused(&try_with(scheme).await),
            "NotAuthorizedError",
            "{scheme}"
        );
    }
    let good = practice.token.clone();
    practice
        .admin(
            "DELETE",
            "/token",
            json!({ "access_token": good, "subcode": 460 }),
        )
        .await;
    assert_eq!(
        refused(&try_with(&format!("OAuth {good}")).await),
        "NotAuthorizedError"
    );
    practice.take_token(json!({ "flavour": "instagram" })).await;
    let other = format!("OAuth {}", practice.token);
    let headers = [
        ("authorization", other.as_str()),
        ("offset", "0"),
        ("file_size", &size),
    ];
    let reply = practice.send("POST", &path, &headers, &film).await.unwrap();
    assert_eq!(refused(&reply), "NotAuthorizedError");
    assert_eq!(practice.create(&REEL).await.error(), (100, 0));
    let log = practice
        .admin("GET", "/requests?operation=upload", Value::Null)
        .await;
    assert!(log["count"].as_u64().unwrap() > 4 && !log.to_string().contains(&good));
}

#[tokio::test]
async fn an_upload_may_name_an_address_instead_of_bytes() {
    let practice = Practice::start().await;
    let url = practice.host.put("film.mp4", movie(1080, 1920, 5));
    let token = format!("OAuth {}", practice.token);
    let (id, path) = container(&practice, &REEL).await;
    let missing = format!("{}/none.mp4", practice.host.url);
    let bad = [("authorization", token.as_str()), ("file_url", &missing)];
    let reply = practice.send("POST", &path, &bad, b"").await.unwrap();
    assert_eq!(refused(&reply), "ProcessingFailedError");
    let good = [("authorization", token.as_str()), ("file_url", &url)];
    assert_eq!(
        practice
            .send("POST", &path, &good, b"")
            .await
            .unwrap()
            .status,
        200
    );
    assert_eq!(practice.status(&id).await["status_code"], "FINISHED");
}

#[tokio::test]
async fn bytes_that_are_no_good_video_end_in_a_status_text() {
    let practice = Practice::start().await;
    let child = [
        ("media_type", "VIDEO"),
        ("upload_type", "resumable"),
        ("is_carousel_item", "true"),
    ];
    let late = [REEL[0], REEL[1], ("thumb_offset", "5000")];
    for (own, film, subcode) in [
        (&REEL[..], b"no video at all".to_vec(), 2_207_026),
        (&REEL[..], movie(360, 640, 5), 2_207_082),
        (&child[..], movie(1080, 1080, 2), 2_207_077),
        (&late[..], movie(1080, 1920, 5), 2_207_057),
    ] {
        let (id, path) = container(&practice, own).await;
        let size = film.len().to_string();
        let piece = Piece {
            path: &path,
            offset: "0",
            size: &size,
            body: &film,
        };
        assert_eq!(send(&practice, &piece).await.unwrap().status, 200);
        let status = video_status(&practice, &id).await;
        assert_eq!(status["status_code"], "ERROR");
        let text = format!("Error: Media upload has failed with error code {subcode}");
        assert_eq!(status["status"], text);
        let errors = &status["video_status"]["processing_phase"]["errors"];
        assert_eq!(errors[0]["code"], subcode);
    }
}

#[tokio::test]
async fn the_upload_hosts_own_errors_come_in_its_own_words() {
    let practice = Practice::start().await;
    let film = movie(1080, 1920, 5);
    let size = film.len().to_string();
    let (_, path) = container(&practice, &REEL).await;
    let piece = Piece {
        path: &path,
        offset: "0",
        size: &size,
        body: &film,
    };
    for (name, kind, retriable) in [
        ("upload_processing", "ProcessingFailedError", false),
        ("upload_retriable", "ProcessingFailedError", true),
        ("upload_not_authorized", "NotAuthorizedError", false),
        ("upload_parameter", "ParameterValidationError", false),
    ] {
        practice.fault(json!({ "preset": name, "times": 1 })).await;
        let info = send(&practice, &piece).await.unwrap().json()["debug_info"].clone();
        assert_eq!(
            (&info["type"], &info["retriable"]),
            (&json!(kind), &json!(retriable))
        );
    }
    practice
        .fault(json!({ "on": "upload", "kind": "lost_reply", "times": 1 }))
        .await;
    assert!(send(&practice, &piece).await.is_none());
    let again = send(&practice, &piece).await.unwrap();
    assert_eq!(refused(&again), "ParameterValidationError");
}

#[tokio::test]
async fn a_carousel_waits_for_no_missing_bytes_and_mixes_videos_with_pictures() {
    let practice = Practice::start().await;
    let child = [
        ("media_type", "VIDEO"),
        ("upload_type", "resumable"),
        ("is_carousel_item", "true"),
    ];
    let (video, path) = container(&practice, &child).await;
    let picture = practice.children(1).await.remove(0);
    let children = format!("{picture},{video}");
    let carousel = [("media_type", "CAROUSEL"), ("children", children.as_str())];
    assert_eq!(practice.create(&carousel).await.error(), (9007, 2_207_027));
    let film = movie(1080, 1080, 5);
    let size = film.len().to_string();
    let piece = Piece {
        path: &path,
        offset: "0",
        size: &size,
        body: &film,
    };
    assert_eq!(send(&practice, &piece).await.unwrap().status, 200);
    let parent = practice.create(&carousel).await.id();
    let media = practice.publish(&parent).await.unwrap().id();
    let fields = [("fields", "children{media_type}")];
    let node = practice
        .call("GET", &format!("/{media}"), &fields)
        .await
        .json();
    let kinds: Vec<&str> = node["children"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|child| child["media_type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["IMAGE", "VIDEO"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn racing_uploads_of_one_video_give_one_video() {
    let practice = Practice::start().await;
    let film = movie(1080, 1920, 5);
    let (id, path) = container(&practice, &REEL).await;
    let size = film.len().to_string();
    let piece = Piece {
        path: &path,
        offset: "0",
        size: &size,
        body: &film,
    };
    let replies = futures::future::join_all((0..8).map(|_| send(&practice, &piece))).await;
    let taken = replies.iter().flatten().filter(|reply| reply.status == 200);
    assert_eq!(taken.count(), 1);
    let status = video_status(&practice, &id).await;
    assert_eq!(status["status_code"], "FINISHED");
    assert_eq!(
        status["video_status"]["uploading_phase"]["bytes_transferred"],
        film.len()
    );
}

#[tokio::test]
async fn a_refusal_reaches_the_caller_who_is_still_sending() {
    let practice = Practice::start().await;
    // More than any buffer on the way holds.
    let film = vec![0; 24 << 20];
    let size = film.len().to_string();
    let (id, path) = container(&practice, &REEL).await;
    let whole = Piece {
        path: &path,
        offset: "0",
        size: &size,
        body: &film,
    };
    let fault = json!({ "on": "upload", "kind": "error", "times": 1, "error": { "code": 190 } });
    practice.fault(fault).await;
    let reply = send(&practice, &whole).await.expect("the fault's answer");
    assert_eq!(refused(&reply), "NotAuthorizedError");

    let elsewhere = path.replace(&id, "1");
    let unknown = Piece {
        path: &elsewhere,
        ..whole
    };
    let reply = send(&practice, &unknown).await.expect("a refusal");
    assert_eq!(refused(&reply), "ParameterValidationError");
}
