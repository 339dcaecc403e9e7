//! Choosing a time: civil times as a person writes them (`2026-11-23T14:30`, no zone), resolved by the
//! core where this computer is.

use serde::{Deserialize, Serialize};

/// A free slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct SlotTime {
    pub at: String,
    /// `Monday 23 November at 14:30`.
    pub words: String,
}

/// A post of the account that goes out soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct Upcoming {
    pub title: String,
    pub when: String,
}

/// What the schedule sheet opens with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct ScheduleOptions {
    pub account: String,
    /// `Europe/Berlin`.
    pub zone: String,
    pub now: String,
    /// What the picker shows first: when it is due already, the next free slot, or soon.
    pub suggested: String,
    pub next_slot: Option<SlotTime>,
    /// The free slots after the next.
    pub later_slots: Vec<SlotTime>,
    pub has_slots: bool,
    pub upcoming: Vec<Upcoming>,
}

/// What a time means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct ScheduleSaid {
    /// `Monday 23 November at 14:30`.
    pub words: String,
    /// `in 3 hours`.
    pub distance: String,
    pub problem: Option<String>,
    pub note: Option<String>,
}

/// A day of the week with its slots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct SlotDay {
    /// 1 = Monday.
    pub day: u8,
    pub label: String,
    /// `HH:MM`, in order.
    pub times: Vec<String>,
}

/// An account's week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct SlotsView {
    pub account_id: String,
    pub zone: String,
    /// All seven, Monday first.
    pub days: Vec<SlotDay>,
    pub sentence: String,
}

/// A slot as a person sets it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ipc", derive(specta::Type))]
pub struct SlotInput {
    /// 1 = Monday.
    pub day: u8,
    /// `HH:MM`.
    pub time: String,
}
