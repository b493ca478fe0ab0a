//! Boards in memory.

use std::sync::Arc;

use cairn_domain::access::BoardRef;
use cairn_domain::cards::{self, Change, MoveCard, UpdateCard};
use cairn_domain::columns::{self, DeleteColumn, MoveColumn};
use cairn_domain::comments::{self, AddComment};
use cairn_domain::labels::{self, UpdateLabel};
use cairn_domain::views::{BoardView, CacheFigures};
use cairn_domain::{Actor, Domain, Error, Memory, Outcome, milestones};
use cairn_entities::{BoardRole, CardId, CommentId, LabelId, MilestoneId};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use crate::world::{World, by};

async fn view(world: &World, domain: &Domain) -> Option<Arc<BoardView>> {
    let board = BoardRef::Id(world.board);
    Some(domain.views.current(domain, &world.ann, board).await.unwrap()?.view)
}

async fn is_in_memory(world: &World, domain: &Domain) -> bool {
    view(world, domain).await.is_some()
}

fn with_bytes(world: &World, views: usize) -> Domain {
    let Domain { database, clock, ids, .. } = world.domain.clone();
    Domain::with_memory(database, clock, ids, Memory { views, ..Memory::default() })
}

#[tokio::test]
async fn what_is_of_use_is_counted() {
    let world = World::new().await;
    let domain = with_bytes(&world, 1024 * 1024);
    for _ in 0..3 {
        assert!(is_in_memory(&world, &domain).await);
    }
    world.card(0, "One").await;
    assert!(is_in_memory(&world, &domain).await);
    let CacheFigures { entries, hits, misses, evictions, .. } = domain.views.figures();
    assert_eq!((entries, hits, misses, evictions), (1, 2, 1, 0));
    assert_eq!(domain.views.advances(), 1);
}

#[tokio::test]
async fn nothing_is_read_that_cannot_be_kept() {
    let world = World::new().await;
    let none = with_bytes(&world, 0);
    let little = with_bytes(&world, 512);
    for _ in 0..3 {
        assert!(!is_in_memory(&world, &none).await);
        assert!(!is_in_memory(&world, &little).await);
    }
    assert_eq!(none.views.figures().misses, 0);
    assert_eq!(little.views.figures().misses, 1, "it is remembered that it is too large");
}

/// However a board came to be as it is, in memory it is as whoever reads it anew has it.
#[tokio::test]
async fn a_view_that_goes_on_is_as_one_that_is_read() {
    let mut table = Table::new().await;
    let keeps = with_bytes(&table.world, 1024 * 1024);
    let mut former = None;
    for step in 0..240 {
        if step > 160 && table.world.columns.len() > 2 {
            table.delete_a_column().await;
        } else {
            table.change_something().await;
        }
        // Some steps are taken together, and some views are still in use when they go on.
        if table.random.random_bool(0.3) {
            continue;
        }
        let kept = view(&table.world, &keeps).await.unwrap();
        let read = view(&table.world, &with_bytes(&table.world, 1024 * 1024)).await.unwrap();
        assert_same(&kept, &read, step);
        // This one is handed what it commits itself.
        let own = view(&table.world, &table.world.domain).await.unwrap();
        assert_same(&own, &read, step);
        former = table.random.random_bool(0.5).then_some(kept);
    }
    drop(former);
    assert!(keeps.views.advances() > 100);
    assert_eq!(keeps.views.committed_figures().hits, 0);
    let own = table.world.domain.views.committed_figures();
    assert!(own.hits > 100 && own.misses == 0, "{own:?}");
}

fn assert_same(kept: &BoardView, read: &BoardView, step: usize) {
    assert_eq!(kept.cards_in_order(), read.cards_in_order(), "step {step}");
    assert_eq!(kept.bytes(), read.bytes(), "step {step}");
    assert_eq!(kept.archived_card_count(), read.archived_card_count(), "step {step}");
    for column in read.state().columns.keys() {
        assert_eq!(kept.card_count(*column), read.card_count(*column), "step {step}");
        assert_eq!(kept.column_place(*column), read.column_place(*column), "step {step}");
    }
    for milestone in read.state().milestones.keys() {
        assert_eq!(kept.progress(*milestone), read.progress(*milestone), "step {step}");
    }
    for card in read.cards_in_order() {
        assert_eq!(kept.comment_count(card.id), read.comment_count(card.id), "step {step}");
        assert_eq!(kept.labels_of(card), read.labels_of(card), "step {step}");
        assert_eq!(kept.assignees_of(card), read.assignees_of(card), "step {step}");
    }
}

/// A board on which anything may happen.
struct Table {
    world: World,
    random: SmallRng,
    people: Vec<Actor>,
    cards: Vec<CardId>,
    labels: Vec<LabelId>,
    milestones: Vec<MilestoneId>,
    comments: Vec<CommentId>,
}

