//! Where Instagram can fetch a picture.
//!
//! Instagram takes no image bytes; it fetches an address (Meta, IG User Media, 2026-09-11). A host
//! offers a file at one and takes it back: an S3-compatible bucket, unpublished photos of a Facebook
//! Page, or this computer, for the practice Instagram and tests. The doctor fetches an address as
//! Meta would and names what is wrong with it.
//!
//! Deliberately not here: which host an account uses, when a file is taken back, where keys are
//! kept, and the calls that make a Page's photo (see [`PagePhotos`]).

mod doctor;
mod host;
mod loopback;
mod page_photo;
mod s3;

pub use doctor::{Doctor, DoctorError, Examination, Fault, Finding, Reach, Wanted};
pub use host::{Host, HostError, HostedUrl};
pub use loopback::LoopbackHost;
pub use page_photo::{PagePhoto, PagePhotoHost, PagePhotos};
pub use s3::{S3Host, S3Keys, S3Spec, S3SpecError};
