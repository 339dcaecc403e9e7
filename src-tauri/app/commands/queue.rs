//! Schedule, slots and the queue as a whole.

use fanfold_workbench::view::{
    PostView, QueueView, ScheduleOptions, ScheduleSaid, SlotInput, SlotsView,
};

use super::Bench;
use crate::error::Answer;

/// What waits, and what keeps it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn queue_state(bench: Bench<'_>) -> Answer<QueueView> {
    Ok(bench.queue_state().await?)
}

/// Holds an account's posts until a person resumes it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn queue_pause(bench: Bench<'_>, account: String) -> Answer<QueueView> {
    Ok(bench.queue_pause(&account).await?)
}

/// Lets an account's posts go on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn queue_resume(bench: Bench<'_>, account: String) -> Answer<QueueView> {
    Ok(bench.queue_resume(&account).await?)
}

/// What a draft can be scheduled for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn schedule_options(bench: Bench<'_>, draft: String) -> Answer<ScheduleOptions> {
    Ok(bench.schedule_options(&draft).await?)
}

/// What a time would mean, while it is being chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn schedule_say(
    bench: Bench<'_>,
    draft: String,
    at: String,
) -> Answer<ScheduleSaid> {
    Ok(bench.schedule_say(&draft, &at).await?)
}

/// Publishes a draft at a time: `2026-11-23T14:30`, on this computer's clock.
#[tauri::command]
#[specta::specta]
pub(crate) async fn schedule(bench: Bench<'_>, draft: String, at: String) -> Answer<PostView> {
    Ok(bench.schedule(&draft, &at).await?)
}

/// Publishes a draft in the account's next free slot.
#[tauri::command]
#[specta::specta]
pub(crate) async fn schedule_next_slot(bench: Bench<'_>, draft: String) -> Answer<PostView> {
    Ok(bench.schedule_next_slot(&draft).await?)
}

/// Chooses another time for a post.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reschedule(bench: Bench<'_>, post: String, at: String) -> Answer<PostView> {
    Ok(bench.reschedule(&post, &at).await?)
}

/// Publishes a planned or missed post at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn publish_now(bench: Bench<'_>, post: String) -> Answer<PostView> {
    Ok(bench.publish_now(&post).await?)
}

/// The times of the week at which an account usually posts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn slots(bench: Bench<'_>, account: String) -> Answer<SlotsView> {
    Ok(bench.slots(&account).await?)
}

/// Chooses them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_slots(
    bench: Bench<'_>,
    account: String,
    slots: Vec<SlotInput>,
) -> Answer<SlotsView> {
    Ok(bench.set_slots(&account, &slots).await?)
}
