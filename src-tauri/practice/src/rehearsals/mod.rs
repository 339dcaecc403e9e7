//! Rehearsals: everything that can go wrong, as a list for a person to switch on.
//!
//! Two kinds stand in one list. A fault spoils calls and is forgotten with the process; a turn of
//! the world (a token that ends, a permission that goes, a clock that moves) is durable until it
//! is switched off. Access that was taken away does not touch access given afterwards, so that
//! reconnecting can be rehearsed too: once that has happened, the rehearsal is over by itself.

mod faults;
mod turns;

use std::sync::Arc;

use serde::Serialize;

use crate::errors;
use crate::refusal::{Refusal, parameter};
use crate::state::Record;
use crate::world::{World, locked};

pub(crate) use turns::Turn;

/// One rehearsal, as a window lists it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) group: &'static str,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) on: bool,
}

/// How one is switched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    pub(crate) on: bool,
    /// A fault strikes a single call.
    pub(crate) once: bool,
    /// For limits that last some minutes.
    pub(crate) minutes: Option<u32>,
}

/// The group of the rows that come from the error catalogue.
const EVERY_ERROR: &str = "Every error by its number";

/// All of them: turns of the world, faults in plain words, then every error by number.
pub(crate) fn list(world: &World) -> Vec<Row> {
    let now = world.now();
    let turns = world.ledger.read(|state| {
        let rows = turns::ALL.iter().map(|turn| Row {
            id: turn.id.to_owned(),
            group: turn.group,
            title: turn.title.to_owned(),
            description: turn.description.to_owned(),
            on: turn.turn.is_on(state, now),
        });
        rows.collect::<Vec<Row>>()
    });
    let board = locked(&world.faults);
    let faults = faults::ALL.iter().map(|fault| Row {
        id: fault.preset.to_owned(),
        group: fault.group,
        title: fault.title.to_owned(),
        description: fault.sentence().to_owned(),
        on: board.rehearses(fault.preset),
    });
    let errors = errors::ROWS.iter().map(|row| Row {
        id: row.name.to_owned(),
        group: EVERY_ERROR,
        title: numbered(row),
        description: format!("{}.", row.meaning),
        on: board.rehearses(row.name),
    });
    turns.into_iter().chain(faults).chain(errors).collect()
}

fn numbered(row: &errors::Row) -> String {
    match (row.code, row.subcode) {
        (0, Some(subcode)) => format!("Processing ends with {subcode}"),
        (code, Some(subcode)) => format!("Error {code} / {subcode}"),
        (code, None) => format!("Error {code}"),
    }
}

/// Switches one; answers with it as it is then, or `None` when there is none of that name.
pub(crate) async fn switch(
    world: &Arc<World>,
    id: &str,
    order: Order,
) -> Result<Option<Row>, Refusal> {
    if let Some(turn) = turns::ALL.iter().find(|turn| turn.id == id) {
        turn_to(world, turn.turn, order).await?;
    } else if order.on {
        let Some(mut fault) = faults::named(id) else {
            return Ok(None);
        };
        if order.once {
            fault.times = Some(1);
        }
        locked(&world.faults).rehearse(id, fault);
    } else {
        locked(&world.faults).end_rehearsal(id);
    }
    tracing::info!(id, order.on, "a rehearsal was switched");
    Ok(list(world).into_iter().find(|row| row.id == id))
}

async fn turn_to(world: &Arc<World>, turn: Turn, order: Order) -> Result<(), Refusal> {
    if order.minutes == Some(0) {
        return Err(parameter("A limit lasts at least a minute"));
    }
    // Moving the clock moves the moment that everything else is reckoned from.
    let now = world.now();
    world
        .commit(move |change| {
            turn.apply(change, order, now);
            Ok(())
        })
        .await
}

/// Everything well again.
pub(crate) async fn calm(world: &Arc<World>) -> Result<(), Refusal> {
    locked(&world.faults).clear();
    let off = Order {
        on: false,
        once: false,
        minutes: None,
    };
    for turn in turns::ALL {
        let now = world.now();
        if world.ledger.read(|state| turn.turn.has_traces(state, now)) {
            turn_to(world, turn.turn, off).await?;
        }
    }
    // The clock may also have been moved by hand.
    world
        .commit(|change| {
            let settings = &change.state.settings;
            if settings.clock_shift_seconds != 0 {
                let mut settings = settings.clone();
                settings.clock_shift_seconds = 0;
                change.put(Record::Settings(settings));
            }
            Ok(())
        })
        .await
}
