//! The files of a post: judged once more, and made where they are not there yet.

use std::sync::Arc;

use async_trait::async_trait;
use fanfold_domain::catalogue::{Action, Local, Source, refuse_local};
use fanfold_domain::check::check_post;
use fanfold_domain::clip::ClipRecipe;
use fanfold_domain::draft::Slide as DraftSlide;
use fanfold_domain::media::MediaFacts;
use fanfold_domain::say;
use fanfold_domain::{Delivery, Explanation, Finding, Severity};
use fanfold_media::{Cancel, ClipError, ClipProgress, FixError, LibraryError, Output};
use fanfold_publish::{Library, Run, Slide, SlideFile};

use crate::Workbench;
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
        cause: say!("Instagram’s rules for posts."),
        steps: vec![say!(
            "Change it in the draft, then publish again. Nothing was posted."
        )],
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
        let (bench, slide) = (Arc::clone(&self.bench), slide.clone());
        let asked_for = self.was_fixed(&slide);
        let work = move || {
            if let Some(recipe) = &slide.clip {
                return clip(&bench, &slide.media, facts, recipe, asked_for);
            }
            let made = match &slide.recipe {
                Some(recipe) => {
                    let library = &bench.library;
                    let made = library.render(&slide.media, &facts, recipe, &Cancel::new());
                    // The window shows it from now on, also where a person had nothing fixed.
                    made.inspect(|output| {
                        let shelf = &bench.shelf;
                        shelf.know_output(&slide.media, &recipe.key(), output.clone());
                    })
                }
                None => original(&bench, &slide.media, facts).map_err(FixError::from),
            };
            made.map_err(|error| lost(&error))
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| lost(&FixError::Codec(error.to_string())))?
    }

    /// Whether a person had this clip made ready; otherwise it was right as it came.
    fn was_fixed(&self, slide: &DraftSlide) -> bool {
        let mut slides = self.document.draft.slides.iter();
        slides.any(|own| own.id == slide.id && own.clip.is_some())
    }
}

fn original(bench: &Workbench, media: &str, facts: MediaFacts) -> Result<Output, LibraryError> {
    let path = bench.library.original(media)?;
    Ok(Output { path, facts })
}

/// A clip's file. One that was right as it came and shows no place goes out as it is where nothing
/// on this computer can take the rest off.
fn clip(
    bench: &Workbench,
    media: &str,
    facts: MediaFacts,
    recipe: &ClipRecipe,
    asked_for: bool,
) -> Result<Output, Explanation> {
    let (cancel, quiet) = (Cancel::new(), |_: ClipProgress| {});
    let library = &bench.library;
    let repacked = library.repacked_clip(media, &facts, recipe, &cancel, &quiet);
    let made = match repacked {
        Ok(None) => bench.ffmpeg().map_err(ClipError::from).and_then(|ffmpeg| {
            library.render_clip(media, &facts, recipe, &ffmpeg, &cancel, &quiet)
        }),
        Ok(Some(output)) => Ok(output),
        Err(error) => Err(error),
    };
    match made {
        Err(ClipError::Tool(error)) if !asked_for && !facts.has_location => {
            tracing::info!(%error, "a clip is published as it came");
            let own = original(bench, media, facts);
            own.map_err(|error| lost(&FixError::from(error)))
        }
        made => made.map_err(|error| lost_clip(&error)),
    }
}

fn lost_clip(error: &ClipError) -> Explanation {
    let local = match error {
        ClipError::Library(LibraryError::DiskFull(_)) => Local::DiskFull,
        ClipError::Library(_) | ClipError::Unusable(_) | ClipError::Changed => Local::PhotoLost,
        _ => Local::ClipNotReady,
    };
    refuse_local(local, Delivery::NotSent, &error.to_string()).explanation
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
        let checked = check_post(&facts, self.document.kind(), &self.document.policy);
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
            own.ok_or_else(|| lost(&FixError::Codec("the post names no such slide".to_owned())))?;
        let made = self.made(own).await?;
        Ok(SlideFile {
            path: made.path,
            bytes: made.facts.bytes,
            media_type: media_type(&made.facts.format).to_owned(),
            // Of this post alone: taking it back must not take it from another post.
            key: format!("{}/{}/{}", self.post, slide.media, slide.output),
        })
    }
}

/// What a media host says a file is; Instagram takes nothing else.
fn media_type(format: &str) -> &'static str {
    match format {
        "mp4" => "video/mp4",
        "mov" => "video/quicktime",
        _ => "image/jpeg",
    }
}
