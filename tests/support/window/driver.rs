//! One WebDriver session: `WebKitWebDriver` in front of Fanfold.
//!
//! `tauri-driver` is not needed on Linux: it only renames a capability and passes everything on, over pooled connections
//! that now and then lose a request.

use std::env;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::http;
use crate::process::{Running, wait_for};

/// The programs between a test and the window, and the session's address. All of them end with this value.
#[derive(Debug)]
pub(super) struct Driver {
    address: String,
    _programs: Running,
}

impl Driver {
    pub(super) fn start(
        binary: &Path,
        data: &Path,
        files: &[PathBuf],
        more: &[(&str, &str)],
    ) -> Self {
        let port = free_port();
        let mut command = Command::new(native_driver());
        command.args(["--host=127.0.0.1", &format!("--port={port}")]);
        // The window inherits the environment of its driver. The two names make wry take a driver at all.
        command
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        command
            .env("FANFOLD_DATA_DIR", data)
            .envs(more.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let programs = Running::start(&mut command);
        let address = format!("http://127.0.0.1:{port}");
        wait_for("WebKitWebDriver", Duration::from_secs(20), || {
            http::send("GET", &format!("{address}/status"), None).ok()
        });
        let session = new_session(&address, binary, files);
        Self {
            address: format!("{address}/session/{session}"),
            _programs: programs,
        }
    }

    /// One command of the session.
    ///
    /// # Panics
    /// With what the driver said when it refused.
    pub(super) fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        match self.try_call(method, path, body) {
            Ok(value) => value,
            Err(error) => panic!("{method} {path}: {error}"),
        }
    }

    /// Like [`Driver::call`], with nothing for an element that is gone, or that something lies over for now.
    pub(super) fn call_unless_stale(
        &self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Option<Value> {
        match self.try_call(method, path, body) {
            Ok(value) => Some(value),
            Err(error) if error.contains("stale element") => None,
            Err(error) if error.contains("click intercepted") => None,
            Err(error) => panic!("{method} {path}: {error}"),
        }
    }

    pub(super) fn try_call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let body = (method == "POST").then_some(body);
        let reply = http::send(method, &format!("{}{path}", self.address), body);
        answer(&reply.map_err(|error| error.to_string())?)
    }

    /// Waits until the program that was driven has ended by itself.
    pub(super) fn wait_for_end(&self) {
        wait_for("Fanfold to end", Duration::from_secs(20), || {
            self.try_call("GET", "/title", &Value::Null)
                .is_err()
                .then_some(())
        });
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The driver then closes the window; whatever is left is killed with the process group.
        let _gone = self.try_call("DELETE", "", &Value::Null);
    }
}

fn new_session(address: &str, binary: &Path, files: &[PathBuf]) -> String {
    let files: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let capabilities = json!({ "capabilities": { "alwaysMatch": {
        "webkitgtk:browserOptions": { "binary": binary, "args": files },
    } } });
    let reply = http::send("POST", &format!("{address}/session"), Some(&capabilities));
    let reply = reply.expect("WebKitWebDriver answers");
    let value = answer(&reply).unwrap_or_else(|error| panic!("Fanfold shows no window: {error}"));
    let session = value.get("sessionId").and_then(Value::as_str);
    session.expect("a session has an id").to_owned()
}

/// The value of a reply, or what was wrong in words.
fn answer(reply: &http::Reply) -> Result<Value, String> {
    let value = reply.body.get("value").cloned().unwrap_or(Value::Null);
    if reply.status == 200 {
        return Ok(value);
    }
    let word = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    Err(format!(
        "{} {} {}",
        reply.status,
        word("error"),
        word("message")
    ))
}

fn native_driver() -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = env::split_paths(&path);
    let found = folders.find_map(|folder| {
        let file = folder.join("WebKitWebDriver");
        file.is_file().then_some(file)
    });
    found.expect("WebKitWebDriver is installed (package webkit2gtk-driver)")
}

/// A port that nobody had a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    listener
        .local_addr()
        .expect("a bound port has a number")
        .port()
}
