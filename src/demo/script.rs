//! What happens on a board, in order.

use chrono::{DateTime, Duration, Utc};

use super::content::{Board, Card, Deed, Entry, Milestone};

/// One thing that somebody does.
pub(super) struct Step<'a> {
    pub at: DateTime<Utc>,
    pub by: &'a str,
    pub act: Act<'a>,
}

pub(super) enum Act<'a> {
    Make(&'a Card),
    Deed(&'a Card, &'a Deed),
    Close(&'a Milestone),
}

/// Everything that happens on `board` once it is laid out, as seen from `now`.
pub(super) fn script(board: &Board, now: DateTime<Utc>) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = board.cards.iter().flat_map(|card| life(card, now)).collect();
    for milestone in &board.milestones {
        if let Some(closed) = &milestone.closed {
            let at = closed.at.before(now);
            steps.push(Step { at, by: &closed.by, act: Act::Close(milestone) });
        }
    }
    steps.sort_by_key(|step| step.at);
    steps
}

/// A card's steps in their order, even where "so long before now" falls before a time of day.
fn life(card: &Card, now: DateTime<Utc>) -> Vec<Step<'_>> {
    // Nobody does everything on the minute; the content's times do not say more.
    let mut seconds =
        (0..).map(|index| Duration::seconds((i64::from(card.number) * 17 + index * 23) % 60));
    let mut exact = |moment: DateTime<Utc>| moment + seconds.next().unwrap_or_default();
    let mut last = exact(card.at.before(now));
    let mut steps = vec![Step { at: last, by: &card.by, act: Act::Make(card) }];
    for Entry { at, by, deed } in &card.history {
        last = exact(at.before(now)).max(last);
        steps.push(Step { at: last, by, act: Act::Deed(card, deed) });
    }
    steps
}