impl Table {
    async fn new() -> Self {
        let world = World::new().await;
        let people = vec![world.ann.clone(), world.member("bea", BoardRole::Editor).await];
        let random = SmallRng::seed_from_u64(11);
        let (labels, milestones, comments) = (Vec::new(), Vec::new(), Vec::new());
        let mut cards = Vec::new();
        for number in 0..12 {
            cards.push(world.card(number % 3, "Card").await);
        }
        Self { world, random, people, cards, labels, milestones, comments }
    }

    /// One write, which may be refused.
    async fn change_something(&mut self) {
        let (domain, ann) = (self.world.domain.clone(), by(&self.world.ann));
        let number = self.random.random_range(0..1000);
        let card_id = *self.cards.choose(&mut self.random).unwrap();
        let column_id = *self.world.columns.choose(&mut self.random).unwrap();
        match self.random.random_range(0..22) {
            0..5 => {
                let neighbour = self.cards.choose(&mut self.random).copied();
                let after = neighbour.filter(|id| *id != card_id);
                let input = MoveCard { card_id, column_id, after, before: None };
                drop(cards::move_card(&domain, &ann, input).await);
            }
            5..10 => drop(self.update_a_card(card_id).await),
            10 => {
                let column = self.random.random_range(0..self.world.columns.len());
                self.cards.push(self.world.card(column, "New").await);
            }
            11 => drop(cards::archive_card(&domain, &ann, card_id).await),
            12 => drop(cards::restore_card(&domain, &ann, card_id).await),
            13 if self.cards.len() > 4 => {
                cards::delete_card(&domain, &ann, card_id).await.unwrap();
                self.cards.retain(|id| *id != card_id);
            }
            14 => {
                let after = self.world.columns.choose(&mut self.random).copied();
                let after = after.filter(|id| *id != column_id);
                let input = MoveColumn { column_id, after };
                columns::move_column(&domain, &ann, input).await.unwrap();
            }
            15 => self.labels.push(self.world.label(&format!("l{number}")).await),
            16 => self.milestones.push(self.world.milestone("Soon", None).await),
            17 => {
                if let Some(label_id) = self.labels.choose(&mut self.random).copied() {
                    let name = Some(format!("n{number}"));
                    let input = UpdateLabel { label_id, name, color: None };
                    drop(labels::update_label(&domain, &ann, input).await);
                }
            }
            18 => {
                if let Some(label) = self.labels.pop() {
                    labels::delete_label(&domain, &ann, label).await.unwrap();
                }
            }
            19 => {
                if let Some(milestone) = self.milestones.pop() {
                    milestones::delete_milestone(&domain, &ann, milestone).await.unwrap();
                }
            }
            20 => {
                if let Some(comment) = self.comments.pop() {
                    drop(comments::delete_comment(&domain, &ann, comment).await);
                }
            }
            _ => {
                let input = AddComment { card_id, body: "Yes.".to_owned() };
                if let Ok(added) = comments::add_comment(&domain, &ann, input).await {
                    self.comments.push(added.subject.parse().unwrap());
                }
            }
        }
    }

    async fn update_a_card(&mut self, card_id: CardId) -> Result<Outcome, Error> {
        let random = &mut self.random;
        let label = Vec::from_iter(self.labels.choose(random).copied());
        let person = self.people.choose(random).unwrap().user_id().unwrap();
        let milestone = self.milestones.choose(random).copied();
        let does_more = random.random_bool(0.7);
        let (add_labels, remove_labels) =
            if does_more { (label, Vec::new()) } else { (Vec::new(), label) };
        let (add_assignees, remove_assignees) =
            if does_more { (vec![person], Vec::new()) } else { (Vec::new(), vec![person]) };
        let input = UpdateCard {
            card_id,
            title: Change::Set(Some("Longer, or shorter".to_owned())),
            description: Change::Set(Some("Some text".to_owned())),
            icon: Change::Keep,
            start_on: Change::Keep,
            due_on: Change::Keep,
            estimate: Change::Set(does_more.then_some(0.5)),
            milestone: Change::Set(milestone),
            add_labels,
            remove_labels,
            add_assignees,
            remove_assignees,
            expected_version: None,
        };
        cards::update_card(&self.world.domain, &by(&self.world.ann), input).await
    }

    async fn delete_a_column(&mut self) {
        let columns = &mut self.world.columns;
        let [gone, heir] = [columns.remove(0), columns[0]];
        let input = DeleteColumn { column_id: gone, move_cards_to: Some(heir) };
        columns::delete_column(&self.world.domain, &by(&self.world.ann), input).await.unwrap();
    }
}
