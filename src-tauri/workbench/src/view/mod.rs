//! What a window is shown: complete pictures of a draft, a post, a session, with every word and
//! number in them. The window draws these and computes nothing.

pub mod account;
pub mod caption;
pub mod details;
pub mod draft;
pub mod edit;
pub mod event;
pub mod fix;
pub mod post;
pub mod queue;
pub mod schedule;
pub mod session;
pub mod timeline;

pub use fanfold_domain::account::Flavour;
pub use fanfold_domain::details::{Place, Tag};
pub use fanfold_domain::rules::Passport;

pub use account::{
    AccountView, BudgetView, CallView, Connected, Disconnected, ExplainedView, FactView, FoundView,
    GuideStep, HealthView, HostCheck, HostForm, HostLine, HostView, MetaAppView, MetaPage,
    PermissionState, PermissionView, QuotaView, RehearsalView, SignInHealth, SignInStage,
    SignInView,
};
pub use caption::{CaptionTold, CaptionView, Counter};
pub use details::{DetailsView, GridPost, GridView, HashtagGroup, Snippet, Wordbook};
pub use draft::{
    ClipFrame, ClipFrames, DraftSummary, DraftView, FixedView, Guide, Primary, PrimaryAction,
    Readiness, ShapeChoice, ShapeKeeps, ShapeView, SlideState, SlideView, Tone,
};
pub use edit::Edit;
pub use event::Event;
pub use fix::{FixChoice, FixOption};
pub use post::{
    ErrorCard, FeedPost, PostDetails, PostResult, PostSlide, PostStep, PostView, StepState,
};
pub use queue::{News, NextPost, PausedAccount, QueueView};
pub use schedule::{
    ScheduleOptions, ScheduleSaid, SlotDay, SlotInput, SlotTime, SlotsView, Upcoming,
};
pub use session::{
    ClipToolView, Language, LanguageChoice, Missed, Platform, Session, SettingChoices, Settings,
    Theme,
};
pub use timeline::{DuplicateView, TimelineRow, TimelineView};
