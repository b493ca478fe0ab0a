//! Anything by its id.

use async_graphql::{Context, ID, Interface, Object};
use cairn_domain::accounts::people;
use cairn_domain::entities::{
    BoardId, BotId, CardId, ColumnId, CommentId, LabelId, MilestoneId, TeamId, UserId,
};
use cairn_domain::teams;

use crate::board::Board;
use crate::card::Card;
use crate::column::Column;
use crate::comment::Comment;
use crate::error::{ApiError, Result};
use crate::ids;
use crate::label::Label;
use crate::milestone::Milestone;
use crate::person::{Bot, User};
use crate::session::InSession;
use crate::source::Source;
use crate::team::Team;

/// Anything that has an id.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "The id: opaque and typed, such as `card_…`; the same for ever."
))]
pub enum Node {
    /// A board.
    Board(Board),
    /// A column.
    Column(Column),
    /// A card.
    Card(Card),
    /// A label.
    Label(Label),
    /// A milestone.
    Milestone(Milestone),
    /// A comment.
    Comment(Comment),
    /// A person.
    User(User),
    /// An actor that cannot sign in.
    Bot(Bot),
    /// A team.
    Team(Team),
}

/// Reads by id.
#[derive(Default)]
pub struct NodeQueries;

#[Object]
impl NodeQueries {
    /// Anything by its id; null, with the error `NOT_FOUND`, when there is nothing that the viewer may
    /// see.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id.")] id: ID,
    ) -> Result<Option<Node>> {
        let found = find(ctx, &id).await?;
        found.map(Some).ok_or_else(|| ApiError::not_found("node"))
    }

    /// Several things by their ids, in the same order; null where there is nothing that the viewer may
    /// see. At most 1000.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > LARGEST_LIST {
            return Err(ApiError::bad_request(format!("At most {LARGEST_LIST} ids.")));
        }
        futures_util::future::try_join_all(ids.iter().map(|id| find(ctx, id))).await
    }
}

/// How many ids can be asked for at once.
const LARGEST_LIST: usize = 1_000;

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let kind = id.split_inclusive('_').next().unwrap_or_default();
    match kind {
        BoardId::PREFIX => {
            let board = ctx.session()?.loaders.board(ids::parse(id)).await?;
            Ok(board.map(|board| Node::Board(board.into())))
        }
        UserId::PREFIX | BotId::PREFIX => find_actor(ctx, kind, id).await,
        TeamId::PREFIX => {
            let session = ctx.session()?;
            let team = teams::own_team(&session.reader, &session.actor, ids::parse(id)).await?;
            Ok(team.map(|team| Node::Team(team.into())))
        }
        kind => find_on_board(ctx, kind, id).await,
    }
}

async fn find_actor(ctx: &Context<'_>, kind: &str, id: &ID) -> Result<Option<Node>> {
    let session = ctx.session()?;
    if !people::can_look_up(&session.actor) {
        return Ok(None);
    }
    if kind == BotId::PREFIX {
        let image = session.loaders.bots.load(ids::parse(id)).await?;
        Ok(image.map(|image| Node::Bot(image.into())))
    } else {
        let person = session.loaders.people.load(ids::parse(id)).await?;
        Ok(person.map(|person| Node::User(person.into())))
    }
}

/// What is on a board is seen by those who may read the board.
async fn find_on_board(ctx: &Context<'_>, kind: &str, id: &ID) -> Result<Option<Node>> {
    let loaders = &ctx.session()?.loaders;
    let found =
        match kind {
            ColumnId::PREFIX => loaders
                .columns
                .load(ids::parse(id))
                .await?
                .map(|image| (image.board_id, Node::Column(Column::new(image, Source::Live)))),
            CardId::PREFIX => loaders
                .cards
                .load(ids::parse(id))
                .await?
                .map(|image| (image.board_id, Node::Card(Card::new(image, Source::Live)))),
            LabelId::PREFIX => loaders
                .labels
                .load(ids::parse(id))
                .await?
                .map(|image| (image.board_id, Node::Label(Label::new(image, Source::Live)))),
            MilestoneId::PREFIX => loaders.milestones.load(ids::parse(id)).await?.map(|image| {
                (image.board_id, Node::Milestone(Milestone::new(image, Source::Live)))
            }),
            CommentId::PREFIX => loaders
                .comments
                .load(ids::parse(id))
                .await?
                .map(|image| (image.board_id, Node::Comment(Comment::new(image, Source::Live)))),
            _ => None,
        };
    match found {
        Some((board, node)) if loaders.can_read(board).await? => Ok(Some(node)),
        _ => Ok(None),
    }
}
