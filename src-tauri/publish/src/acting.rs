//! Carrying one effect out, to the event that answers it.

use std::future::Future;
use std::pin::Pin;

use fanfold_domain::publish::{ContainerId, ContainerReading, ContainerState};

use crate::event::{Effect, Event, Found};
use crate::pace::LOOK_BACK;
use crate::run::{Kind, Run};
use crate::runner::Runner;
use crate::walls::{ClipUpload, JournalError};

/// An effect under way.
pub(crate) type Acting<'a> = Pin<Box<dyn Future<Output = Result<Event, JournalError>> + Send + 'a>>;

impl Runner {
    pub(crate) fn act(&self, run: Run, effect: Effect) -> Acting<'_> {
        Box::pin(async move {
            Ok(match effect {
                Effect::CheckMedia => {
                    Event::Checked(self.library.check(&run).await.map_err(Box::new))
                }
                Effect::Prepare { slide } => self.prepare(&run, slide).await,
                Effect::Host { slide } => self.host_slide(&run, slide).await,
                Effect::Upload {
                    slide,
                    container,
                    to,
                    resume,
                } => self.upload(&run, slide, container, to, resume).await,
                Effect::Recall { slide, hosted } => Event::Recalled {
                    slide,
                    held: self.host.holds(&hosted).await,
                },
                Effect::Probe { slide, hosted } => Event::Probed {
                    slide,
                    answers: self.host.answers(&hosted).await,
                },
                Effect::Withdraw { slide, hosted } => {
                    self.host.withdraw(&hosted).await;
                    Event::Withdrawn { slide }
                }
                Effect::FindLive => {
                    let taken = self.journal.taken(&run).await?;
                    let posts = match run.kind {
                        Kind::Story => self.gateway.stories().await,
                        _ => self.gateway.recent(LOOK_BACK).await,
                    };
                    let posts = posts.map_err(Box::new);
                    Event::FoundLive(posts.map(|posts| Found { posts, taken }))
                }
                Effect::Pause { scope, until, why } => {
                    let now = self.clock.now();
                    self.journal.pause(scope, until, &why, now).await?;
                    Event::Paused
                }
                Effect::Sleep { until } => {
                    self.clock.sleep_until(until).await;
                    Event::Woke
                }
                call => self.call(call).await,
            })
        })
    }

    /// One call of Instagram.
    async fn call(&self, effect: Effect) -> Event {
        let gateway = &self.gateway;
        match effect {
            Effect::Create { slide, container } => Event::Created {
                slide,
                result: gateway.create(slide, &container).await.map_err(Box::new),
            },
            Effect::CreateParent { children, text } => {
                let made = gateway.create_parent(&children, &text).await;
                Event::ParentCreated(made.map_err(Box::new))
            }
            Effect::ReadContainers { ids } => {
                let result = gateway.read_containers(&ids).await.map_err(Box::new);
                Event::Read { ids, result }
            }
            Effect::ReadQuota => self.read_quota().await,
            Effect::Publish { container } => {
                Event::Published(gateway.publish(&container).await.map_err(Box::new))
            }
            Effect::ReadDoubted { container } => self.read_doubted(container).await,
            Effect::ReadMedia { media } => {
                Event::MediaRead(gateway.media(&media).await.map_err(Box::new))
            }
            Effect::Comment { media, text } => {
                Event::Commented(gateway.comment(&media, &text).await.map_err(Box::new))
            }
            Effect::ListComments { media } => {
                Event::CommentsListed(gateway.comments(&media).await.map_err(Box::new))
            }
            _ => Event::Woke,
        }
    }

    async fn prepare(&self, run: &Run, index: usize) -> Event {
        let result = match run.slides.get(index) {
            Some(slide) => self.library.file(slide).await.map(drop).map_err(Box::new),
            None => Ok(()),
        };
        Event::Prepared {
            slide: index,
            result,
        }
    }

    async fn host_slide(&self, run: &Run, index: usize) -> Event {
        let Some(slide) = run.slides.get(index) else {
            return Event::Woke;
        };
        match self.library.file(slide).await {
            Ok(file) => Event::Hosted {
                slide: index,
                result: self.host.offer(&file).await.map_err(Box::new),
            },
            Err(error) => Event::Prepared {
                slide: index,
                result: Err(Box::new(error)),
            },
        }
    }

    async fn upload(
        &self,
        run: &Run,
        slide: usize,
        container: ContainerId,
        to: String,
        resume: bool,
    ) -> Event {
        let Some(entry) = run.slides.get(slide) else {
            return Event::Woke;
        };
        let file = match self.library.file(entry).await {
            Ok(file) => file,
            Err(error) => {
                let result = Err(Box::new(error));
                return Event::Prepared { slide, result };
            }
        };
        let upload = ClipUpload {
            slide,
            container,
            to,
            file,
            resume,
        };
        Event::Uploaded {
            slide,
            result: self.gateway.upload(&upload).await.map_err(Box::new),
        }
    }

    async fn read_doubted(&self, container: ContainerId) -> Event {
        let result = self
            .gateway
            .read_containers(std::slice::from_ref(&container))
            .await;
        Event::DoubtRead(match result {
            Ok(readings) => Ok(Box::new(
                readings
                    .into_iter()
                    .find(|reading| reading.id == container)
                    // Left out of the answer: nothing was learned.
                    .unwrap_or(ContainerReading {
                        id: container,
                        state: ContainerState::Other,
                        refusal: None,
                    }),
            )),
            Err(refusal) => Err(Box::new(refusal)),
        })
    }

    /// When the oldest posts leave the window that the quota counts.
    async fn read_quota(&self) -> Event {
        let quota = match self.gateway.quota().await {
            Ok(quota) => quota,
            Err(refusal) => return Event::QuotaRead(Err(Box::new(refusal))),
        };
        let now = self.clock.now();
        if quota.used < quota.total {
            return Event::QuotaRead(Ok(Some(now)));
        }
        let posts = match self.gateway.recent(quota.used.saturating_add(1)).await {
            Ok(posts) => posts,
            Err(refusal) => return Event::QuotaRead(Err(Box::new(refusal))),
        };
        Event::QuotaRead(Ok(crate::doubt::frees_at(&posts, quota, now)))
    }
}
