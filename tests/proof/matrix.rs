//! Every request of a publish × every fault × before and after its effect, each cell a whole publish over real HTTP.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use fanfold_domain::publish::PostState;
use futures::StreamExt;
use futures::future::join_all;

use crate::cell::{Seen, Stage};
use crate::expected::{End, STEPS, Step, end};
use crate::faults::{FETCHES, KINDS, Kind, UPLOADS};
use fanfold_proof as table;

/// Publishes that work at a time; those that only wait are all there at once.
const AT_A_TIME: usize = 4;
/// How much shorter waits are.
const SCALE: f64 = 100.0;
/// A stalled publish takes a minute and a half; what takes much longer than that has no end.
const ENDS_WITHIN: Duration = Duration::from_mins(4);

#[derive(Debug, Clone, Copy)]
struct Cell {
    step: Step,
    kind: &'static Kind,
    after: bool,
}

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for step in STEPS {
        let kinds = match step {
            Step::Fetch => FETCHES,
            Step::Upload => UPLOADS,
            _ => KINDS,
        };
        for kind in kinds {
            for after in [false, true] {
                // What only asks has no effect; a half of its true answer is all that "after" can mean there.
                let told = !after || step.has_effect() || kind.halves();
                if told && !(after && kind.is_midway()) {
                    cells.push(Cell { step, kind, after });
                }
            }
        }
    }
    cells
}

impl Cell {
    fn name(&self) -> String {
        let when = if self.after { "after" } else { "before" };
        format!("{} × {} × {when}", self.step.name(), self.kind.name)
    }

    /// The whole cell; what is wrong with it, in words.
    async fn play(self) -> (Self, Vec<String>) {
        let played = tokio::time::timeout(ENDS_WITHIN, Box::pin(self.played())).await;
        played.unwrap_or_else(|_| (self, vec!["it does not end".to_owned()]))
    }

    async fn played(self) -> (Self, Vec<String>) {
        let stage = Stage::set(SCALE).await;
        if let Some(way) = self.step.way() {
            stage.fail(serde_json::from_str(way).unwrap()).await;
        }
        let (on, since) = self.step.call();
        stage.fail(self.kind.on(on, self.after, since)).await;
        let seen = stage.publish(self.step.files()).await;
        let mut wrong = Vec::new();
        if !stage.struck().await {
            wrong.push("the fault never struck".to_owned());
        }
        let wanted = end(self.step, self.kind, self.after);
        judge(wanted, &seen, &mut wrong);
        if seen.report.state != "published" {
            // Whatever stopped it is over: now it goes live, and only now.
            stage.heal().await;
            let post = seen.report.post.clone().unwrap();
            let again = stage.again(&post).await;
            if again.report.state != "published" || again.live != 1 {
                wrong.push(format!("tried again: {again:#?}"));
            }
        }
        if !wrong.is_empty() {
            wrong.push(format!("wanted {wanted:?}, saw {seen:#?}"));
        }
        stage.end().await;
        (self, wrong)
    }
}

