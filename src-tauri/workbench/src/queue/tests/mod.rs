//! The queue over the real store and the real publish machine, with an Instagram made up and a clock
//! that is moved by hand: a month passes in seconds.

#![expect(clippy::unwrap_used, reason = "tests")]

mod after;
mod faults;
mod holds;
mod instagram;
mod missed;
mod month;
mod refused;
mod sheet;
mod stage;
