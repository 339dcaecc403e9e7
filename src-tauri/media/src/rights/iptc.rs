//! By-line and copyright notice in a Photoshop block (IPTC-NAA IIM 4.2, datasets 2:80 and 2:116).

use super::Rights;

const HEAD: &[u8] = b"Photoshop 3.0\0";

/// The resource that holds IPTC (Adobe, Photoshop File Formats).
const IPTC: u16 = 0x0404;

const BYLINE: u8 = 80;
const COPYRIGHT: u8 = 116;

/// `body` is what an APP13 segment holds.
pub(super) fn rights(body: &[u8]) -> Rights {
    body.strip_prefix(HEAD)
        .and_then(resource)
        .map(datasets)
        .unwrap_or_default()
}

/// Walks resources: `8BIM`, id, a name of even length, size, content of even length.
fn resource(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        rest = rest.strip_prefix(b"8BIM")?;
        let ([high, low], after) = rest.split_first_chunk()?;
        let name = 1 + usize::from(*after.first()?);
        let after = after.get(name + name % 2..)?;
        let (size, after) = after.split_first_chunk()?;
        let size = u32::from_be_bytes(*size) as usize;
        let content = after.get(..size)?;
        if u16::from_be_bytes([*high, *low]) == IPTC {
            return Some(content);
        }
        rest = after.get(size.checked_add(size % 2)?..)?;
    }
}

/// Walks datasets: 0x1C, record, number, length, content. Extended lengths end the walk.
fn datasets(mut rest: &[u8]) -> Rights {
    let (mut artist, mut copyright) = (None, None);
    while let [0x1C, record, number, high, low, after @ ..] = rest {
        let Some((content, next)) =
            after.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))
        else {
            break;
        };
        match (record, *number) {
            (2, BYLINE) => artist = artist.or(Some(content)),
            (2, COPYRIGHT) => copyright = copyright.or(Some(content)),
            _ => {}
        }
        rest = next;
    }
    Rights::new(artist, copyright)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_line_and_notice_are_found_behind_other_resources() {
        let sets = b"\x1C\x02\x50\0\x03Ada\x1C\x02\x74\0\x05\xC2\xA9 Me\x1C\x02\x05\xFF\xFF";
        let mut body =
            b"Photoshop 3.0\08BIM\x03\xED\0\0\0\0\0\x03abc\x008BIM\x04\x04\0\0\0\0\0".to_vec();
        body.push(sets.len() as u8);
        body.extend(sets);
        let wanted = Rights::new(Some(b"Ada"), Some("© Me".as_bytes()));
        assert_eq!(rights(&body), wanted);
        for end in 0..body.len() {
            let _ = rights(body.get(..end).unwrap_or_default());
        }
    }
}
