//! Answers that several viewers share: snapshots of a board, made once for each state of it.
//!
//! An answer is shared between viewers who have the same role on the board and sent the same document
//! with the same variables. It is executed without any viewer: there is no session, so that whatever
//! asks for one fails ([`InSession::session`](crate::session::InSession::session)), and then each
//! viewer is answered alone. So nothing that belongs to one viewer can be in it. Whether a viewer may
//! read the board, and at which seq it is, is asked each time. Start reading at [`SharedAnswers::answer`].

mod answer;
mod json;
mod rows;
mod sole_board;

pub use answer::SharedAnswer;
pub(crate) use rows::{Listed, cards};

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Request, Variables};
use cairn_domain::access::BoardRef;
use cairn_domain::entities::{BoardId, BoardRole, Epoch, TeamId};
use cairn_domain::teams::{self, TeamImage};
use cairn_domain::views::{BoardView, Budgeted, CacheFigures, Seen};
use cairn_domain::{Actor, Domain};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::board::Board;
use crate::error::{ApiError, Result};
use crate::items::Items;
use crate::schema::Definition;
use sole_board::sole_board;

/// Bytes that an answer takes beside its text.
const OVERHEAD: usize = 1024;
/// How many questions that have to be answered to each viewer alone are remembered.
const REMEMBERED_ALONE: usize = 10_000;

/// What an answer for several viewers is made from; there is no session beside it.
pub(crate) struct SharedBoard {
    view: Arc<BoardView>,
    /// The role that all of them have.
    pub role: Option<BoardRole>,
    /// The board's team, as it is called now: no board's log tells of that.
    team: Option<TeamImage>,
}

impl SharedBoard {
    /// The board's team, if it is the one that is meant.
    pub fn team(&self, wanted: TeamId) -> Result<&TeamImage> {
        let team = self.team.as_ref().filter(|team| team.id == wanted);
        team.ok_or_else(ApiError::for_one_viewer_only)
    }

    /// The board, if it is the one that is meant.
    pub fn board(&self, wanted: &BoardRef<'_>) -> Result<Board> {
        let board = &self.view.state().board;
        let is_meant = match wanted {
            BoardRef::Id(id) => *id == board.id,
            BoardRef::Key(key) => key.eq_ignore_ascii_case(&board.key),
        };
        if is_meant {
            Ok(Arc::clone(&self.view).into())
        } else {
            Err(ApiError::for_one_viewer_only())
        }
    }
}

/// A question as one viewer asks it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    /// The document's text.
    pub text: &'a str,
    /// The same, parsed.
    pub document: &'a ExecutableDocument,
    /// Which of its operations.
    pub operation_name: Option<&'a str>,
    /// With which variables.
    pub variables: &'a Variables,
    /// Who asks.
    pub actor: &'a Actor,
}

/// A question, whoever asks it.
type Fingerprint = [u8; 32];

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    question: Fingerprint,
    board: BoardId,
    role: Option<BoardRole>,
    team: Option<TeamImage>,
}

/// An answer at one state of its board, once it is made; `None` where it cannot be shared.
struct Kept {
    epoch: Epoch,
    seq: i64,
    answer: OnceCell<Option<Arc<SharedAnswer>>>,
    is_weighed: AtomicBool,
}

impl Kept {
    /// What tells this answer from all others.
    fn tag(&self, key: &Key) -> String {
        let Key { question, role, team, board: _ } = key;
        let role = role.map_or_else(|| "none".to_owned(), |role| format!("{role:?}"));
        let epoch = self.epoch.0.simple();
        let question = u128::from_be_bytes(std::array::from_fn(|place| question[place]));
        let team = team
            .as_ref()
            .map_or(0, |team| BuildHasherDefault::<DefaultHasher>::default().hash_one(team));
        format!("{epoch}-{}-{role}-{question:032x}-{team:x}", self.seq)
    }
}

