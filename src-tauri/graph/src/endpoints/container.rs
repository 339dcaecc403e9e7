//! Containers: the pictures of a post before it is one. Nothing here is visible to anybody.
//!
//! Source: Meta, IG User Media and IG Container, 2026-09-11. Reels, stories and tags come with
//! their own parameters; here are images and carousels.

use fanfold_domain::answer::{Answer, AnswerShape};
use fanfold_domain::catalogue::refuse_answer;
use fanfold_domain::publish::{
    ContainerId, ContainerReading, ContainerState, ImageContainer, PostText,
};
use fanfold_domain::{Class, Refusal};
use serde_json::Value;

use super::read::{id, text};
use crate::call::Call;
use crate::client::Session;
use crate::transport::lacks;

/// Containers expose nothing else; asking for more fails the whole read (seen 2026-04-23).
const FIELDS: &str = "id,status_code,status";
/// Most ids one read may name (Meta, Graph API, `ids`).
const MOST_IDS: usize = 50;

impl Session {
    /// A picture that is a post of its own.
    pub async fn create_image(
        &self,
        account: &str,
        image: &ImageContainer,
        words: &PostText,
    ) -> Result<ContainerId, Refusal> {
        let call = Call::post("container.create_image", format!("{account}/media"))
            .with("image_url", &image.image_url)
            .with_some("alt_text", image.alt_text.as_deref())
            .with_some("caption", Some(&words.caption));
        id(&self.send(call).await?).map(ContainerId)
    }

    /// One slide of a carousel. Captions belong to the carousel; Instagram refuses them here.
    pub async fn create_slide(
        &self,
        account: &str,
        image: &ImageContainer,
    ) -> Result<ContainerId, Refusal> {
        let call = Call::post("container.create_slide", format!("{account}/media"))
            .with("image_url", &image.image_url)
            .with("is_carousel_item", "true")
            .with_some("alt_text", image.alt_text.as_deref());
        id(&self.send(call).await?).map(ContainerId)
    }

    /// The carousel around its slides, in order.
    pub async fn create_carousel(
        &self,
        account: &str,
        slides: &[ContainerId],
        words: &PostText,
    ) -> Result<ContainerId, Refusal> {
        let children: Vec<&str> = slides.iter().map(|slide| slide.0.as_str()).collect();
        let call = Call::post("container.create_carousel", format!("{account}/media"))
            .with("media_type", "CAROUSEL")
            .with("children", children.join(","))
            .with_some("caption", Some(&words.caption));
        id(&self.send(call).await?).map(ContainerId)
    }

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
