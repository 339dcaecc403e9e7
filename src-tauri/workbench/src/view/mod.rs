//! What a window is shown: complete pictures of a draft, a post, a session, with every word and
//! number in them. The window draws these and computes nothing.

pub mod account;
pub mod caption;
pub mod draft;
pub mod edit;
pub mod event;
pub mod fix;
pub mod post;
pub mod session;

pub use fanfold_domain::account::Flavour;
pub use fanfold_domain::rules::Passport;

pub use account::{
    AccountView, BudgetView, CallView, Connected, Disconnected, ExplainedView, FactView, FoundView,
    GuideStep, HealthView, HostCheck, HostForm, HostLine, HostView, MetaAppView, MetaPage,
    PermissionState, PermissionView, QuotaView, RehearsalView, SignInHealth, SignInStage,
    SignInView,
};
pub use caption::{CaptionTold, CaptionView, Counter};
pub use draft::{
    DraftSummary, DraftView, FixedView, Primary, PrimaryAction, Readiness, ShapeChoice, ShapeKeeps,
    ShapeView, SlideState, SlideView, Tone,
};
pub use edit::Edit;
pub use event::Event;
pub use fix::{FixChoice, FixOption};
pub use post::{
    ErrorCard, FeedPost, PostDetails, PostResult, PostSlide, PostStep, PostView, StepState,
};
pub use session::{ClipToolView, Platform, Session, Settings, Theme};
