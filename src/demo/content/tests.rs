use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::*;

fn content() -> Content {
    Content::read().unwrap()
}

#[test]
fn cards_are_numbered_in_the_order_in_which_they_are_made() {
    // Just after midnight is when moments of today and of yesterday lie closest.
    for now in ["2026-11-22T00:01:00Z", "2026-11-22T23:59:00Z"] {
        let now: DateTime<Utc> = now.parse().unwrap();
        for board in content().boards {
            let mut last = board.at.before(now);
            for (index, card) in board.cards.iter().enumerate() {
                assert_eq!(card.number as usize, index + 1, "{}", card.title);
                assert!(card.at.before(now) > last, "{}", card.title);
                last = card.at.before(now);
                for entry in &card.history {
                    assert!(entry.at.before(now) <= now);
                }
            }
        }
    }
}

#[test]
fn texts_name_only_cards_that_there_are() {
    let content = content();
    for card in content.boards.iter().flat_map(|board| &board.cards) {
        let said = card.history.iter().filter_map(|entry| match &entry.deed {
            Deed::Say(text) => Some(text),
            _ => None,
        });
        for text in said.chain(&card.description) {
            for number in text.split("LH-").skip(1) {
                let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
                let number: u32 = digits.parse().unwrap();
                assert!(content.boards[0].cards.iter().any(|card| card.number == number), "{text}");
            }
        }
    }
}

#[test]
fn the_release_board_is_worth_a_look() {
    let content = content();
    let [board, events] = content.boards.as_slice() else { panic!("two boards") };
    assert_eq!(content.people.len(), 8);
    assert_eq!(board.columns.len(), 6);
    assert_eq!(board.labels.len(), 10);
    assert!((58..=64).contains(&board.cards.len()));
    assert_eq!(events.cards.len(), 8);
    let colors: BTreeSet<Color> = board.labels.iter().map(|label| label.color).collect();
    assert_eq!(colors.len(), 10, "no two labels look the same");
    let roles: BTreeSet<BoardRole> = board.members.values().copied().collect();
    assert_eq!(roles.len(), 4);
}
