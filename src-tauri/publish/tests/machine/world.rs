//! What Instagram knows: containers, live posts, comments. It is stricter than the real one in one
//! thing: a container that is published twice gives two live posts, so that nothing hides a second
//! send.

use std::collections::BTreeMap;

use fanfold_domain::answer::AnswerShape;
use fanfold_domain::catalogue::refuse_answer;
use fanfold_domain::publish::{ContainerId, ContainerReading, ContainerState, LivePost, MediaId};
use fanfold_domain::{Answer, Refusal};
use jiff::{SignedDuration, Timestamp};

#[derive(Debug, Clone)]
pub(crate) struct Container {
    pub(crate) born: Timestamp,
    pub(crate) state: ContainerState,
    pub(crate) status: Option<i64>,
    pub(crate) caption: String,
    pub(crate) published: bool,
}

#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) containers: BTreeMap<String, Container>,
    pub(crate) live: Vec<LivePost>,
    pub(crate) comments: Vec<String>,
    pub(crate) publish_calls: u32,
    /// Containers that ever got a `FINISHED` are checked for polling gaps.
    pub(crate) reads: Vec<(String, Timestamp)>,
    /// Nothing is ever processed, and nothing expires.
    pub(crate) stuck: bool,
    next: u64,
}

/// How long a container is processed.
pub(crate) const PROCESSING: SignedDuration = SignedDuration::from_millis(2500);

pub(crate) fn code(code: i64, subcode: Option<i64>) -> Refusal {
    refuse_answer(Answer {
        http: Some(400),
        ..Answer::of_codes(code, subcode)
    })
}

impl World {
    pub(crate) fn create(&mut self, caption: &str, now: Timestamp) -> ContainerId {
        self.next += 1;
        let id = format!("1789{:013}", self.next);
        self.containers.insert(
            id.clone(),
            Container {
                born: now,
                state: ContainerState::InProgress,
                status: None,
                caption: caption.to_owned(),
                published: false,
            },
        );
        ContainerId(id)
    }

    /// A parent needs living, finished children.
    pub(crate) fn create_parent(
        &mut self,
        children: &[ContainerId],
        caption: &str,
        now: Timestamp,
    ) -> Result<ContainerId, Refusal> {
        for child in children {
            let reading = self.reading(child, now)?;
            if reading.state != ContainerState::Finished {
                return Err(code(9007, Some(2_207_027)));
            }
        }
        Ok(self.create(caption, now))
    }

    pub(crate) fn reading(
        &mut self,
        id: &ContainerId,
        now: Timestamp,
    ) -> Result<ContainerReading, Refusal> {
        self.reads.push((id.0.clone(), now));
        let Some(container) = self.containers.get(&id.0) else {
            return Err(code(24, Some(2_207_006)));
        };
        let age = now.duration_since(container.born);
        let state = if container.published {
            ContainerState::Published
        } else if self.stuck {
            ContainerState::InProgress
        } else if container.state == ContainerState::Error {
            ContainerState::Error
        } else if age > SignedDuration::from_hours(24) {
            ContainerState::Expired
        } else if age >= PROCESSING {
            ContainerState::Finished
        } else {
            ContainerState::InProgress
        };
        let refusal = match state {
            ContainerState::Error | ContainerState::Expired => Some(refuse_answer(Answer {
                http: Some(200),
                subcode: container.status,
                kind: Some(
                    if state == ContainerState::Error {
                        "ERROR"
                    } else {
                        "EXPIRED"
                    }
                    .to_owned(),
                ),
                shape: AnswerShape::Container,
                ..Answer::default()
            })),
            _ => None,
        };
        Ok(ContainerReading {
            id: id.clone(),
            state,
            refusal,
        })
    }

    pub(crate) fn publish(&mut self, id: &ContainerId, now: Timestamp) -> Result<MediaId, Refusal> {
        let state = self.reading(id, now)?.state;
        self.reads.pop();
        match state {
            ContainerState::Finished | ContainerState::Published => {}
            ContainerState::InProgress => return Err(code(9007, Some(2_207_027))),
            _ => return Err(code(24, Some(2_207_008))),
        }
        let container = self.containers.get_mut(&id.0).unwrap();
        container.published = true;
        let media = MediaId(format!("1802{:013}", self.live.len() + 1));
        let post = LivePost {
            id: media.clone(),
            permalink: Some(format!("https://www.instagram.com/p/{}/", self.live.len())),
            caption: Some(container.caption.clone()),
            timestamp: Some(now.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string()),
        };
        self.live.insert(0, post);
        Ok(media)
    }

    /// Live posts that were not there before the test began.
    pub(crate) fn live_with(&self, caption: &str) -> usize {
        self.live
            .iter()
            .filter(|post| post.caption.as_deref() == Some(caption))
            .count()
    }
}
