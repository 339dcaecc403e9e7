//! Which format a file is, from its first bytes. Names and extensions are never looked at.

/// What the first bytes promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Jpeg,
    Png,
    Webp,
    Gif,
    Bmp,
    Tiff,
    /// HEIC, AVIF, MP4 or MOV.
    Boxes,
    /// `webm` or `mkv`.
    Matroska(&'static str),
    Avi,
    /// Recognised pictures that nothing here opens.
    OtherImage(&'static str),
    /// Films that are recognised and no more.
    OtherVideo(&'static str),
    /// Recognised, and neither picture nor film.
    OtherFile(&'static str),
    Unknown,
}

/// Reads at most the first kilobyte of `head`.
pub(super) fn sniff(head: &[u8]) -> Format {
    let four = head.get(4..8).unwrap_or_default();
    let eight = head.get(8..12).unwrap_or_default();
    match head {
        [0xFF, 0xD8, 0xFF, ..] => Format::Jpeg,
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Format::Png,
        [b'R', b'I', b'F', b'F', ..] if eight == b"WEBP" => Format::Webp,
        [b'R', b'I', b'F', b'F', ..] if eight == b"AVI " => Format::Avi,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Format::Gif,
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Format::Tiff,
        [b'I', b'I', 43, 0, ..] | [b'M', b'M', 0, 43, ..] => Format::OtherImage("tiff"),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => Format::Matroska(matroska(head)),
        [b'F', b'L', b'V', 1, ..] => Format::OtherVideo("flv"),
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => Format::OtherVideo("wmv"),
        [0, 0, 1, 0xBA | 0xB3, ..] => Format::OtherVideo("mpeg"),
        [b'8', b'B', b'P', b'S', ..] => Format::OtherImage("psd"),
        [0xFF, 0x0A, ..] | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => Format::OtherImage("jxl"),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] => Format::OtherImage("jp2"),
        [0, 0, 1, 0, n, 0, ..] if *n > 0 => Format::OtherImage("ico"),
        [b'B', b'M', ..] if is_bmp(head) => Format::Bmp,
        _ if four == b"ftyp" => Format::Boxes,
        _ if matches!(four, b"moov" | b"mdat" | b"wide" | b"pnot") => Format::Boxes,
        _ => text(head),
    }
}

fn matroska(head: &[u8]) -> &'static str {
    let start = head.get(..128).unwrap_or(head);
    if super::bytes::contains(start, b"webm") {
        "webm"
    } else {
        "mkv"
    }
}

/// "BM" alone starts many a text; the header size behind it does not.
fn is_bmp(head: &[u8]) -> bool {
    matches!(
        super::bytes::le32(head, 14),
        Some(12 | 16 | 40 | 52 | 56 | 64 | 108 | 124)
    )
}

fn text(head: &[u8]) -> Format {
    let start = head.get(..1024).unwrap_or(head);
    if super::bytes::contains(start, b"%PDF-") {
        return Format::OtherFile("pdf");
    }
    let trimmed = start
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(start)
        .trim_ascii_start();
    if trimmed.starts_with(b"<") && super::bytes::contains(start, b"<svg") {
        return Format::OtherImage("svg");
    }
    Format::Unknown
}
