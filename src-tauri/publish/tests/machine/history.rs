//! One history of the pure machine: an Instagram that goes wrong as luck has it, a clock that jumps, processes that die,
//! a person who changes their mind. It watches the fence by itself and takes no word of the run for it.

use std::collections::VecDeque;

use fanfold_domain::Refusal;
use fanfold_domain::publish::{ContainerId, Created, LivePost, MediaId};
use fanfold_publish::{Dice, Effect, Event, Found, Hosted, Moment, Pace, Run, step};
use jiff::{SignedDuration, Timestamp};

use crate::fake::{CAPTION, told};
use crate::faults::kinds;
use crate::world::{World, code};

#[derive(Debug, Clone, Copy)]
pub(crate) enum Luck {
    Fine,
    /// Refused, nothing happened.
    Before(usize),
    /// Refused, though it happened.
    After(usize),
    /// The answer is lost, and it happens so many milliseconds later.
    Late(u32),
    /// The process dies before this effect, after it, or while it is still on its way; of what else is under way
    /// each happens or not, by the bits.
    CrashBefore(u16),
    CrashAfter(u16),
    CrashLate(u32, u16),
    /// The clock jumps by so many seconds; forwards, that time has really passed.
    Jump(i32),
    /// A person takes the post back.
    Cancel,
}

/// What is published, and what the world is like.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    pub(crate) run: Run,
    /// Seconds that Instagram's clock is ahead of this computer's at first.
    pub(crate) ahead: i32,
    /// Milliseconds until a live post is in the account's list.
    pub(crate) lag: u32,
    /// Posts with the very same words that were there before: by hand long ago, and by another post of Fanfold just now.
    pub(crate) by_hand: bool,
    pub(crate) by_another: bool,
}

/// What the post is known by in the list; a story by nothing.
fn words(run: &Run) -> &'static str {
    run.caption().map_or("", |_| CAPTION)
}

struct Even;

impl Dice for Even {
    fn roll(&self) -> f64 {
        0.5
    }
}

pub(crate) struct History {
    pub(crate) run: Run,
    pub(crate) world: World,
    pub(crate) effects: usize,
    now: Timestamp,
    /// When it began, on Instagram's clock.
    theirs: Timestamp,
    /// Time that really passed; never goes back.
    real: SignedDuration,
    flight: Vec<Effect>,
    wake: Option<Timestamp>,
    refusals: Vec<Refusal>,
    port: u32,
    lag: SignedDuration,
    /// Publishes still on their way inside Instagram.
    late: Vec<(SignedDuration, ContainerId)>,
    /// When each live post was made.
    made: Vec<(MediaId, SignedDuration)>,
    others: Vec<MediaId>,
    /// A publish was carried out, or may have been, and nobody has looked since.
    unverified: bool,
}

impl History {
    pub(crate) fn new(setting: &Setting) -> Self {
        let mut refusals: Vec<Refusal> = kinds().into_iter().map(|kind| kind.refusal).collect();
        refusals.push(code(24, Some(2_207_008)));
        refusals.push(code(24, Some(2_207_006)));
        refusals.push(code(9, Some(2_207_042)));
        refusals.push(code(9007, Some(2_207_027)));
        refusals.push(code(987_654, None));
        refusals.push(code(9004, Some(2_207_052)));
        let now: Timestamp = "2026-09-11T09:31:00Z".parse().unwrap();
        let theirs = now + SignedDuration::from_secs(i64::from(setting.ahead));
        let mut world = World::default();
        let words = words(&setting.run);
        let mut others = Vec::new();
        if setting.by_hand {
            // Farther back than any clock is set here: what was posted by hand with the very same words a moment ago
            // nobody can tell from a publish whose answer was lost.
            let then = theirs - SignedDuration::from_hours(6);
            let old = world.create(words, then - SignedDuration::from_mins(1));
            world.publish(&old, then).unwrap();
        }
        if setting.by_another {
            let other = world.create(words, theirs - SignedDuration::from_mins(1));
            others.push(world.publish(&other, theirs).unwrap());
        }
        let made = world.live.iter();
        let made = made.map(|post| (post.id.clone(), -SignedDuration::from_hours(1)));
        Self {
            made: made.collect(),
            run: setting.run.clone(),
            world,
            effects: 0,
            now,
            theirs,
            real: SignedDuration::ZERO,
            flight: Vec::new(),
            wake: None,
            refusals,
            port: 1,
            lag: SignedDuration::from_millis(i64::from(setting.lag)),
            late: Vec::new(),
            others,
            unverified: false,
        }
    }

