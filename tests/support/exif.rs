//! Metadata segments for JPEG files: an orientation, a place on Earth, a colour profile.

/// Where the photos with a location were taken: a viewpoint in the Picos de Europa.
const LATITUDE: [u32; 3] = [43, 11, 24];
const LONGITUDE: [u32; 3] = [4, 49, 48];

/// What a camera writes beside the pixels.
#[derive(Debug, Clone, Copy, Default)]
pub struct Notes {
    /// 1 to 8, as in the EXIF standard; 0 leaves the tag out.
    pub orientation: u16,
    pub location: bool,
    pub display_p3: bool,
}

/// `jpeg` with these notes right after its first marker.
pub fn annotate(jpeg: &[u8], notes: Notes) -> Vec<u8> {
    let (start, rest) = jpeg.split_at(2);
    let mut file = start.to_vec();
    if notes.orientation > 0 || notes.location {
        file.extend(segment(0xE1, &exif(notes)));
    }
    if notes.display_p3 {
        let profile = moxcms::ColorProfile::new_display_p3().encode();
        let profile = profile.expect("a built-in profile can be written");
        let mut payload = b"ICC_PROFILE\0\x01\x01".to_vec();
        payload.extend(profile);
        file.extend(segment(0xE2, &payload));
    }
    file.extend(rest);
    file
}

fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).expect("a segment holds 64 kB");
    let mut bytes = vec![0xFF, marker];
    bytes.extend(length.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// An APP1 payload: a big-endian TIFF with one directory, and a second one for the place.
fn exif(notes: Notes) -> Vec<u8> {
    let mut directory = vec![entry(0x0110, 2, 4, *b"Fan\0")];
    if notes.orientation > 0 {
        let [high, low] = notes.orientation.to_be_bytes();
        directory.push(entry(0x0112, 3, 1, [high, low, 0, 0]));
    }
    // The place stands right after this directory: 8 of header, 2 of count, 12 an entry, 4 of end.
    let entries = directory.len() + usize::from(notes.location);
    let place = u32::try_from(8 + 2 + entries * 12 + 4).expect("a small directory");
    if notes.location {
        directory.push(entry(0x8825, 4, 1, place.to_be_bytes()));
    }
    let mut tiff = b"Exif\0\0MM\0\x2A\0\0\0\x08".to_vec();
    tiff.extend(finish(&directory));
    if notes.location {
        // Two values of three fractions of eight bytes, after four entries.
        let values = place + 2 + 4 * 12 + 4;
        tiff.extend(finish(&[
            entry(1, 2, 2, *b"N\0\0\0"),
            entry(2, 5, 3, values.to_be_bytes()),
            entry(3, 2, 2, *b"W\0\0\0"),
            entry(4, 5, 3, (values + 24).to_be_bytes()),
        ]));
        for part in LATITUDE.into_iter().chain(LONGITUDE) {
            tiff.extend(part.to_be_bytes());
            tiff.extend(1_u32.to_be_bytes());
        }
    }
    tiff
}

fn entry(tag: u16, kind: u16, count: u32, value: [u8; 4]) -> Vec<u8> {
    let mut bytes = tag.to_be_bytes().to_vec();
    bytes.extend(kind.to_be_bytes());
    bytes.extend(count.to_be_bytes());
    bytes.extend(value);
    bytes
}

fn finish(entries: &[Vec<u8>]) -> Vec<u8> {
    let count = u16::try_from(entries.len()).expect("few entries");
    let mut bytes = count.to_be_bytes().to_vec();
    bytes.extend(entries.concat());
    bytes.extend(0_u32.to_be_bytes());
    bytes
}
