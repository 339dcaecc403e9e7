//! The files of a post: judged once more, and made where they are not there yet.

use std::sync::Arc;

use async_trait::async_trait;
use fanfold_domain::catalogue::{Action, Local, Source, refuse_local};
use fanfold_domain::check::check_post;
use fanfold_domain::draft::Slide as DraftSlide;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::{Delivery, Explanation, Finding, Severity};
use fanfold_media::{Cancel, FixError, LibraryError, Output};
use fanfold_publish::{Library, Run, Slide, SlideFile};

use crate::Workbench;
use crate::look::kind_of;
use crate::posts::PostDocument;

pub(crate) struct InLibrary {
    bench: Arc<Workbench>,
    post: String,
    document: PostDocument,
}

/// A finding as the explanation of why a post stopped.
pub(crate) fn content(finding: &Finding, item: Option<u32>, action: Action) -> Explanation {
    Explanation {
        code: None,
        subcode: None,
        title: finding.title.clone(),
        message: finding.message.clone(),
        cause: "Instagram's rules for posts.".to_owned(),
        steps: vec!["Change it in the draft, then publish again. Nothing was posted.".to_owned()],
        action,
        automatic_retry: false,
        retry_after: None,
        trace_id: None,
        technical: format!(
            "{} (found {}, limit {})",
            finding.rule,
            finding.measured.as_deref().unwrap_or("–"),
            finding.limit.as_deref().unwrap_or("–")
        ),
        source: Source::Catalogue,
        item,
    }
}

fn lost(error: &FixError) -> Explanation {
    let local = match error {
        FixError::Library(LibraryError::DiskFull(_)) => Local::DiskFull,
        _ => Local::PhotoLost,
    };
    refuse_local(local, Delivery::NotSent, &error.to_string()).explanation
}

impl InLibrary {
    pub(crate) fn new(bench: Arc<Workbench>, post: String, document: PostDocument) -> Self {
        Self {
            bench,
            post,
            document,
        }
    }

    /// The slide's file, and what it is.
    async fn made(&self, slide: &DraftSlide) -> Result<Output, Explanation> {
        let recalled = self.bench.recall(&slide.media).await;
        recalled.map_err(|error| lost(&FixError::Codec(error.to_string())))?;
        let facts = self.bench.shelf.facts(slide);
        let (library, media) = (self.bench.library.clone(), slide.media.clone());
        let recipe = slide.recipe.clone();
        let work = move || match recipe {
            Some(recipe) => library.render(&media, &facts, &recipe, &Cancel::new()),
            None => Ok(Output {
                path: library.original(&media)?,
                facts,
            }),
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| lost(&FixError::Codec(error.to_string())))?
            .map_err(|error| lost(&error))
    }
}

#[async_trait]
impl Library for InLibrary {
    async fn check(&self, _run: &Run) -> Result<(), Explanation> {
        let work = self
            .document
            .slides
            .iter()
            .enumerate()
            .map(|(index, slide)| async move {
                self.made(slide).await.map_err(|mut why| {
                    why.item = u32::try_from(index + 1).ok();
                    why
                })
            });
        let made = futures::future::try_join_all(work).await?;
        let facts: Vec<&MediaFacts> = made.iter().map(|output| &output.facts).collect();
        let kind = kind_of(facts.len());
        let checked = check_post(&facts, kind, &self.document.policy);
        let bad = |finding: &&Finding| finding.severity == Severity::Error;
        for (index, findings) in checked.items.iter().enumerate() {
            if let Some(finding) = findings.iter().find(bad) {
                return Err(content(
                    finding,
                    u32::try_from(index + 1).ok(),
                    Action::FixMedia,
                ));
            }
        }
        match checked.findings.iter().find(bad) {
            Some(finding) => Err(content(finding, None, Action::ChangeContent)),
            None => Ok(()),
        }
    }

    async fn file(&self, slide: &Slide) -> Result<SlideFile, Explanation> {
        let own = self.document.slide(&slide.media, &slide.output);
        let own =
            own.ok_or_else(|| lost(&FixError::Codec("the post names no such slide".into())))?;
        let made = self.made(own).await?;
        Ok(SlideFile {
            path: made.path,
            bytes: made.facts.bytes,
            media_type: "image/jpeg".to_owned(),
            // Of this post alone: taking it back must not take it from another post.
            key: format!("{}/{}/{}", self.post, slide.media, slide.output),
        })
    }
}
