//! How containers stand: several at once, one in full, and how far an upload is.
//!
//! Source: Meta, IG Container and resumable uploads, 2026-09-11. Creating them: `create.rs`.

use fanfold_domain::answer::{Answer, AnswerShape};
use fanfold_domain::catalogue::refuse_answer;
use fanfold_domain::publish::{
    ContainerId, ContainerReading, ContainerState, Phase, UploadProgress,
};
use fanfold_domain::{Class, Refusal};
use serde_json::Value;

use super::read::{count, text};
use crate::call::Call;
use crate::client::Session;
use crate::transport::lacks;

/// Containers expose nothing else; asking for more fails the whole read (seen 2026-04-23).
const FIELDS: &str = "id,status_code,status";
/// What a container says beside its state, where it has it.
const ALL_FIELDS: &str = "id,status_code,status,video_status,copyright_check_status";
/// Most ids one read may name (Meta, Graph API, `ids`).
const MOST_IDS: usize = 50;

/// A container with everything it says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct ContainerDetails {
    pub reading: ContainerReading,
    /// Of a resumable upload.
    pub upload: Option<UploadProgress>,
    pub copyright: Option<Copyright>,
}

/// What Instagram's copyright check says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copyright {
    /// `completed`, `error`, `in_progress`, `not_started`.
    pub status: String,
    pub matches_found: bool,
}

impl Session {
    /// How containers stand, in the order asked. Several are read in one call where the host
    /// allows it, else side by side. A container that Instagram no longer knows reads as expired.
    pub async fn containers(&self, ids: &[ContainerId]) -> Result<Vec<ContainerReading>, Refusal> {
        let mut readings = Vec::with_capacity(ids.len());
        for some in ids.chunks(MOST_IDS) {
            readings.extend(self.some_containers(some).await?);
        }
        Ok(readings)
    }

    /// How one container stands.
    pub async fn container(&self, container: &ContainerId) -> Result<ContainerReading, Refusal> {
        let call = Call::get("container.read", &container.0).with("fields", FIELDS);
        match self.send(call).await {
            Ok(value) => reading(container, &value),
            Err(refusal) if refusal.class == Class::ContainerGone => Ok(ContainerReading {
                id: container.clone(),
                state: ContainerState::Expired,
                refusal: Some(refusal),
            }),
            Err(refusal) => Err(refusal),
        }
    }

    /// One container with how far its upload is and what the copyright check says.
    pub async fn container_details(
        &self,
        container: &ContainerId,
    ) -> Result<ContainerDetails, Refusal> {
        let call = Call::get("container.read_all", &container.0).with("fields", ALL_FIELDS);
        let value = self.send(call).await?;
        Ok(ContainerDetails {
            reading: reading(container, &value)?,
            upload: value.get("video_status").and_then(upload),
            copyright: value.get("copyright_check_status").and_then(|check| {
                Some(Copyright {
                    status: text(check, "status")?,
                    matches_found: check.get("matches_found").and_then(Value::as_bool)
                        == Some(true),
                })
            }),
        })
    }

    async fn some_containers(&self, ids: &[ContainerId]) -> Result<Vec<ContainerReading>, Refusal> {
        if ids.len() > 1 && self.client.reads_many() {
            match self.many(ids).await {
                Ok(Some(readings)) => return Ok(readings),
                Ok(None) => {}
                Err(refusal) if may_be_the_form(&refusal) => {}
                Err(refusal) => return Err(refusal),
            }
            // The form was refused, or one id was bad: ask singly, and if that works for all, the
            // form it was.
            let readings = self.one_by_one(ids).await?;
            let all_known = readings
                .iter()
                .all(|reading| reading.state != ContainerState::Expired);
            if all_known {
                self.client.read_singly_from_now_on();
            }
            return Ok(readings);
        }
        self.one_by_one(ids).await
    }

    async fn one_by_one(&self, ids: &[ContainerId]) -> Result<Vec<ContainerReading>, Refusal> {
        futures::future::try_join_all(ids.iter().map(|id| self.container(id))).await
    }

    /// All in one call; `None` when the answer leaves one of them out.
    async fn many(&self, ids: &[ContainerId]) -> Result<Option<Vec<ContainerReading>>, Refusal> {
        let joined: Vec<&str> = ids.iter().map(|id| id.0.as_str()).collect();
        let call = Call::get("container.read_many", "")
            .with("ids", joined.join(","))
            .with("fields", FIELDS);
        let value = self.send(call).await?;
        let mut readings = Vec::with_capacity(ids.len());
        for id in ids {
            match value.get(&id.0) {
                Some(one) => readings.push(reading(id, one)?),
                None => return Ok(None),
            }
        }
        Ok(Some(readings))
    }
}

/// Refusals that may mean "not several ids at once" or "one of them is unknown".
fn may_be_the_form(refusal: &Refusal) -> bool {
    matches!(
        refusal.class,
        Class::OurFault | Class::Unknown | Class::ContainerGone
    ) || refusal.answer.shape == AnswerShape::Html && refusal.answer.http == Some(404)
        || refusal.answer.http == Some(404)
}

fn reading(id: &ContainerId, value: &Value) -> Result<ContainerReading, Refusal> {
    let word = text(value, "status_code").ok_or_else(|| lacks("a status"))?;
    let state = match word.to_ascii_uppercase().as_str() {
        "IN_PROGRESS" => ContainerState::InProgress,
        "FINISHED" => ContainerState::Finished,
        "ERROR" => ContainerState::Error,
        "EXPIRED" => ContainerState::Expired,
        "PUBLISHED" => ContainerState::Published,
        _ => ContainerState::Other,
    };
    let refusal = matches!(state, ContainerState::Error | ContainerState::Expired).then(|| {
        let answer = Answer::parse(Some(200), value.to_string().as_bytes());
        refuse_answer(answer)
    });
    Ok(ContainerReading {
        id: id.clone(),
        state,
        refusal,
    })
}

fn upload(status: &Value) -> Option<UploadProgress> {
    let phase = |key: &str| {
        let word = status
            .get(key)
            .and_then(|phase| text(phase, "status"))
            .unwrap_or_default();
        match word.to_ascii_lowercase().as_str() {
            "not_started" | "" => Phase::NotStarted,
            "in_progress" => Phase::InProgress,
            "complete" | "completed" => Phase::Complete,
            "error" => Phase::Error,
            _ => Phase::Other,
        }
    };
    status.is_object().then(|| UploadProgress {
        transferred: status
            .get("uploading_phase")
            .and_then(|phase| count(phase, "bytes_transferred"))
            .unwrap_or(0),
        uploading: phase("uploading_phase"),
        processing: phase("processing_phase"),
    })
}
