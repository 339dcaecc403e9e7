//! The practice Instagram of a data folder, in the test's own process: it outlives a program that is killed, counts
//! what was published, and can be told to fail.

use std::path::Path;

use fanfold_practice::{Flavour, Lifetime, PracticeOptions, PracticeServer, Running};
use serde_json::{Value, json};

use crate::http;

/// A practice server for one data folder; it ends with this value.
pub struct Practice {
    running: Option<Running>,
    runtime: tokio::runtime::Runtime,
    admin: String,
}

impl Practice {
    /// Serves the practice Instagram that programs on `data` will find.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn beside(data: &Path) -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
        let options = PracticeOptions::new(data.join("practice"));
        let running = runtime.block_on(PracticeServer::start(options));
        let running = running.expect("the practice Instagram starts");
        Self {
            admin: running.admin_url().to_owned(),
            running: Some(running),
            runtime,
        }
    }

    /// Switches a fault on by its name, with these members of its own.
    pub fn fail(&self, preset: &str, own: &Value) {
        let mut fault = json!({ "preset": preset });
        if let (Some(fault), Some(own)) = (fault.as_object_mut(), own.as_object()) {
            fault.extend(own.clone());
        }
        self.call("POST", "/faults", Some(&fault));
    }

    /// Switches this very fault on.
    pub fn fault(&self, fault: &Value) {
        self.call("POST", "/faults", Some(fault));
    }

    /// How often the faults that are on have struck.
    pub fn struck(&self) -> u64 {
        let faults = self.call("GET", "/faults", None);
        let faults = faults.as_array().into_iter().flatten();
        faults
            .filter_map(|fault| fault.get("struck").and_then(Value::as_u64))
            .sum()
    }

    /// The calls that came, oldest first, by name.
    pub fn heard(&self) -> Vec<String> {
        let requests = self.call("GET", "/requests", None);
        let rows = requests.get("requests").and_then(Value::as_array);
        let names = rows.into_iter().flatten();
        names
            .filter_map(|row| row.get("operation").and_then(Value::as_str))
            .map(str::to_owned)
            .collect()
    }

    /// Adds an account of this name; a token of the Instagram login for it.
    pub fn member(&self, username: &str) -> String {
        self.call("POST", "/accounts", Some(&json!({ "username": username })));
        let wanted =
            json!({ "account": username, "flavour": "instagram", "expires_in": 5_000_000 });
        let granted = self.call("POST", "/token", Some(&wanted));
        let token = granted.get("access_token").and_then(Value::as_str);
        token.expect("it gives out tokens").to_owned()
    }

    /// Switches every fault off.
    pub fn heal(&self) {
        self.call("DELETE", "/faults", None);
    }

    /// Changes settings, such as how long processing takes.
    pub fn set(&self, settings: &Value) {
        self.call("POST", "/settings", Some(settings));
    }

    /// Where it answers, in the place of all of Meta's hosts.
    pub fn base(&self) -> String {
        let running = self.running.as_ref().expect("it runs until its end");
        running.base_url().to_owned()
    }

    /// A new token for its account, by one of the two logins, of sixty days.
    pub fn token(&self, flavour: &str) -> String {
        let login = match flavour {
            "instagram" => Flavour::Instagram,
            _ => Flavour::Facebook,
        };
        let running = self.running.as_ref().expect("it runs until its end");
        let granted = running.endpoint().grant_with(login, Lifetime::Long);
        let granted = self.runtime.block_on(granted);
        granted.expect("it gives out tokens").access_token
    }

    /// Switches one of its rehearsals.
    pub fn rehearse(&self, id: &str, on: bool) {
        self.call(
            "POST",
            &format!("/rehearsals/{id}"),
            Some(&json!({ "on": on })),
        );
    }

    /// Switches all rehearsals off.
    pub fn calm(&self) {
        self.call("DELETE", "/rehearsals", None);
    }

    /// What is live, newest first.
    pub fn posts(&self) -> Vec<Value> {
        let posts = self.call("GET", "/posts", None);
        posts
            .get("posts")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    }

    /// How often an operation was called.
    pub fn calls(&self, operation: &str) -> u64 {
        let requests = self.call("GET", &format!("/requests?operation={operation}"), None);
        requests.get("count").and_then(Value::as_u64).unwrap_or(0)
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let reply = http::send(method, &format!("{}{path}", self.admin), body);
        let reply = reply.unwrap_or_else(|error| panic!("the practice Instagram is gone: {error}"));
        assert_eq!(reply.status, 200, "{method} {path}: {}", reply.body);
        reply.body
    }

    /// Switches the server off, as when its program ends.
    pub fn end(mut self) {
        if let Some(running) = self.running.take() {
            self.runtime.block_on(running.shutdown());
        }
    }
}
