//! Looks at a real account with the same client that Fanfold uses, and changes nothing.
//!
//! ```text
//! cargo run -p fanfold-graph --example probe_live            # paste a token, end with Enter
//! cargo run -p fanfold-graph --example probe_live -- --graph-url http://127.0.0.1:4711
//! ```
//!
//! The token is read from standard input, so that it is in no shell history and in no list of
//! processes; it is never printed. What is printed holds names and counts of the account: look before
//! passing it on.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a terminal"
)]

use std::io::BufRead;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use fanfold_graph::login::{Inspection, Moment, missing};
use fanfold_graph::{
    CallLog, CallRecord, ClientOptions, Endpoint, Flavour, FoundAccount, NotRecognised, Recognised,
    Session, pasted_token, recognise,
};

/// Every call, for the table at the end.
#[derive(Default)]
struct Calls(Mutex<Vec<CallRecord>>);

impl CallLog for Calls {
    fn called(&self, record: &CallRecord) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(record.clone());
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(words) => {
            eprintln!("{words}");
            return ExitCode::from(2);
        }
    };
    eprintln!("Paste a token and press Enter:");
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    let Some(token) = read.ok().and_then(|_| pasted_token(&line)) else {
        eprintln!("That was no token.");
        return ExitCode::from(2);
    };
    let calls = Arc::new(Calls::default());
    let log: Arc<dyn CallLog> = Arc::<Calls>::clone(&calls);
    let outcome = match recognise(&options, log, &token).await {
        Ok(found) => {
            let session = found.client.session(token);
            look(&found, &session).await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            refused(&error);
            ExitCode::FAILURE
        }
    };
    table(&calls);
    outcome
}

fn options() -> Result<ClientOptions, String> {
    let mut options = ClientOptions::new(Endpoint::Meta, Flavour::Facebook);
    let mut given = std::env::args().skip(1);
    while let Some(name) = given.next() {
        let value = given
            .next()
            .ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--graph-url" => {
                options.base = Endpoint::parse(&value).map_err(|error| error.to_string())?;
            }
            "--version" => options.version = value,
            _ => {
                return Err(format!(
                    "{name} is not known; --graph-url and --version are"
                ));
            }
        }
    }
    Ok(options)
}

async fn look(found: &Recognised, session: &Session) {
    let login = match found.flavour {
        Flavour::Facebook => "Facebook login",
        Flavour::Instagram => "Instagram login",
    };
    let name = found.me.username.as_deref().or(found.me.name.as_deref());
    println!("login        {login}");
    println!("whose        {} ({})", name.unwrap_or("?"), found.me.id);
    if found.flavour == Flavour::Facebook {
        match session.inspect().await {
            Ok(seen) => token_facts(&seen),
            Err(refusal) => println!("token        not inspected: {refusal}"),
        }
    }
    permissions(session).await;
    match session.instagram_accounts().await {
        Ok(accounts) if accounts.is_empty() => {
            println!("accounts     none: no Page of this person has an Instagram account");
        }
        Ok(accounts) => {
            for account in &accounts {
                look_at(account, session).await;
            }
        }
        Err(refusal) => println!("accounts     {refusal}"),
    }
}

fn token_facts(seen: &Inspection) {
    let at = |moment| match moment {
        Moment::At(at) => at.to_string(),
        Moment::Never => "never".to_owned(),
        Moment::NotSaid => "not said".to_owned(),
    };
    println!("token        {:?}, valid: {}", seen.kind, seen.valid);
    println!("  issued     {}", at(seen.issued));
    println!("  expires    {}", at(seen.expires));
    println!("  data until {}", at(seen.data_access_ends));
    println!(
        "  app        {}",
        seen.application.as_deref().unwrap_or("?")
    );
    println!("  scopes     {}", seen.scopes.join(", "));
}

async fn permissions(session: &Session) {
    if session.flavour() == Flavour::Instagram {
        println!("permissions  not told by Instagram login after the sign-in");
        return;
    }
    match session.permissions().await {
        Ok(permissions) => {
            for permission in &permissions {
                println!("permission   {} {:?}", permission.name, permission.state);
            }
            let granted: Vec<&str> = permissions
                .iter()
                .filter(|permission| permission.granted)
                .map(|permission| permission.name.as_str())
                .collect();
            for need in missing(session.flavour(), &granted) {
                let weight = if need.needed { "needed" } else { "optional" };
                println!(
                    "missing      {} ({weight}): {}",
                    need.permission, need.words
                );
            }
        }
        Err(refusal) => println!("permissions  {refusal}"),
    }
}

async fn look_at(account: &FoundAccount, session: &Session) {
    // A Page's own token, where there is one, as publishing would use.
    let token = account.page.as_ref().and_then(|(_, token)| token.clone());
    println!(
        "account      {} ({})",
        account.username.as_deref().unwrap_or("?"),
        account.id
    );
    if let Some((page, token)) = &account.page {
        let own = if token.is_some() { "with" } else { "without" };
        println!(
            "  page       {page}, {own} its own token; {}",
            account.tasks.join(", ")
        );
    }
    let session = &session.with_token(token);
    match session.profile(&account.id).await {
        Ok(profile) => println!(
            "  profile    {} posts, {} followers",
            profile.posts.unwrap_or_default(),
            profile.followers.unwrap_or_default()
        ),
        Err(refusal) => println!("  profile    {refusal}"),
    }
    match session.quota(&account.id).await {
        Ok(quota) => println!(
            "  quota      {} of {} in {} hours",
            quota.used,
            quota.total,
            quota.window / 3600
        ),
        Err(refusal) => println!("  quota      {refusal}"),
    }
    match session.recent_media(&account.id, 3).await {
        Ok(posts) => println!("  newest     {} posts readable", posts.len()),
        Err(refusal) => println!("  newest     {refusal}"),
    }
}

fn refused(error: &NotRecognised) {
    println!("{error}");
    if let NotRecognised::Refused(refusal) = error {
        println!("{}", refusal.explanation.message);
        for step in &refusal.explanation.steps {
            println!("- {step}");
        }
    }
}

fn table(calls: &Calls) {
    println!("\ncalls");
    for record in calls
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .iter()
    {
        let http = record
            .http
            .map_or("none".to_owned(), |http| http.to_string());
        print!("  {:<24} {http:>4} {:>6} ms", record.endpoint, record.ms);
        if let Some(usage) = &record.usage {
            let app = usage
                .app
                .map(|meter| format!(" app {:.0} %", meter.highest()));
            print!("{}", app.unwrap_or_default());
            for entry in &usage.business {
                print!(" {} {:.0} %", entry.kind, entry.meter.highest());
            }
        }
        println!();
    }
}
