//! Sample groups (`sgpd`, ISO/IEC 14496-12, 8.9.3) taken out before the film reader sees a box.
//!
//! Nothing of ours looks at them, and the reader (mp4-atom 0.17) makes as many entries of them as the
//! box claims, also of entries without a byte: a file of 1,500 bytes then fills the memory. Found by
//! the fuzzer.

use std::borrow::Cow;

use super::bytes::{be32, be64, tag};

const GROUPS: [u8; 4] = *b"sgpd";
/// A box that every reader passes over.
const PASSED_OVER: [u8; 4] = *b"free";
/// The boxes in which groups lie, and those around them.
const AROUND: [[u8; 4]; 5] = [*b"trak", *b"mdia", *b"minf", *b"stbl", *b"traf"];

/// The content of a `moov` or `moof` box whose sample groups nobody reads.
pub(super) fn taken_out(body: &[u8]) -> Cow<'_, [u8]> {
    let mut found = Vec::new();
    walk(body, 0, body.len(), &mut found);
    if found.is_empty() {
        return Cow::Borrowed(body);
    }
    let mut body = body.to_vec();
    for at in found {
        if let Some(name) = body.get_mut(at..at + 4) {
            name.copy_from_slice(&PASSED_OVER);
        }
    }
    Cow::Owned(body)
}

/// Notes where the names of groups stand. No deeper than boxes can lie in each other: each needs
/// eight bytes of the one around it, and only five kinds are entered.
fn walk(body: &[u8], mut at: usize, end: usize, found: &mut Vec<usize>) {
    while let (Some(size), Some(name)) = (be32(body, at), tag(body, at + 4)) {
        let (head, size) = match size {
            0 => (8, end.saturating_sub(at)),
            1 => match be64(body, at + 8).and_then(|size| usize::try_from(size).ok()) {
                Some(size) => (16, size),
                None => return,
            },
            size => (8, size as usize),
        };
        let next = at.saturating_add(size);
        if size < head || next > end {
            return;
        }
        if name == GROUPS {
            found.push(at + 4);
        } else if AROUND.contains(&name) {
            walk(body, at + head, next, found);
        }
        at = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(name: [u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).unwrap_or(u32::MAX);
        [&size.to_be_bytes(), &name[..], content].concat()
    }

    #[test]
    fn groups_are_passed_over_wherever_they_lie_and_nothing_else_changes() {
        let table = boxed(
            *b"stbl",
            &[boxed(*b"stts", &[7; 8]), boxed(GROUPS, &[9; 12])].concat(),
        );
        let long = [
            &1_u32.to_be_bytes(),
            &GROUPS[..],
            &24_u64.to_be_bytes(),
            &[5; 8],
        ]
        .concat();
        let body = [
            boxed(*b"trak", &boxed(*b"mdia", &boxed(*b"minf", &table))),
            boxed(*b"traf", &long),
            boxed(*b"udta", &boxed(GROUPS, b"text")),
        ]
        .concat();
        let out = taken_out(&body);
        let count = |bytes: &[u8], name: [u8; 4]| bytes.windows(4).filter(|w| *w == name).count();
        assert_eq!(count(&body, GROUPS), 3);
        assert_eq!(count(&out, GROUPS), 1, "text in a place of its own stays");
        assert_eq!(count(&out, PASSED_OVER), 2);
        assert_eq!(out.len(), body.len());
    }

    #[test]
    fn what_has_no_groups_is_not_copied_and_damaged_boxes_are_left() {
        let fine = boxed(*b"trak", &boxed(*b"tkhd", &[1; 84]));
        assert!(matches!(taken_out(&fine), Cow::Borrowed(_)));
        for damaged in [
            &[0, 0, 0, 3, b't', b'r', b'a', b'k'][..],
            &[0, 0, 0, 1, 0, 0, 0, 0],
            &[1],
        ] {
            assert!(matches!(taken_out(damaged), Cow::Borrowed(_)));
        }
    }
}