    /// How many posts this run made.
    pub(crate) fn live(&self, setting: &Setting) -> usize {
        let others = usize::from(setting.by_hand) + usize::from(setting.by_another);
        self.world.live_with(words(&setting.run)) - others
    }

    fn feed(&mut self, event: Event) {
        let moment = Moment {
            now: self.now,
            theirs: Some(self.theirs()),
            pace: Pace::default(),
            dice: &Even,
        };
        let looked = match &event {
            Event::DoubtRead(result) => result.is_ok(),
            Event::FoundLive(result) => result.is_ok(),
            _ => false,
        };
        self.unverified &= !looked;
        let (run, effects) = step(&self.run, event, &moment);
        self.run = run;
        self.wake = None;
        for effect in effects {
            if let Effect::Publish { .. } = effect {
                assert!(
                    !self.unverified,
                    "published while in doubt: {:#?}",
                    self.run
                );
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

    /// The process ends: of what was under way each has happened or not.
    fn crash(&mut self, bits: u16) {
        for (at, effect) in std::mem::take(&mut self.flight).iter().enumerate() {
            self.unverified |= matches!(effect, Effect::Publish { .. });
            if bits >> (at % 16) & 1 == 1 {
                self.truth(effect);
            }
        }
        self.port += 1;
        // What is stored is what is gone on with.
        self.run = serde_json::from_str(&serde_json::to_string(&self.run).unwrap()).unwrap();
        self.feed(Event::Resume);
    }

    /// A second runner of a person's: the run goes on after it had come to rest.
    pub(crate) fn take_up(&mut self) {
        self.flight.clear();
    }

    fn pass(&mut self, time: SignedDuration) {
        self.now += time;
        self.real += time.max(SignedDuration::ZERO);
        let real = self.real;
        let (due, rest) = std::mem::take(&mut self.late)
            .into_iter()
            .partition(|(at, _)| *at <= real);
        self.late = rest;
        for (at, container) in due {
            // When it was due, not when somebody looks again.
            self.goes_live(&container, real - at).ok();
        }
    }

    fn goes_live(
        &mut self,
        container: &ContainerId,
        ago: SignedDuration,
    ) -> Result<MediaId, Refusal> {
        let media = self.world.publish(container, self.theirs() - ago)?;
        self.made.push((media.clone(), self.real - ago));
        Ok(media)
    }

    /// The account's list as it shows itself now.
    fn listed(&self) -> Vec<LivePost> {
        let shown = |post: &&LivePost| {
            let made = self.made.iter().find(|(id, _)| *id == post.id).unwrap().1;
            self.real - made >= self.lag
        };
        self.world.live.iter().filter(shown).cloned().collect()
    }

    /// Carries one effect out (or not) and says what came back; `None` when the process is dead.
    fn act(&mut self, effect: &Effect, luck: Luck) -> Option<Event> {
        let publish = matches!(effect, Effect::Publish { .. });
        let kind = match luck {
            Luck::Before(kind) | Luck::After(kind) => Some(kind % self.refusals.len()),
            // The first kind is a lost reply.
            Luck::Late(_) => Some(0),
            _ => None,
        };
        let later = match luck {
            Luck::Late(ms) | Luck::CrashLate(ms, _) => Some(SignedDuration::from_millis(ms.into())),
            _ => None,
        };
        let dies = match luck {
            Luck::CrashBefore(bits) | Luck::CrashAfter(bits) | Luck::CrashLate(_, bits) => {
                Some(bits)
            }
            _ => None,
        };
        let event = match (luck, later, effect) {
            (Luck::Before(_) | Luck::CrashBefore(_), ..) => None,
            (_, Some(later), Effect::Publish { container }) => {
                self.late.push((self.real + later, container.clone()));
                None
            }
            (_, Some(_), _) => None,
            _ => Some(self.truth(effect)),
        };
        self.unverified |= publish && (kind.is_some() || dies.is_some());
        if let Some(bits) = dies {
            self.crash(bits);
            return None;
        }
        let refusal = kind.map(|kind| self.refusals[kind].clone());
        Some(match refusal {
            Some(refusal) => refused(effect, refusal)
                .or(event)
                .unwrap_or_else(|| self.truth(effect)),
            None => event.unwrap_or_else(|| self.truth(effect)),
        })
    }

    /// Instagram's clock: nobody sets it.
    fn theirs(&self) -> Timestamp {
        self.theirs + self.real
    }

    fn truth(&mut self, effect: &Effect) -> Event {
        let now = self.theirs();
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
            Effect::Create { slide, container } => {
                let (_, caption, sent) = told(&container);
                let id = self.world.create(&caption, now);
                let upload_to = sent.then(|| format!("https://rupload/{}", id.0));
                Event::Created {
                    slide,
                    result: Ok(Created { id, upload_to }),
                }
            }
            Effect::Upload { slide, .. } => Event::Uploaded {
                slide,
                result: Ok(()),
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
        let now = self.theirs();
        match effect {
            Effect::ReadQuota => Event::QuotaRead(Ok(Some(self.now))),
            Effect::Publish { container } => {
                let published = self
                    .goes_live(&container, SignedDuration::ZERO)
                    .map_err(Box::new);
                self.unverified |= published.is_err();
                Event::Published(published)
            }
            Effect::ReadDoubted { container } => Event::DoubtRead(
                self.world
                    .reading(&container, now)
                    .map(Box::new)
                    .map_err(Box::new),
            ),
            Effect::FindLive => Event::FoundLive(Ok(Found {
                posts: self.listed(),
                taken: self.others.clone(),
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
    pub(crate) fn play(&mut self, luck: Vec<(Luck, usize)>) {
        let mut luck: VecDeque<_> = luck.into();
        self.feed(Event::Resume);
        for _ in 0..5000 {
            if self.run.state.is_settled() {
                return;
            }
            let (luck, pick) = luck.pop_front().unwrap_or((Luck::Fine, 0));
            match luck {
                Luck::Jump(seconds) => self.pass(SignedDuration::from_secs(i64::from(seconds))),
                Luck::Cancel => {
                    self.feed(Event::Cancel);
                    continue;
                }
                _ => {}
            }
            self.effects += 1;
            if self.flight.is_empty() {
                let wake = self
                    .wake
                    .unwrap_or_else(|| panic!("forgotten: {:#?}", self.run));
                let sleep = wake.duration_since(self.now).max(SignedDuration::ZERO);
                self.pass(sleep);
                self.feed(Event::Woke);
                continue;
            }
            let effect = self.flight.remove(pick % self.flight.len());
            self.pass(SignedDuration::from_millis(80));
            if let Some(event) = self.act(&effect, luck) {
                self.feed(event);
            }
        }
        panic!("this history does not end: {:#?}", self.run);
    }

    /// A person who does what is asked: everything that was on its way has arrived by then.
    pub(crate) fn retry(&mut self, luck: Vec<(Luck, usize)>) {
        self.pass(SignedDuration::from_mins(3));
        self.run.retry();
        self.take_up();
        self.play(luck);
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
        Effect::Create { slide, .. } => Event::Created {
            slide,
            result: Err(refusal),
        },
        Effect::Upload { slide, .. } => Event::Uploaded {
            slide,
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
