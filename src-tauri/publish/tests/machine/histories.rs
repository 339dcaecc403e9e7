//! The pure machine under random faults, crashes and time: every history ends, nothing goes live
//! twice, nothing that may be live is called failed.

use std::collections::VecDeque;

use fanfold_domain::Refusal;
use fanfold_domain::publish::PostState;
use fanfold_publish::{Dice, Effect, Event, Fence, Found, Hosted, Moment, Pace, Run, step};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::fake::{CAPTION, run_of};
use crate::faults::kinds;
use crate::world::{World, code};

#[derive(Debug, Clone, Copy)]
enum Luck {
    Fine,
    Before(usize),
    After(usize),
    CrashBefore,
    CrashAfter,
    /// The clock jumps by so many seconds.
    Jump(i32),
}

struct Even;

impl Dice for Even {
    fn roll(&self) -> f64 {
        0.5
    }
}

struct History {
    run: Run,
    world: World,
    now: Timestamp,
    flight: Vec<Effect>,
    wake: Option<Timestamp>,
    refusals: Vec<Refusal>,
    port: u32,
}

impl History {
    fn new(slides: usize) -> Self {
        let mut refusals: Vec<Refusal> = kinds().into_iter().map(|kind| kind.refusal).collect();
        refusals.push(code(24, Some(2_207_008)));
        refusals.push(code(24, Some(2_207_006)));
        refusals.push(code(9, Some(2_207_042)));
        refusals.push(code(9007, Some(2_207_027)));
        refusals.push(code(987_654, None));
        refusals.push(code(9004, Some(2_207_052)));
        Self {
            run: run_of(slides, Some("More tomorrow")),
            world: World::default(),
            now: "2026-09-11T09:31:00Z".parse().unwrap(),
            flight: Vec::new(),
            wake: None,
            refusals,
            port: 1,
        }
    }

    fn feed(&mut self, event: Event) {
        let moment = Moment {
            now: self.now,
            pace: Pace::default(),
            dice: &Even,
        };
        let doubtful = matches!(self.run.fence, Fence::Sent { .. } | Fence::Doubt(_));
        let resolves = matches!(event, Event::DoubtRead(_) | Event::FoundLive(_));
        let (run, effects) = step(&self.run, event, &moment);
        self.run = run;
        self.wake = None;
        for effect in effects {
            if let Effect::Publish { .. } = effect {
                assert!(!doubtful || resolves, "published while in doubt");
                let out = self
                    .flight
                    .iter()
                    .any(|other| matches!(other, Effect::Publish { .. }));
                assert!(!out, "two publishes under way");
            }
            match effect {
                Effect::Sleep { until } => self.wake = Some(until),
                effect => self.flight.push(effect),
            }
        }
    }

    fn crash(&mut self) {
        self.flight.clear();
        self.port += 1;
        // What is stored is what is gone on with.
        self.run = serde_json::from_str(&serde_json::to_string(&self.run).unwrap()).unwrap();
        self.feed(Event::Resume);
    }

    /// Carries one effect out (or not) and says what came back.
    fn act(&mut self, effect: &Effect, luck: Luck) -> Option<Event> {
        let refusal = match luck {
            Luck::Before(kind) | Luck::After(kind) => {
                Some(self.refusals[kind % self.refusals.len()].clone())
            }
            _ => None,
        };
        let happens = !matches!(luck, Luck::Before(_) | Luck::CrashBefore);
        let event = if happens {
            Some(self.truth(effect))
        } else {
            None
        };
        if matches!(luck, Luck::CrashBefore | Luck::CrashAfter) {
            return None;
        }
        Some(match refusal {
            Some(refusal) => refused(effect, refusal)
                .or(event)
                .unwrap_or_else(|| self.truth(effect)),
            None => event.unwrap_or(Event::Woke),
        })
    }

    fn truth(&mut self, effect: &Effect) -> Event {
        let now = self.now;
        match effect.clone() {
            Effect::CheckMedia => Event::Checked(Ok(())),
            Effect::Prepare { slide } => Event::Prepared {
                slide,
                result: Ok(()),
            },
            Effect::Host { slide } => Event::Hosted {
                slide,
                result: Ok(Hosted {
                    url: format!("http://127.0.0.1:{}/{slide}", self.port),
                    handle: self.port.to_string(),
                }),
            },
            Effect::Recall { slide, hosted } => Event::Recalled {
                slide,
                held: hosted.handle == self.port.to_string(),
            },
            Effect::Probe { slide, hosted } => Event::Probed {
                slide,
                answers: hosted.handle == self.port.to_string(),
            },
            Effect::CreateChild { slide, .. } => Event::Created {
                slide,
                result: Ok(self.world.create("", now)),
            },
            Effect::CreateSingle { text, .. } => Event::Created {
                slide: 0,
                result: Ok(self.world.create(&text.caption, now)),
            },
            Effect::CreateParent { children, text } => Event::ParentCreated(
                self.world
                    .create_parent(&children, &text.caption, now)
                    .map_err(Box::new),
            ),
            Effect::ReadContainers { ids } => {
                let result = ids
                    .iter()
                    .map(|id| self.world.reading(id, now))
                    .collect::<Result<_, _>>()
                    .map_err(Box::new);
                Event::Read { ids, result }
            }
            other => self.truth_of_the_end(other),
        }
    }

