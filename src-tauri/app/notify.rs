//! Notifications of the desktop. A click opens the post, where the system tells of clicks.

use tauri::AppHandle;

/// Shows one; failing to is nothing that a person should be told of.
pub(crate) fn say(app: &AppHandle, title: &str, body: &str, post: Option<&str>) {
    let (app, title, body) = (app.clone(), title.to_owned(), body.to_owned());
    let post = post.map(str::to_owned);
    tauri::async_runtime::spawn(async move {
        if let Err(error) = system::show(&app, &title, &body, post).await {
            tracing::warn!(%error, "a notification was not shown");
        }
    });
}

#[cfg(target_os = "linux")]
mod system {
    use std::collections::HashMap;
    use std::time::Duration;

    use futures::StreamExt;
    use tauri::AppHandle;
    use tauri_specta::Event;
    use zbus::zvariant::Value;
    use zbus::{Connection, Proxy};

    use crate::background;
    use crate::events::OpenPost;

    /// Desktop Notifications Specification 1.2.
    const NAME: &str = "org.freedesktop.Notifications";
    const PATH: &str = "/org/freedesktop/Notifications";

    /// A click that comes later than this finds Activity by itself.
    const HEED: Duration = Duration::from_hours(8);

    pub(super) async fn show(
        app: &AppHandle,
        title: &str,
        body: &str,
        post: Option<String>,
    ) -> zbus::Result<()> {
        let bus = Connection::session().await?;
        let desktop = Proxy::new(&bus, NAME, PATH, NAME).await?;
        // Heard from before it is shown, or a quick click would be lost.
        let mut clicks = desktop.receive_signal("ActionInvoked").await?;
        let mut ends = desktop.receive_signal("NotificationClosed").await?;
        let hints = HashMap::from([("desktop-entry", Value::from("fanfold"))]);
        let actions: [&str; 2] = ["default", fanfold_workbench::word!("Open")];
        // Bodies may be read as markup; a title never is.
        let body = body
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let icon = "fanfold";
        let own: u32 = desktop
            .call(
                "Notify",
                &(
                    "Fanfold",
                    0_u32,
                    icon,
                    title,
                    &body,
                    &actions[..],
                    hints,
                    -1_i32,
                ),
            )
            .await?;
        let heed = async {
            loop {
                tokio::select! {
                    Some(click) = clicks.next() => {
                        let (id, _): (u32, String) = click.body().deserialize()?;
                        if id == own {
                            return Ok(true);
                        }
                    }
                    Some(end) = ends.next() => {
                        let (id, _): (u32, u32) = end.body().deserialize()?;
                        if id == own {
                            return Ok(false);
                        }
                    }
                    else => return Ok(false),
                }
            }
        };
        let clicked = tokio::time::timeout(HEED, heed).await;
        let clicked: zbus::Result<bool> = clicked.unwrap_or(Ok(false));
        if clicked? {
            // Some keep it although it was clicked.
            desktop.call::<_, _, ()>("CloseNotification", &own).await?;
            background::front(app);
            if let Some(post_id) = post
                && let Err(error) = (OpenPost { post_id }).emit(app)
            {
                tracing::warn!(%error, "the window was not told which post was meant");
            }
        }
        Ok(())
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use tauri::AppHandle;

    pub(super) async fn show(
        _: &AppHandle,
        title: &str,
        body: &str,
        _: Option<String>,
    ) -> notify_rust::error::Result<()> {
        let (title, body) = (title.to_owned(), body.to_owned());
        let shown = tokio::task::spawn_blocking(move || {
            notify_rust::Notification::new()
                .appname("Fanfold")
                .summary(&title)
                .body(&body)
                .show()
                .map(drop)
        });
        shown.await.unwrap_or(Ok(()))
    }
}
