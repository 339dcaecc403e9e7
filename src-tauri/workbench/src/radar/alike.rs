//! Whether two posts are alike: pure comparison of prints and words.

use std::collections::HashSet;

use fanfold_domain::{say, word};

/// Prints of one picture, compressed or sized differently, differ in at most this many of 64 bits;
/// those of different pictures in twenty and more (measured with the samples and the corpus of
/// `tests/bench`).
const SAME: u32 = 6;

/// From this share of common pictures on a post counts as a repeat, with words that are alike.
const MOST: f64 = 0.75;

/// From this share of common words on two captions are nearly the same.
const NEARLY: f64 = 0.8;

/// What of a post is compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Looks {
    pub(super) prints: Vec<u64>,
    /// Content hashes of the originals.
    pub(super) media: Vec<String>,
    pub(super) caption: String,
}

/// How many of `ours` have a like among `theirs`, each of which counts once.
pub(super) fn common(ours: &[u64], theirs: &[u64]) -> usize {
    let mut free: Vec<u64> = theirs.to_vec();
    ours.iter()
        .filter(|own| {
            let like = free
                .iter()
                .position(|other| (*own ^ other).count_ones() <= SAME);
            like.map(|place| free.swap_remove(place)).is_some()
        })
        .count()
}

/// Whether it is worth reading the other post at all.
pub(super) fn may_be_alike(ours: &[u64], theirs: &[u64]) -> bool {
    let longest = ours.len().max(theirs.len());
    let shortest = ours.len().min(theirs.len());
    longest > 0
        && shortest as f64 >= MOST * longest as f64
        && common(ours, theirs) as f64 >= MOST * longest as f64
}

/// Why the two are alike, in words; nothing when they are not.
pub(super) fn why(ours: &Looks, theirs: &Looks) -> Option<String> {
    if !may_be_alike(&ours.prints, &theirs.prints) {
        return None;
    }
    let longest = ours.prints.len().max(theirs.prints.len());
    let all = common(&ours.prints, &theirs.prints);
    let (words, nearness) = words(&ours.caption, &theirs.caption);
    // Cards of one design look alike; only the very same files need no like caption.
    if nearness < NEARLY && sorted(&ours.media) != sorted(&theirs.media) {
        return None;
    }
    let pictures = match (all, longest) {
        (1, 1) => say!("The same picture"),
        (all, longest) if all == longest => say!("The same {all} pictures", all),
        (all, longest) => say!("{all} of {longest} pictures are the same", all, longest),
    };
    Some(if nearness < NEARLY || words.is_empty() {
        pictures
    } else {
        say!("{pictures} and {words}", pictures, words)
    })
}

fn sorted(media: &[String]) -> Vec<&String> {
    let mut sorted: Vec<&String> = media.iter().collect();
    sorted.sort_unstable();
    sorted
}

/// How near two captions are, 0–1, and how that is said.
fn words(one: &str, other: &str) -> (&'static str, f64) {
    let (one, other) = (plain(one), plain(other));
    let all = one.union(&other).count();
    if all == 0 {
        return ("", 1.0);
    }
    let share = one.intersection(&other).count() as f64 / all as f64;
    if one == other {
        (word!("the same caption"), 1.0)
    } else {
        (word!("nearly the same caption"), share)
    }
}

/// The words of a caption without case, marks and spaces: what stays when it is copied, shortened
/// or decorated.
fn plain(caption: &str) -> HashSet<String> {
    caption
        .to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn looks(prints: &[u64], media: &[&str], caption: &str) -> Looks {
        Looks {
            prints: prints.to_vec(),
            media: media.iter().map(|&media| media.to_owned()).collect(),
            caption: caption.to_owned(),
        }
    }

    const A: u64 = 0x0123_4567_89ab_cdef;
    const B: u64 = 0xfedc_ba98_7654_3210;
    const C: u64 = 0x00ff_00ff_00ff_00ff;

    #[test]
    fn the_same_pictures_in_another_order_with_nearly_the_same_words_are_a_repeat() {
        let ours = looks(
            &[A, B, C],
            &["a", "b", "c"],
            "Fresh bread every morning, from six o'clock on 🥐",
        );
        let theirs = looks(
            &[C ^ 0b101, A, B],
            &["x", "y", "z"],
            "FRESH bread, every morning from six o'clock on!",
        );
        assert_eq!(
            why(&ours, &theirs).unwrap(),
            "The same 3 pictures and the same caption"
        );
        let longer = looks(
            &theirs.prints,
            &["x", "y", "z"],
            "Fresh bread every morning from six o'clock on #breakfast",
        );
        assert_eq!(
            why(&ours, &longer).unwrap(),
            "The same 3 pictures and nearly the same caption"
        );
    }

    #[test]
    fn like_cards_with_other_words_are_no_repeat_but_the_very_same_files_are() {
        let ours = looks(&[A], &["a"], "Quote of the day: rest");
        let card = looks(&[A], &["b"], "On Monday we open at nine");
        assert_eq!(why(&ours, &card), None);
        let file = looks(&[A], &["a"], "On Monday we open at nine");
        assert_eq!(why(&ours, &file).unwrap(), "The same picture");
    }

    #[test]
    fn one_picture_more_or_less_is_still_told_and_half_of_them_is_not() {
        let four = looks(&[A, B, C, !C], &["a", "b", "c", "d"], "One two three four");
        let three = looks(&[A, B, C], &["a", "b", "c"], "One two three four");
        assert_eq!(
            why(&four, &three).unwrap(),
            "3 of 4 pictures are the same and the same caption"
        );
        let two = looks(&[A, B], &["a", "b"], "One two three four");
        assert_eq!(why(&four, &two), None);
    }

    #[test]
    fn a_picture_counts_once_however_often_it_is_in_the_other_post() {
        assert_eq!(common(&[A, A, A], &[A, B, C]), 1);
        assert_eq!(common(&[], &[A]), 0);
        assert!(!may_be_alike(&[], &[]), "a post of nothing repeats nothing");
    }
}
