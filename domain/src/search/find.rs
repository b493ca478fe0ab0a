//! Searching.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_entities::{BoardId, CardId, CommentId, board, card};
use sea_orm::sea_query::{Expr, Order, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseExecutor, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QuerySelect, RelationDef,
};
use uuid::Uuid;

use super::matches;
use super::query::{self, Kind, ParsedQuery};
use super::texts::{self, SearchSubject};
use crate::access::readable_by;
use crate::{Actor, Error, Reader};

/// How deep a search goes: what comes after so many better hits is not worth anybody's time.
pub const MAX_HITS: u64 = 1_000;

/// Something that matches.
#[derive(Clone, Debug)]
pub struct SearchHit {
    /// Where it stands among the hits.
    pub cursor: String,
    /// What it is.
    pub subject: SearchSubject,
    /// The board it is, or is on.
    pub board_id: BoardId,
    /// The card it is, or is on.
    pub card_id: Option<CardId>,
    /// About 160 characters around the match, in one line of plain text: never HTML.
    pub excerpt: String,
}

/// Some hits, the best first.
#[derive(Debug)]
pub struct SearchPage {
    /// The hits.
    pub hits: Vec<SearchHit>,
    /// Whether there are more.
    pub has_more: bool,
}

/// At most `limit` of what matches `query` and `actor` may read, after the hit with cursor `after`.
/// The query language is in `docs/search.md`; a blank query finds nothing. Hits may shift between
/// pages when texts change meanwhile.
pub async fn search(
    reader: &Reader,
    actor: &Actor,
    query: &str,
    after: Option<&str>,
    limit: u64,
) -> Result<SearchPage, Error> {
    let query = query::parse(query)?;
    let begin = after.map_or(Ok(0), decode)?;
    let limit = limit.min(MAX_HITS.saturating_sub(begin));
    if query.is_blank() || limit == 0 {
        return Ok(SearchPage { hits: Vec::new(), has_more: false });
    }
    let connection = reader.connection().await?;
    let named = card_named(&connection, actor, &query).await?;
    let named_id = named.as_ref().map(|hit| hit.id);
    let mut rows: Vec<Row> = if begin == 0 { named.into_iter().collect() } else { Vec::new() };
    let before = u64::from(named_id.is_some());
    let ranked = ranked(&query, actor, named_id, reader.is_postgres())
        .limit(limit + 1)
        .offset(begin.saturating_sub(before))
        .take();
    rows.extend(Row::find_by_statement(&connection, &ranked).await?);
    let has_more = rows.len() as u64 > limit && begin + limit < MAX_HITS;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));

    let subjects = rows.iter().map(Row::subject).collect::<Result<Vec<_>, _>>()?;
    let excerpts = texts::excerpts(&connection, &subjects, &query.terms).await?;
    let hits = rows
        .into_iter()
        .zip(subjects)
        .zip(excerpts)
        .zip(begin + 1..)
        .map(|(((row, subject), excerpt), place)| SearchHit {
            cursor: encode(place),
            subject,
            board_id: row.board_id,
            card_id: row.card_id,
            excerpt,
        })
        .collect();
    Ok(SearchPage { hits, has_more })
}

/// How much matches `query` that `actor` may read; of very common words, at most the newest 5,000
/// of each kind are counted.
pub async fn count_hits(reader: &Reader, actor: &Actor, query: &str) -> Result<u64, Error> {
    let query = query::parse(query)?;
    if query.is_blank() {
        return Ok(0);
    }
    let connection = reader.connection().await?;
    let named = card_named(&connection, actor, &query).await?;
    let named_id = named.as_ref().map(|hit| hit.id);
    let count = Query::select()
        .expr_as(Expr::cust("count(*)"), "count")
        .from_subquery(matches::all(&query, actor, named_id, reader.is_postgres()), "hits")
        .take();
    let row = connection.query_one(&count).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "count"))?;
    Ok(u64::try_from(count).unwrap_or(0) + u64::from(named_id.is_some()))
}

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    id: Uuid,
    board_id: BoardId,
    card_id: Option<CardId>,
}

impl Row {
    async fn find_by_statement(
        connection: &DatabaseExecutor<'_>,
        select: &SelectStatement,
    ) -> Result<Vec<Self>, Error> {
        let rows = connection.query_all(select).await?;
        let rows =
            rows.iter().map(|row| Self::from_query_result(row, "")).collect::<Result<_, _>>();
        Ok(rows?)
    }

    fn subject(&self) -> Result<SearchSubject, Error> {
        let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == self.kind);
        match kind.ok_or_else(|| Error::internal("the search found something unknown"))? {
            Kind::Board => Ok(SearchSubject::Board(BoardId(self.id))),
            Kind::Card => Ok(SearchSubject::Card(CardId(self.id))),
            Kind::Comment => Ok(SearchSubject::Comment(CommentId(self.id))),
        }
    }
}

/// The best first; of equals, the newest.
fn ranked(
    query: &ParsedQuery,
    actor: &Actor,
    except: Option<Uuid>,
    postgres: bool,
) -> SelectStatement {
    Query::select()
        .columns(["kind", "id", "board_id", "card_id"])
        .from_subquery(matches::all(query, actor, except, postgres), "hits")
        .order_by("score", Order::Desc)
        .order_by("id", Order::Desc)
        .take()
}

/// The card whose key the whole query is, archived or not.
async fn card_named(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    query: &ParsedQuery,
) -> Result<Option<Row>, Error> {
    let Some((board_key, number)) = &query.card_key else { return Ok(None) };
    let row = card::Entity::find()
        .select_only()
        .column_as(Expr::cust("'CARD'"), "kind")
        .column(card::Column::Id)
        .column(card::Column::BoardId)
        .column_as(card::Column::Id, "card_id")
        .join(JoinType::InnerJoin, board_of_card())
        .filter(board::Column::Key.eq(board_key))
        .filter(card::Column::Number.eq(*number))
        .filter(readable_by(actor))
        .into_model::<Row>()
        .one(connection)
        .await?;
    Ok(row)
}

fn board_of_card() -> RelationDef {
    card::Entity::belongs_to(board::Entity).from(card::Column::BoardId).to(board::Column::Id).into()
}

fn encode(place: u64) -> String {
    URL_SAFE_NO_PAD.encode(format!("hit {place}"))
}

fn decode(cursor: &str) -> Result<u64, Error> {
    let not_ours = || Error::BadRequest("`after` is not a cursor of this list".to_owned());
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| not_ours())?;
    let text = String::from_utf8(bytes).map_err(|_| not_ours())?;
    text.strip_prefix("hit ").and_then(|place| place.parse().ok()).ok_or_else(not_ours)
}
