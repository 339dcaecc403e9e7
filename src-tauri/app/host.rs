//! Whether the desktop has a place for tray icons.

#[cfg(target_os = "linux")]
pub(crate) use linux::{shows_icons, when_icons_are_shown};

/// Windows and macOS always have one.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn shows_icons() -> bool {
    true
}

#[cfg(not(target_os = "linux"))]
pub(crate) async fn when_icons_are_shown() {}

#[cfg(target_os = "linux")]
mod linux {
    use futures::StreamExt;
    use zbus::fdo::DBusProxy;
    use zbus::{Connection, MatchRule, MessageStream, Proxy};

    /// Who keeps the list of icons (freedesktop.org, StatusNotifierItem); GNOME, KDE, Xfce and others
    /// have one, bare window systems have none.
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    const PATH: &str = "/StatusNotifierWatcher";

    /// Whether somebody shows icons at this moment.
    pub(crate) async fn shows_icons() -> bool {
        match Connection::session().await {
            Ok(bus) => asked(&bus).await.unwrap_or(false),
            Err(_) => false,
        }
    }

    async fn asked(bus: &Connection) -> zbus::Result<bool> {
        // Asking the watcher itself would have the bus start one.
        let names = DBusProxy::new(bus).await?;
        if !names.name_has_owner(WATCHER.try_into()?).await? {
            return Ok(false);
        }
        Proxy::new(bus, WATCHER, PATH, WATCHER)
            .await?
            .get_property("IsStatusNotifierHostRegistered")
            .await
    }

    /// Returns once somebody does, which may be never. Nothing is asked in between: the bus tells.
    pub(crate) async fn when_icons_are_shown() {
        if let Err(error) = told().await {
            tracing::info!(%error, "there is nobody to ask for tray icons");
            std::future::pending::<()>().await;
        }
    }

    async fn told() -> zbus::Result<()> {
        let bus = Connection::session().await?;
        let watchers = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .sender("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .add_arg(WATCHER)?
            .build();
        let hosts = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface(WATCHER)?
            .member("StatusNotifierHostRegistered")?
            .build();
        let watchers = MessageStream::for_match_rule(watchers, &bus, None).await?;
        let hosts = MessageStream::for_match_rule(hosts, &bus, None).await?;
        let mut changes = futures::stream::select(watchers, hosts);
        while !asked(&bus).await? {
            // The bus is gone: nobody will ever tell.
            let Some(change) = changes.next().await else {
                return Err(zbus::Error::InterfaceNotFound);
            };
            change?;
        }
        Ok(())
    }
}
