//! Plays a board's script on the server.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::str::FromStr;

use cairn_domain::access::BoardRef;
use cairn_domain::boards::{self, CreateBoard};
use cairn_domain::cards::{self, Change, CreateCard, MoveCard, UpdateCard};
use cairn_domain::columns::{self, CreateColumn, UpdateColumn};
use cairn_domain::comments::{self, AddComment};
use cairn_domain::entities::{
    BoardId, BoardRole, CardId, ColumnId, LabelId, MilestoneId, MilestoneState, UserId,
};
use cairn_domain::labels::{self, CreateLabel};
use cairn_domain::members::{self, SetBoardMember, Who};
use cairn_domain::milestones::{self, CreateMilestone, UpdateMilestone};
use cairn_domain::{Actor, Domain, Error, Outcome, WriteRequest};
use chrono::{Duration, NaiveDate};

use super::DemoError;
use super::content::{Board, Card, Column, Deed, Label, Milestone};
use super::script::{Act, Step};

/// How long somebody takes to add a column or a label.
const BETWEEN: Duration = Duration::seconds(13);

type Actors = HashMap<String, Actor>;

/// Deletes what an interrupted attempt has left of `board`, if its maker administers it.
pub(super) async fn clear(
    domain: &Domain,
    actors: &Actors,
    board: &Board,
) -> Result<(), DemoError> {
    let actor = found(actors, "person", &board.by)?;
    match boards::board(&domain.latest(), actor, BoardRef::Key(&board.key)).await {
        Ok(access) if access.role() == Some(BoardRole::Admin) => {
            let request = WriteRequest { actor: actor.clone(), client_mutation_id: None };
            boards::delete_board(domain, &request, access.board_id()).await?;
            Ok(())
        }
        Ok(_) | Err(Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Lays out `board` and carries out the steps, each at its own moment of the domain's held clock.
/// Dates count from `today`.
pub(super) async fn play(
    domain: Domain,
    today: NaiveDate,
    actors: &Actors,
    board: &Board,
    steps: &[Step<'_>],
) -> Result<(), DemoError> {
    let mut stage = Stage::new(domain, today, actors, board).await?;
    stage.lay_out(board).await?;
    for Step { at, by, act } in steps {
        stage.domain.clock.advance((*at - stage.domain.clock.now()).max(Duration::zero()));
        match act {
            Act::Make(card) => stage.make_card(by, card).await?,
            Act::Deed(card, deed) => stage.do_to(by, card, deed).await?,
            Act::Close(milestone) => stage.close(by, milestone).await?,
        }
    }
    Ok(())
}

/// A board under way.
struct Stage<'a> {
    domain: Domain,
    /// What dates count from, whatever the clock's day.
    today: NaiveDate,
    actors: &'a Actors,
    board: BoardId,
    columns: HashMap<&'a str, ColumnId>,
    labels: HashMap<&'a str, LabelId>,
    milestones: HashMap<&'a str, MilestoneId>,
    cards: HashMap<u32, Played>,
}

/// A card as it is now.
struct Played {
    id: CardId,
    column: ColumnId,
    description: String,
}

impl<'a> Stage<'a> {
    /// A stage for a board that is there, and empty.
    async fn new(
        domain: Domain,
        today: NaiveDate,
        actors: &'a Actors,
        board: &'a Board,
    ) -> Result<Self, DemoError> {
        let request = WriteRequest {
            actor: found(actors, "person", &board.by)?.clone(),
            client_mutation_id: None,
        };
        let input = CreateBoard {
            key: Some(board.key.clone()),
            title: board.title.clone(),
            description: Some(board.description.clone()),
            icon: Some(board.icon.clone()),
            team: None,
            visibility: board.visibility,
            columns: Vec::new(),
        };
        let made = boards::create_board(&domain, &request, input).await?;
        Ok(Self {
            domain,
            today,
            actors,
            board: id_of(&made)?,
            columns: HashMap::new(),
            labels: HashMap::new(),
            milestones: HashMap::new(),
            cards: HashMap::new(),
        })
    }

    /// Members, columns, labels and milestones, a few moments apart.
    async fn lay_out(&mut self, board: &'a Board) -> Result<(), DemoError> {
        for (username, role) in &board.members {
            self.domain.clock.advance(BETWEEN);
            let input = SetBoardMember {
                board_id: self.board,
                who: Some(Who::Username(username.clone())),
                role: *role,
            };
            let request = self.request(&board.by)?;
            members::set_board_member(&self.domain, &request, input).await?;
        }
        for column in &board.columns {
            self.domain.clock.advance(BETWEEN);
            self.add_column(&board.by, column).await?;
        }
        for label in &board.labels {
            self.domain.clock.advance(BETWEEN);
            self.add_label(&board.by, label).await?;
        }
        for milestone in &board.milestones {
            self.domain.clock.advance(BETWEEN);
            self.add_milestone(&board.by, milestone).await?;
        }
        Ok(())
    }

    async fn add_column(&mut self, by: &str, column: &'a Column) -> Result<(), DemoError> {
        let Column { title, kind, color, wip_limit, wip_policy, description } = column;
        let input = CreateColumn {
            board_id: self.board,
            title: title.clone(),
            color: Some(*color),
            kind: Some(*kind),
            wip_limit: *wip_limit,
            wip_policy: *wip_policy,
            after: None,
        };
        let request = self.request(by)?;
        let made = columns::create_column(&self.domain, &request, input).await?;
        let column_id = id_of(&made)?;
        self.columns.insert(title, column_id);
        if description.is_some() {
            let input = UpdateColumn {
                column_id,
                title: None,
                color: None,
                kind: None,
                wip_limit: None,
                wip_policy: None,
                description: description.clone(),
            };
            columns::update_column(&self.domain, &request, input).await?;
        }
        Ok(())
    }

    async fn add_label(&mut self, by: &str, label: &'a Label) -> Result<(), DemoError> {
        let Label { name, color } = label;
        let input = CreateLabel { board_id: self.board, name: name.clone(), color: Some(*color) };
        let made = labels::create_label(&self.domain, &self.request(by)?, input).await?;
        self.labels.insert(name, id_of(&made)?);
        Ok(())
    }

    async fn add_milestone(&mut self, by: &str, milestone: &'a Milestone) -> Result<(), DemoError> {
        let Milestone { title, description, start, due, closed: _ } = milestone;
        let input = CreateMilestone {
            board_id: self.board,
            title: title.clone(),
            description: Some(description.clone()),
            start_on: start.map(|days| self.day(days)),
            due_on: due.map(|days| self.day(days)),
        };
        let made = milestones::create_milestone(&self.domain, &self.request(by)?, input).await?;
        self.milestones.insert(title, id_of(&made)?);
        Ok(())
    }

    async fn close(&self, by: &str, milestone: &Milestone) -> Result<(), DemoError> {
        let input = UpdateMilestone {
            milestone_id: *found(&self.milestones, "milestone", &milestone.title)?,
            title: None,
            description: None,
            start_on: None,
            due_on: None,
            state: Some(MilestoneState::Closed),
        };
        milestones::update_milestone(&self.domain, &self.request(by)?, input).await?;
        Ok(())
    }

    async fn make_card(&mut self, by: &str, card: &Card) -> Result<(), DemoError> {
        let column = *found(&self.columns, "column", &card.column)?;
        let input = CreateCard {
            column_id: column,
            title: card.title.clone(),
            description: card.description.clone(),
            icon: card.icon.clone(),
            labels: card
                .labels
                .iter()
                .map(|name| found(&self.labels, "label", name).copied())
                .collect::<Result<_, _>>()?,
            assignees: card
                .assignees
                .iter()
                .map(|name| self.person(name))
                .collect::<Result<_, _>>()?,
            start_on: None,
            due_on: card.due.map(|days| self.day(days)),
            estimate: card.estimate,
            milestone: match &card.milestone {
                Some(title) => Some(*found(&self.milestones, "milestone", title)?),
                None => None,
            },
            after: None,
            before: None,
        };
        let made = cards::create_card(&self.domain, &self.request(by)?, input).await?;
        let description = card.description.clone().unwrap_or_default();
        self.cards.insert(card.number, Played { id: id_of(&made)?, column, description });
        Ok(())
    }

    async fn do_to(&mut self, by: &str, card: &Card, deed: &Deed) -> Result<(), DemoError> {
        let request = self.request(by)?;
        let Played { id, column, .. } = *self.played(card.number)?;
        match deed {
            Deed::Move(title) => {
                let column = *found(&self.columns, "column", title)?;
                let input = MoveCard { card_id: id, column_id: column, after: None, before: None };
                cards::move_card(&self.domain, &request, input).await?;
                self.played_mut(card.number)?.column = column;
            }
            Deed::Above(number) => {
                let before = Some(self.played(*number)?.id);
                let input = MoveCard { card_id: id, column_id: column, after: None, before };
                cards::move_card(&self.domain, &request, input).await?;
            }
            Deed::Say(body) => {
                let input = AddComment { card_id: id, body: body.clone() };
                comments::add_comment(&self.domain, &request, input).await?;
            }
            Deed::Tick(task) => self.tick(&request, card.number, task).await?,
            Deed::Assign(name) => {
                let input = UpdateCard { add_assignees: vec![self.person(name)?], ..unchanged(id) };
                cards::update_card(&self.domain, &request, input).await?;
            }
            Deed::Due(days) => {
                let due_on = Change::Set(Some(self.day(*days)));
                let input = UpdateCard { due_on, ..unchanged(id) };
                cards::update_card(&self.domain, &request, input).await?;
            }
            Deed::Archive {} => {
                cards::archive_card(&self.domain, &request, id).await?;
            }
        }
        Ok(())
    }

    async fn tick(
        &mut self,
        request: &WriteRequest,
        number: u32,
        task: &str,
    ) -> Result<(), DemoError> {
        let Played { id, description, .. } = self.played(number)?;
        let open = format!("- [ ] {task}");
        if !description.contains(&open) {
            return Err(unknown("open task", task));
        }
        let description = description.replacen(&open, &format!("- [x] {task}"), 1);
        let input =
            UpdateCard { description: Change::Set(Some(description.clone())), ..unchanged(*id) };
        cards::update_card(&self.domain, request, input).await?;
        self.played_mut(number)?.description = description;
        Ok(())
    }

    fn request(&self, by: &str) -> Result<WriteRequest, DemoError> {
        let actor = found(self.actors, "person", by)?.clone();
        Ok(WriteRequest { actor, client_mutation_id: None })
    }

    fn day(&self, days: i64) -> NaiveDate {
        self.today + Duration::days(days)
    }

    fn person(&self, name: &str) -> Result<UserId, DemoError> {
        Ok(found(self.actors, "person", name)?.require_user()?)
    }

    fn played(&self, number: u32) -> Result<&Played, DemoError> {
        self.cards.get(&number).ok_or_else(|| unknown("card", &number))
    }

    fn played_mut(&mut self, number: u32) -> Result<&mut Played, DemoError> {
        self.cards.get_mut(&number).ok_or_else(|| unknown("card", &number))
    }
}

fn unchanged(card_id: CardId) -> UpdateCard {
    UpdateCard {
        card_id,
        title: Change::Keep,
        description: Change::Keep,
        icon: Change::Keep,
        start_on: Change::Keep,
        due_on: Change::Keep,
        estimate: Change::Keep,
        milestone: Change::Keep,
        add_labels: Vec::new(),
        remove_labels: Vec::new(),
        add_assignees: Vec::new(),
        remove_assignees: Vec::new(),
        expected_version: None,
    }
}

fn found<'m, K, V>(
    known: &'m HashMap<K, V>,
    what: &'static str,
    name: &str,
) -> Result<&'m V, DemoError>
where
    K: Borrow<str> + Eq + Hash,
{
    known.get(name).ok_or_else(|| unknown(what, name))
}

fn unknown(what: &'static str, name: &(impl ToString + ?Sized)) -> DemoError {
    DemoError::Unknown { what, name: name.to_string() }
}

fn id_of<T: FromStr>(made: &Outcome) -> Result<T, DemoError>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    made.subject.parse().map_err(|error: T::Err| Error::internal(error).into())
}