    fn truth_of_the_end(&mut self, effect: Effect) -> Event {
        let now = self.now;
        match effect {
            Effect::ReadQuota => Event::QuotaRead(Ok(Some(now))),
            Effect::Publish { container } => {
                Event::Published(self.world.publish(&container, now).map_err(Box::new))
            }
            Effect::ReadDoubted { container } => Event::DoubtRead(
                self.world
                    .reading(&container, now)
                    .map(Box::new)
                    .map_err(Box::new),
            ),
            Effect::FindLive => Event::FoundLive(Ok(Found {
                posts: self.world.live.clone(),
                taken: Vec::new(),
            })),
            Effect::ReadMedia { media } => Event::MediaRead(Ok(self
                .world
                .live
                .iter()
                .find(|post| post.id == media)
                .cloned()
                .unwrap())),
            Effect::Comment { text, .. } => {
                self.world.comments.push(text);
                Event::Commented(Ok(()))
            }
            Effect::ListComments { .. } => Event::CommentsListed(Ok(self.world.comments.clone())),
            Effect::Withdraw { slide, .. } => Event::Withdrawn { slide },
            Effect::Pause { .. } => Event::Paused,
            _ => Event::Woke,
        }
    }

    /// Until the run rests: luck first, then no more bad luck.
    fn play(&mut self, luck: Vec<(Luck, usize)>) {
        let mut luck: VecDeque<_> = luck.into();
        self.feed(Event::Resume);
        for _ in 0..5000 {
            if self.run.state.is_settled() {
                return;
            }
            let (luck, pick) = luck.pop_front().unwrap_or((Luck::Fine, 0));
            if let Luck::Jump(seconds) = luck {
                self.now += SignedDuration::from_secs(i64::from(seconds));
            }
            if self.flight.is_empty() {
                let wake = self
                    .wake
                    .unwrap_or_else(|| panic!("forgotten: {:#?}", self.run));
                self.now = self.now.max(wake);
                self.feed(Event::Woke);
                continue;
            }
            let effect = self.flight.remove(pick % self.flight.len());
            self.now += SignedDuration::from_millis(80);
            match self.act(&effect, luck) {
                Some(event) => self.feed(event),
                None => self.crash(),
            }
        }
        panic!("this history does not end: {:#?}", self.run);
    }
}

/// The event of a refused effect; `None` for what cannot be refused.
fn refused(effect: &Effect, refusal: Refusal) -> Option<Event> {
    let refusal = Box::new(refusal);
    Some(match effect.clone() {
        Effect::Host { slide } => Event::Hosted {
            slide,
            result: Err(refusal),
        },
        Effect::CreateChild { slide, .. } => Event::Created {
            slide,
            result: Err(refusal),
        },
        Effect::CreateSingle { .. } => Event::Created {
            slide: 0,
            result: Err(refusal),
        },
        Effect::CreateParent { .. } => Event::ParentCreated(Err(refusal)),
        Effect::ReadContainers { ids } => Event::Read {
            ids,
            result: Err(refusal),
        },
        Effect::ReadQuota => Event::QuotaRead(Err(refusal)),
        Effect::Publish { .. } => Event::Published(Err(refusal)),
        Effect::ReadDoubted { .. } => Event::DoubtRead(Err(refusal)),
        Effect::FindLive => Event::FoundLive(Err(refusal)),
        Effect::ReadMedia { .. } => Event::MediaRead(Err(refusal)),
        Effect::Comment { .. } => Event::Commented(Err(refusal)),
        Effect::ListComments { .. } => Event::CommentsListed(Err(refusal)),
        _ => return None,
    })
}

fn luck() -> impl Strategy<Value = Luck> {
    prop_oneof![
        6 => Just(Luck::Fine),
        3 => (0_usize..40).prop_map(Luck::Before),
        3 => (0_usize..40).prop_map(Luck::After),
        1 => Just(Luck::CrashBefore),
        1 => Just(Luck::CrashAfter),
        1 => (-7200_i32..100_000).prop_map(Luck::Jump),
    ]
}

/// How many histories; `FANFOLD_HISTORIES` asks for more than a check on every change needs.
fn cases() -> u32 {
    std::env::var("FANFOLD_HISTORIES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(1500)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_history_ends_with_at_most_one_live_post_and_says_the_truth(
        slides in 1_usize..4,
        luck in prop::collection::vec((luck(), 0_usize..8), 0..120),
    ) {
        let mut history = History::new(slides);
        history.play(luck);
        let live = history.world.live_with(CAPTION);
        prop_assert!(live <= 1, "{live} live");
        match history.run.state {
            PostState::Published => prop_assert_eq!(live, 1),
            PostState::Failed | PostState::Cancelled => prop_assert_eq!(live, 0),
            PostState::NeedsAttention => {
                prop_assert!(live == 0 || history.run.may_be_live());
                prop_assert!(history.run.error.is_some());
            }
            other => prop_assert!(false, "rests as {:?}", other),
        }
        // A person tries again until it is through: still exactly one.
        for _ in 0..4 {
            if history.run.state == PostState::Published {
                break;
            }
            history.run.retry();
            history.flight.clear();
            history.play(Vec::new());
        }
        prop_assert_eq!(history.run.state, PostState::Published);
        prop_assert_eq!(history.world.live_with(CAPTION), 1);
    }
}
