//! `GET /{container}`: how far processing has come.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::fields::{Field, select};
use crate::refusal::{Refusal, unknown_field};
use crate::state::{Container, Outcome, Phase};
use crate::world::World;

/// The node name in Meta's "nonexisting field" messages.
const NODE: &str = "ShadowIGMediaBuilder";

pub(super) fn node(
    world: &World,
    container: &Container,
    fields: &[Field],
    now: Timestamp,
) -> Result<Value, Refusal> {
    let phase = container.phase(now);
    select(fields, &container.id, |field| {
        Ok(Some(match field.name.as_str() {
            "status_code" => json!(code(phase)),
            "status" => json!(text(phase)),
            "copyright_check_status" => {
                let done = if phase == Phase::InProgress {
                    "not_started"
                } else {
                    "completed"
                };
                json!({ "status": done, "matches_found": false })
            }
            "video_status" if container.shape.is_video() => video_status(world, container, phase),
            "video_status" => return Ok(None),
            name => return Err(unknown_field(name, NODE)),
        }))
    })
}

fn video_status(world: &World, container: &Container, phase: Phase) -> Value {
    let waiting = container.outcome == Outcome::Waiting;
    let bytes = match &container.picture {
        Some(picture) => picture.bytes,
        None => world.uploaded(&container.id),
    };
    let uploading = match (waiting, bytes) {
        (false, _) => "complete",
        (true, 0) => "not_started",
        (true, _) => "in_progress",
    };
    let processing = match phase {
        _ if waiting => json!({ "status": "not_started" }),
        Phase::InProgress => json!({ "status": "in_progress" }),
        Phase::Failed(subcode) => {
            json!({ "status": "error", "errors": [{ "code": subcode, "message": text(phase) }] })
        }
        _ => json!({ "status": "complete" }),
    };
    json!({
        "uploading_phase": { "status": uploading, "bytes_transferred": bytes },
        "processing_phase": processing,
    })
}

fn code(phase: Phase) -> &'static str {
    match phase {
        Phase::InProgress => "IN_PROGRESS",
        Phase::Finished => "FINISHED",
        Phase::Failed(_) => "ERROR",
        Phase::Expired => "EXPIRED",
        Phase::Published => "PUBLISHED",
    }
}

/// The texts observed at Meta; only the number in an error is ever meant for programs.
fn text(phase: Phase) -> String {
    match phase {
        Phase::InProgress => "In Progress: Media is still being processed.".to_owned(),
        Phase::Finished => {
            "Finished: Media has been uploaded and it is ready to be published.".to_owned()
        }
        Phase::Failed(subcode) => {
            format!("Error: Media upload has failed with error code {subcode}")
        }
        Phase::Expired => "Expired: The container was not published within 24 hours.".to_owned(),
        Phase::Published => "Published: Media has been successfully published.".to_owned(),
    }
}