/// The right state, action and sentences.
#[expect(clippy::too_many_lines, reason = "one list of what must hold")]
fn judge(wanted: End, seen: &Seen, wrong: &mut Vec<String>) {
    let mut must = |holds: bool, what: &str| {
        if !holds {
            wrong.push(what.to_owned());
        }
    };
    let report = &seen.report;
    let (state, live, action, posted) = match wanted {
        End::Live => (PostState::Published, 1, None, ""),
        End::LiveWithoutComment => (PostState::Published, 1, None, "The post itself is live."),
        End::Person(action) => (
            PostState::NeedsAttention,
            0,
            Some(action),
            "Nothing was posted.",
        ),
        End::Refused(action) => (PostState::Failed, 0, Some(action), "Nothing was posted."),
        End::MayBeLive => (
            PostState::NeedsAttention,
            1,
            None,
            "This post may already be live. Fanfold will not publish a second one.",
        ),
    };
    must(report.state == state.name(), "another state");
    must(seen.view.state == state, "another state in the window");
    must(seen.live == live, "another number of live posts");
    must(seen.comments <= live as u64, "too many comments");
    let sentence = match wanted {
        End::Live | End::LiveWithoutComment => "This post is live.",
        End::MayBeLive => "This post may already be live.",
        End::Person(_) | End::Refused(_) => "Nothing was posted.",
    };
    must(seen.view.sentence == sentence, "another sentence");
    if wanted == End::Live {
        must(report.error.is_none(), "an error though all is well");
        must(
            seen.view.error.is_none(),
            "an error card though all is well",
        );
        must(seen.comments == 1, "no first comment and no word of it");
    } else {
        let error = report.error.as_ref();
        must(
            error.is_some_and(|error| {
                !error.title.is_empty() && !error.message.is_empty() && !error.steps.is_empty()
            }),
            "no reason in words",
        );
        must(
            action.is_none_or(|action| error.is_some_and(|error| error.action == action)),
            "another action",
        );
        let card = seen.view.error.as_ref();
        must(
            card.is_some_and(|card| card.posted == posted),
            "what was posted is not told",
        );
    }
    if live == 1 && state == PostState::Published {
        must(report.media_id.is_some(), "live without its id");
    }
}

fn letter(end: End) -> char {
    match end {
        End::Live => 'L',
        End::LiveWithoutComment => 'l',
        End::MayBeLive => '?',
        End::Person(_) => 'P',
        End::Refused(_) => 'R',
    }
}

fn told(cells: &[Cell], seconds: f64) -> String {
    let mut marks: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    let mut names: Vec<&str> = Vec::new();
    for cell in cells {
        let mark = letter(end(cell.step, cell.kind, cell.after));
        marks
            .entry((cell.kind.name, cell.step.name()))
            .or_default()
            .push(mark);
        *counts.entry(mark).or_default() += 1;
        if !names.contains(&cell.kind.name) {
            names.push(cell.kind.name);
        }
    }
    let place = |name: &str| KINDS.iter().position(|kind| kind.name == name);
    names.sort_by_key(|name| place(name).unwrap_or(KINDS.len()));
    let mut head = vec!["fault".to_owned()];
    head.extend(STEPS.map(|step| step.name().to_owned()));
    let rows: Vec<Vec<String>> = names
        .iter()
        .map(|name| {
            let mut row = vec![(*name).to_owned()];
            row.extend(STEPS.map(|step| {
                let mark = marks.get(&(*name, step.name()));
                mark.cloned().unwrap_or_default()
            }));
            row
        })
        .collect();
    let count = |mark| counts.get(&mark).copied().unwrap_or(0);
    format!(
        "# Every request × every fault, before and after its effect\n\n{}\n\
         L live, exactly once ({}) · l live, and told that the first comment is missing ({}) · P not live, a person is \
         told what to do ({}) · ? live, and told that it may be ({}) · R refused for good ({}). Of two letters the \
         first is the fault before the effect, the second after it; what only asks has none. Every P, ? and R went live exactly once when it \
         was tried again.\n\n**{} cells**, each a whole publish, in {seconds:.0} s.\n",
        table::markdown(&head, &rows),
        count('L'),
        count('l'),
        count('P'),
        count('?'),
        count('R'),
        cells.len(),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_at_every_request_ends_as_the_design_says_and_never_twice() {
    let begun = Instant::now();
    let all = cells();
    let (idle, busy): (Vec<Cell>, Vec<Cell>) = all.iter().partition(|cell| cell.kind.idle);
    let waiting = join_all(idle.into_iter().map(|cell| tokio::spawn(cell.play())));
    let working = futures::stream::iter(busy)
        .map(|cell| tokio::spawn(cell.play()))
        .buffer_unordered(AT_A_TIME)
        .collect::<Vec<_>>();
    let (waited, worked) = tokio::join!(waiting, working);
    let mut wrong = Vec::new();
    for played in waited.into_iter().chain(worked) {
        let (cell, faults) = played.unwrap();
        if !faults.is_empty() {
            wrong.push(format!("{}: {}", cell.name(), faults.join("; ")));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cells are wrong:\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
    table::show("matrix", &told(&all, begun.elapsed().as_secs_f64()));
}
