//! Ranks: short texts whose byte order is the order of cards in a column and columns on a board.
//!
//! A rank is an integer part and a fraction, both in base 62. The integer part's first letter says
//! how long it is, so that appending and prepending count, and stay short: 4 characters after
//! 10,000 cards. A place between two neighbours grows the fraction. The scheme is the well-known
//! "fractional indexing"; a rank never ends with a zero digit, so there is always room below it.

/// In byte order.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The integer part of the first rank.
const FIRST: &str = "a0";
/// Ranks longer than this are made anew, with their whole column.
pub(crate) const MAX_LENGTH: usize = 32;

/// A rank after `after` and before `before`. The neighbours must be ranks, in order, and differ;
/// otherwise there is no place between them and the caller must [`spread`] the column.
pub(crate) fn between(after: Option<&str>, before: Option<&str>) -> Option<String> {
    match (after, before) {
        (None, None) => Some(FIRST.to_owned()),
        (None, Some(before)) => below(before),
        (Some(after), None) => above(after),
        (Some(after), Some(before)) => {
            if after >= before {
                return None;
            }
            let (after_integer, after_fraction) = split(after)?;
            let (before_integer, before_fraction) = split(before)?;
            if after_integer == before_integer {
                let middle = midpoint(after_fraction, Some(before_fraction))?;
                return Some(format!("{after_integer}{middle}"));
            }
            match increment(after_integer)? {
                next if next.as_str() < before => Some(next),
                _ => Some(format!("{after_integer}{}", midpoint(after_fraction, None)?)),
            }
        }
    }
}

/// `count` ranks in order, as short as can be.
pub(crate) fn spread(count: usize) -> Vec<String> {
    let mut ranks = Vec::with_capacity(count);
    let mut rank = FIRST.to_owned();
    for _ in 0..count {
        let next = increment(&rank).unwrap_or_else(|| format!("{rank}V"));
        ranks.push(std::mem::replace(&mut rank, next));
    }
    ranks
}

fn below(before: &str) -> Option<String> {
    let (integer, fraction) = split(before)?;
    if fraction.is_empty() { decrement(integer) } else { Some(integer.to_owned()) }
}

fn above(after: &str) -> Option<String> {
    let (integer, fraction) = split(after)?;
    match increment(integer) {
        Some(next) => Some(next),
        None => Some(format!("{integer}{}", midpoint(fraction, None)?)),
    }
}

/// `a`..`z` head 1 to 26 digits counting up, `Z`..`A` the same counting down.
fn split(rank: &str) -> Option<(&str, &str)> {
    let head = *rank.as_bytes().first()?;
    let digits = match head {
        b'a'..=b'z' => head - b'a' + 1,
        b'A'..=b'Z' => b'Z' - head + 1,
        _ => return None,
    };
    rank.split_at_checked(usize::from(digits) + 1)
}

fn increment(integer: &str) -> Option<String> {
    step(integer, DIGITS.len() - 1, 0, |digit| digit + 1, b'Z', b'a', |head| head + 1, b'z')
}

fn decrement(integer: &str) -> Option<String> {
    step(integer, 0, DIGITS.len() - 1, |digit| digit - 1, b'a', b'Z', |head| head - 1, b'A')
}

/// Counts by one: digits at `edge` wrap to `wrapped` and carry; a carry out of the first digit
/// moves the head on, over the seam between the two halves, and makes room or gives some back.
#[expect(clippy::too_many_arguments, reason = "one algorithm in two directions, called twice")]
fn step(
    integer: &str,
    edge: usize,
    wrapped: usize,
    move_digit: impl Fn(usize) -> usize,
    seam: u8,
    over_seam: u8,
    move_head: impl Fn(u8) -> u8,
    last_head: u8,
) -> Option<String> {
    let (&head, digits) = integer.as_bytes().split_first()?;
    let mut digits = digits.to_vec();
    for digit in digits.iter_mut().rev() {
        let value = digit_value(*digit)?;
        if value != edge {
            *digit = DIGITS[move_digit(value)];
            return text(head, &digits);
        }
        *digit = DIGITS[wrapped];
    }
    if head == last_head {
        return None;
    }
    if head == seam {
        return text(over_seam, &[DIGITS[wrapped]]);
    }
    let head = move_head(head);
    let length = usize::from(if head >= b'a' { head - b'a' } else { b'Z' - head }) + 1;
    digits.resize(length, DIGITS[wrapped]);
    text(head, &digits)
}

/// A fraction strictly between two others; `None` above means "one".
fn midpoint(after: &str, before: Option<&str>) -> Option<String> {
    let (after, before) = (after.as_bytes(), before.map(str::as_bytes));
    let mut middle = Vec::new();
    let mut before = before;
    for index in 0.. {
        let low = after.get(index).map_or(Some(0), |&digit| digit_value(digit))?;
        let high = match before {
            Some(before) => match before.get(index) {
                Some(&digit) => digit_value(digit)?,
                None => return None,
            },
            None => DIGITS.len(),
        };
        if high > low + 1 {
            middle.push(DIGITS[usize::midpoint(low, high)]);
            break;
        }
        middle.push(DIGITS[low]);
        if high > low {
            before = None;
        }
    }
    String::from_utf8(middle).ok()
}

fn digit_value(digit: u8) -> Option<usize> {
    DIGITS.binary_search(&digit).ok()
}

fn text(head: u8, digits: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(digits.len() + 1);
    bytes.push(head);
    bytes.extend_from_slice(digits);
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ten_thousand_appends_and_prepends_stay_short() {
        let mut rank = between(None, None).unwrap();
        for _ in 0..10_000 {
            let next = between(Some(&rank), None).unwrap();
            assert!(next > rank, "{next} after {rank}");
            rank = next;
        }
        assert!(rank.len() <= 4, "{rank}");
        let mut rank = between(None, None).unwrap();
        for _ in 0..10_000 {
            let next = between(None, Some(&rank)).unwrap();
            assert!(next < rank, "{next} before {rank}");
            rank = next;
        }
        assert!(rank.len() <= 4, "{rank}");
    }

    #[test]
    fn a_place_is_found_over_and_over_in_the_same_gap() {
        let (low, mut high) = ("a0".to_owned(), "a1".to_owned());
        for _ in 0..200 {
            let middle = between(Some(&low), Some(&high)).unwrap();
            assert!(low < middle && middle < high, "{low} {middle} {high}");
            high = middle;
        }
    }

    #[test]
    fn neighbours_that_leave_no_room_are_told_apart() {
        assert_eq!(between(Some("a1"), Some("a1")), None);
        assert_eq!(between(Some("a2"), Some("a1")), None);
        assert_eq!(between(Some(""), Some("a1")), None);
        assert_eq!(between(Some("!"), None), None);
    }

    #[test]
    fn spread_ranks_are_in_order() {
        let ranks = spread(5_000);
        assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(ranks.iter().all(|rank| rank.len() <= 4));
    }

    proptest! {
        #[test]
        fn any_sequence_of_insertions_keeps_one_order(places in prop::collection::vec(any::<prop::sample::Index>(), 1..300)) {
            let mut ranks: Vec<String> = Vec::new();
            for place in places {
                let at = place.index(ranks.len() + 1);
                let after = at.checked_sub(1).map(|index| ranks[index].as_str());
                let rank = between(after, ranks.get(at).map(String::as_str)).unwrap();
                ranks.insert(at, rank);
            }
            prop_assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