/// The answers that are kept, within a budget of bytes.
pub(crate) struct SharedAnswers {
    kept: Mutex<Budgeted<Key, Arc<Kept>>>,
    alone: Mutex<Budgeted<Fingerprint, ()>>,
}

impl SharedAnswers {
    /// Keeps at most `bytes` bytes.
    pub fn new(bytes: usize) -> Self {
        Self {
            kept: Mutex::new(Budgeted::new(bytes)),
            alone: Mutex::new(Budgeted::new(REMEMBERED_ALONE)),
        }
    }

    /// The answer for all who ask this and have the asker's role on the board; `None` where it has to
    /// be made for the asker alone, or where there is none.
    pub async fn answer(
        &self,
        definition: &Definition,
        domain: &Domain,
        question: Question<'_>,
        items: Items,
    ) -> Option<Arc<SharedAnswer>> {
        let Question { text, document, operation_name, variables, actor } = question;
        let board = sole_board(document, operation_name, variables)?;
        let fingerprint = fingerprint(&question);
        if self.lock_alone().get(&fingerprint).is_some() {
            return None;
        }
        let Seen { view, role } =
            domain.views.current(domain, actor, board.as_ref()).await.ok()??;
        let team = match view.state().board.team_id {
            Some(team) => teams::teams_by_ids(&domain.latest(), &[team]).await.ok()?.pop(),
            None => None,
        };
        let board = view.state().board.id;
        let key = Key { question: fingerprint, board, role, team };
        let kept = self.entry(&key, &view);
        let made = kept.answer.get_or_init(|| async {
            let mut request = Request::new(text).variables(variables.clone());
            request.operation_name = operation_name.map(str::to_owned);
            request.set_parsed_query(document.clone());
            let board = SharedBoard { view: Arc::clone(&view), role, team: key.team.clone() };
            let request = request.data(board).data(items.clone());
            let response = items.judge(definition.execute(request).await);
            if !response.errors.is_empty() {
                return None;
            }
            let json = json::answer(&response.data);
            Some(Arc::new(SharedAnswer::new(json, &kept.tag(&key))))
        });
        let Some(answer) = made.await else {
            self.lock_alone().insert(fingerprint, (), 1);
            self.lock().remove(&key);
            return None;
        };
        if !kept.is_weighed.swap(true, Ordering::Relaxed) {
            self.lock().set_weight(&key, OVERHEAD + answer.bytes());
        }
        Some(Arc::clone(answer))
    }

    /// How much is kept, and how often it was of use.
    pub fn figures(&self) -> CacheFigures {
        self.lock().figures()
    }

    /// How many questions are remembered to have no such answer; each weighs one.
    pub fn alone_figures(&self) -> CacheFigures {
        self.lock_alone().figures()
    }

    /// The place of the answer to `key` at the state of `view`.
    fn entry(&self, key: &Key, view: &BoardView) -> Arc<Kept> {
        let (epoch, seq) = (view.state().epoch, view.state().seq);
        let mut kept = self.lock();
        let is_current = |kept: &Arc<Kept>| kept.epoch == epoch && kept.seq == seq;
        if let Some(kept) = kept.get_if(key, is_current) {
            return Arc::clone(kept);
        }
        let entry =
            Arc::new(Kept { epoch, seq, answer: OnceCell::new(), is_weighed: false.into() });
        kept.insert(key.clone(), Arc::clone(&entry), OVERHEAD);
        entry
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Budgeted<Key, Arc<Kept>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_alone(&self) -> std::sync::MutexGuard<'_, Budgeted<Fingerprint, ()>> {
        self.alone.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fingerprint(question: &Question<'_>) -> Fingerprint {
    let Question { text, operation_name, variables, .. } = question;
    let variables = serde_json::to_vec(variables).expect("variables are plain data");
    let mut hash = Sha256::new();
    // With its length before it, no part can pass for the end of the one before.
    for part in [text.as_bytes(), operation_name.unwrap_or_default().as_bytes(), &variables] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}
