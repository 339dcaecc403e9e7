//! Films whose boxes are made here.

use fanfold_domain::media::{MediaKind, Unreadable};
use fanfold_media::probe_bytes;
use mp4_atom::{
    Avc1, Codec, Elst, ElstEntry, Encode, FixedPoint, FourCC, Matrix, Moov, Pasp, StszSamples,
    SttsEntry, Trak, Visual,
};

/// Ten seconds at 30 frames, a thousand bytes each.
fn track() -> Trak {
    let mut track = Trak::default();
    track.mdia.hdlr.handler = FourCC::new(b"vide");
    track.mdia.mdhd.timescale = 30_000;
    track.mdia.mdhd.duration = 300_000;
    let table = &mut track.mdia.minf.stbl;
    table.stts.entries = vec![SttsEntry {
        sample_count: 300,
        sample_delta: 1000,
    }];
    table.stsz.samples = StszSamples::Identical {
        count: 300,
        size: 1000,
    };
    let mut picture = Avc1 {
        visual: Visual {
            width: 1920,
            height: 1080,
            ..Visual::default()
        },
        ..Avc1::default()
    };
    picture.avcc.configuration_version = 1;
    picture.avcc.avc_profile_indication = 77;
    picture.avcc.length_size = 4;
    table.stsd.codecs = vec![Codec::Avc1(picture)];
    track
}

fn film(track: Trak) -> Vec<u8> {
    let mut moov = Moov::default();
    moov.mvhd.timescale = 1000;
    moov.trak.push(track);
    let mut out = b"\0\0\0\x14ftypisom\0\0\0\0isom".to_vec();
    moov.encode(&mut out).unwrap();
    out.extend(b"\0\0\0\x10mdat12345678");
    out
}

fn edit(media_time: Option<u64>, milliseconds: u64) -> ElstEntry {
    ElstEntry {
        segment_duration: milliseconds,
        media_time,
        media_rate: FixedPoint::new(1, 0),
    }
}

fn has_edits(entries: Vec<ElstEntry>) -> Option<bool> {
    let mut track = track();
    track.edts = Some(mp4_atom::Edts {
        elst: Some(Elst { entries }),
    });
    probe_bytes(&film(track)).video.unwrap().edit_list
}

#[test]
fn a_film_tells_what_is_in_it() {
    let facts = probe_bytes(&film(track()));
    assert_eq!(
        (facts.kind, facts.format.as_str()),
        (MediaKind::Video, "mp4")
    );
    assert_eq!((facts.width, facts.height), (1920, 1080));
    assert_eq!(facts.unreadable, None);
    let video = facts.video.unwrap();
    assert_eq!(video.codec.as_deref(), Some("h264"));
    assert_eq!(video.profile.as_deref(), Some("Main"));
    assert_eq!(video.pixel_format.as_deref(), Some("yuv420p"));
    assert!((video.duration.unwrap() - 10.0).abs() < 1e-9);
    assert!((video.fps.unwrap() - 30.0).abs() < 1e-9);
    assert_eq!(video.bit_rate, Some(240_000));
    assert_eq!(video.moov_first, Some(true));
    assert_eq!(video.fragmented, Some(false));
    assert_eq!(video.audio, None);
}

#[test]
fn a_film_held_upright_is_seen_upright() {
    let mut track = track();
    track.tkhd.matrix = Matrix {
        a: 0,
        b: 0x10000,
        c: -0x10000,
        d: 0,
        ..Matrix::default()
    };
    let facts = probe_bytes(&film(track));
    assert_eq!((facts.width, facts.height), (1080, 1920));
    assert_eq!((facts.stored_width, facts.stored_height), (1920, 1080));
    assert_eq!(facts.video.unwrap().rotation, Some(90));
}

#[test]
fn a_film_of_pixels_that_are_not_square_is_judged_as_it_is_shown() {
    let shown = |pixel: (u32, u32)| {
        let mut track = track();
        let Some(Codec::Avc1(picture)) = track.mdia.minf.stbl.stsd.codecs.first_mut() else {
            panic!("a picture");
        };
        (picture.visual.width, picture.visual.height) = (1440, 1080);
        picture.pasp = Some(Pasp {
            h_spacing: pixel.0,
            v_spacing: pixel.1,
        });
        let facts = probe_bytes(&film(track));
        assert_eq!((facts.stored_width, facts.stored_height), (1440, 1080));
        assert_eq!(facts.height, 1080);
        facts.width
    };
    assert_eq!(shown((4, 3)), 1920);
    assert_eq!(shown((1, 1)), 1440);
    assert_eq!(shown((3, 4)), 1080);
    for damage in [(0, 1), (1, 0), (0, 0), (u32::MAX, 1), (1, u32::MAX)] {
        assert_eq!(shown(damage), 1440, "{damage:?}");
    }
}

#[test]
fn what_encoders_put_in_front_is_no_edit() {
    assert_eq!(has_edits(vec![edit(Some(2000), 10_000)]), Some(false));
    assert_eq!(
        has_edits(vec![edit(None, 40), edit(Some(0), 10_000)]),
        Some(false)
    );
    assert_eq!(has_edits(vec![edit(Some(30_000), 9_000)]), Some(true));
    assert_eq!(has_edits(vec![edit(Some(0), 5_000)]), Some(true));
    let two = vec![edit(Some(0), 4_000), edit(Some(200_000), 3_000)];
    assert_eq!(has_edits(two), Some(true));
}

#[test]
fn films_that_cannot_be_used_say_why() {
    let mut sound = track();
    sound.mdia.hdlr.handler = FourCC::new(b"soun");
    assert_eq!(
        probe_bytes(&film(sound)).unreadable,
        Some(Unreadable::NoVideoTrack)
    );

    let whole = film(track());
    for end in [whole.len() - 3, whole.len() - 40, 40, 24] {
        assert_eq!(
            probe_bytes(&whole[..end]).unreadable,
            Some(Unreadable::Truncated),
            "{end}"
        );
    }
    let mut broken = whole.clone();
    // The first track claims to be larger than the box around it.
    let at = broken.windows(4).position(|w| w == b"trak").unwrap();
    broken[at - 4..at].copy_from_slice(&[0x7F; 4]);
    assert!(probe_bytes(&broken).unreadable.is_some());
}

#[test]
fn a_box_of_any_claimed_size_is_survived() {
    let whole = film(track());
    for at in 0..whole.len() - 4 {
        for claim in [[0; 4], [0xFF; 4], [0, 0, 0, 1]] {
            let mut file = whole.clone();
            file[at..at + 4].copy_from_slice(&claim);
            assert_eq!(probe_bytes(&file).bytes, whole.len() as u64);
        }
    }
}
