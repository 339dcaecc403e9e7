//! Which ffmpeg is taken, and what is said when none fits.

use std::path::Path;

use fanfold_domain::clip::ToolTrouble;
use fanfold_media::{Ffmpeg, ToolError};

#[test]
fn one_that_a_person_chose_is_the_only_one_tried() {
    let error = Ffmpeg::find(Some(Path::new("/nowhere/ffmpeg"))).unwrap_err();
    assert!(matches!(error, ToolError::Missing), "{error}");
    assert_eq!(error.trouble(), ToolTrouble::Missing);
}

#[cfg(unix)]
mod scripts {
    use super::*;
    use crate::sources::{FFMPEG, H264, clip, desk, facts, make, planned};
    use crate::trouble::script;
    use fanfold_domain::draft::PostKind;
    use fanfold_media::ClipError;

    #[test]
    fn an_old_one_is_refused_with_its_version() {
        let folder = tempfile::tempdir().unwrap();
        let old = script(
            folder.path(),
            "echo 'ffmpeg version 4.2.7-0ubuntu0.1 Copyright'",
        );
        let error = Ffmpeg::at(&old).unwrap_err();
        let ToolError::TooOld { version } = &error else {
            panic!("{error}");
        };
        assert_eq!(version, "4.2.7-0ubuntu0.1");
    }

    #[test]
    fn a_program_that_is_no_ffmpeg_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for body in ["exit 0", "exit 1", "echo hello", "yes"] {
            let other = script(folder.path(), body);
            let error = Ffmpeg::at(&other).unwrap_err();
            assert_eq!(error.trouble(), ToolTrouble::Unfit, "{body}");
        }
    }

    #[test]
    fn one_that_cannot_make_aac_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let body = "case \"$*\" in *-version*) echo 'ffmpeg version 7.1';; *) printf ' ------\\n V....D libx264 x\\n';; esac";
        let found = Ffmpeg::at(&script(folder.path(), body)).unwrap();
        let error = found.examine().unwrap_err();
        assert!(error.to_string().contains("AAC"), "{error}");
        assert!(FFMPEG.examine().is_ok(), "the machine's own converts");
    }

    #[test]
    fn a_listed_card_that_is_not_there_is_not_used() {
        let (folder, out) = desk();
        let real = FFMPEG.program().display();
        let body = format!(
            "case \"$*\" in *-encoders*) printf ' ------\\n V....D h264_nvenc x\\n A....D aac x\\n';; *h264_nvenc*) exit 1;; *) exec '{real}' \"$@\";; esac"
        );
        let broken = Ffmpeg::at(&script(folder.path(), &body)).unwrap();
        let source = clip(
            folder.path(),
            "a.mp4",
            "size=160x90:rate=90:duration=3.2",
            H264,
        );
        let recipe = planned(&facts(&source), PostKind::Reel);
        let error = make(&broken, &source, &recipe, &out).unwrap_err();
        assert!(
            matches!(error, ClipError::Tool(ToolError::Unfit { .. })),
            "{error}"
        );
    }
}
