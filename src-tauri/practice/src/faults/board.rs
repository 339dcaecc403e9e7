//! Which faults are on, how often they struck, and which one strikes next.

use serde::Serialize;

use super::{Fault, Target, When};

/// A fault with its counters.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Active {
    pub(crate) id: u64,
    /// The rehearsal that switched it on.
    pub(crate) rehearsal: Option<String>,
    pub(crate) fault: Fault,
    pub(crate) struck: u64,
    passed: u64,
    /// The call that `since` waits for has come.
    begun: bool,
    #[serde(skip)]
    subjects: Vec<String>,
}

/// At which point of a call faults are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Before,
    After,
    /// While a container is being made.
    Shaping,
}

#[derive(Default)]
pub(crate) struct FaultBoard {
    active: Vec<Active>,
    last: u64,
}

impl FaultBoard {
    pub(crate) fn set(&mut self, fault: Fault) -> u64 {
        self.put(fault, None)
    }

    /// Switches a rehearsal's fault on anew: it strikes as often as it did at first.
    pub(crate) fn rehearse(&mut self, name: &str, fault: Fault) -> u64 {
        self.end_rehearsal(name);
        self.put(fault, Some(name.to_owned()))
    }

    pub(crate) fn end_rehearsal(&mut self, name: &str) {
        self.active
            .retain(|active| active.rehearsal.as_deref() != Some(name));
    }

    /// Whether a rehearsal's fault may still strike.
    pub(crate) fn rehearses(&self, name: &str) -> bool {
        self.active.iter().any(|active| {
            active.rehearsal.as_deref() == Some(name)
                && active.fault.times.is_none_or(|times| active.struck < times)
        })
    }

    fn put(&mut self, fault: Fault, rehearsal: Option<String>) -> u64 {
        self.last += 1;
        self.active.push(Active {
            rehearsal,
            id: self.last,
            fault,
            struck: 0,
            passed: 0,
            begun: false,
            subjects: Vec::new(),
        });
        self.last
    }

    pub(crate) fn list(&self) -> &[Active] {
        &self.active
    }

    /// Removes one fault; false when there is none with this id.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.active.len();
        self.active.retain(|active| active.id != id);
        self.active.len() < before
    }

    pub(crate) fn clear(&mut self) {
        self.active.clear();
    }

    /// The fault that strikes this call now, if any; the oldest one wins.
    /// `subject` is the picture address or container that the call is about.
    pub(crate) fn strike(
        &mut self,
        target: Target,
        moment: Moment,
        subject: &str,
    ) -> Option<(u64, Fault)> {
        let struck = self.active.iter_mut().find_map(|active| {
            active
                .strikes(target, moment, subject)
                .then(|| (active.id, active.fault.clone()))
        });
        for active in &mut self.active {
            active.begun |= active.fault.since.is_some_and(|since| since.means(target));
        }
        struck
    }
}

impl Active {
    fn strikes(&mut self, target: Target, moment: Moment, subject: &str) -> bool {
        let fault = &self.fault;
        let its_moment = match moment {
            Moment::Shaping => fault.kind.shapes_container(),
            Moment::Before => !fault.kind.shapes_container() && fault.when() == When::Before,
            Moment::After => !fault.kind.shapes_container() && fault.when() == When::After,
        };
        if !fault.on.means(target)
            || !its_moment
            || (fault.since.is_some() && !self.begun)
            || fault
                .matching
                .as_ref()
                .is_some_and(|text| !subject.contains(text.as_str()))
            || !self.is_item(subject)
            || self.fault.times.is_some_and(|times| self.struck >= times)
        {
            return false;
        }
        if self.passed < self.fault.skip {
            self.passed += 1;
            return false;
        }
        self.struck += 1;
        true
    }

    fn is_item(&mut self, subject: &str) -> bool {
        let Some(wanted) = self.fault.item else {
            return true;
        };
        let at = self
            .subjects
            .iter()
            .position(|seen| seen == subject)
            .unwrap_or_else(|| {
                self.subjects.push(subject.to_owned());
                self.subjects.len() - 1
            });
        at + 1 == wanted
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn board(json: &str) -> FaultBoard {
        let mut board = FaultBoard::default();
        board.set(serde_json::from_str(json).unwrap());
        board
    }

    #[test]
    fn skip_and_times_count_matching_calls_only() {
        let mut board = board(r#"{"on":"publish","kind":"drop","skip":1,"times":2}"#);
        let mut hit = |target| board.strike(target, Moment::Before, "1").is_some();
        assert!(!hit(Target::Status));
        assert!(!hit(Target::Publish));
        assert!(hit(Target::Publish));
        assert!(hit(Target::Publish));
        assert!(!hit(Target::Publish));
    }

    #[test]
    fn an_item_is_struck_each_time_it_is_named_again() {
        let mut board = board(r#"{"on":"create_child","kind":"error","item":2}"#);
        let mut hit = |url| {
            board
                .strike(Target::CreateChild, Moment::Before, url)
                .is_some()
        };
        assert!(!hit("a"));
        assert!(hit("b"));
        assert!(!hit("c"));
        assert!(!hit("a"));
        assert!(hit("b"));
    }

    #[test]
    fn a_fault_since_another_call_waits_for_it() {
        let mut board = board(r#"{"on":"status","kind":"drop","since":"publish"}"#);
        let mut hit = |target| board.strike(target, Moment::Before, "1").is_some();
        assert!(!hit(Target::Status));
        assert!(!hit(Target::Publish));
        assert!(hit(Target::Status));
    }

    #[test]
    fn a_lost_reply_is_always_after_the_effect() {
        let mut board = board(r#"{"on":"publish","kind":"lost_reply"}"#);
        assert!(board.strike(Target::Publish, Moment::Before, "1").is_none());
        assert!(board.strike(Target::Publish, Moment::After, "1").is_some());
    }
}
