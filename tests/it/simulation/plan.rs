//! What is to happen, made from a seed, so that it can be saved and happen again.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};

/// How many clients take part.
const CLIENTS: usize = 4;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub seed: u64,
    pub clients: Vec<Vec<Step>>,
    pub troubles: Vec<Trouble>,
}

/// Numbers choose among what the client sees at that moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Step {
    CreateCard { column: usize, title: String },
    MoveCard { card: usize, column: usize, neighbour: usize, side: Side },
    Rename { card: usize, title: String },
    Describe { card: usize, text: String },
    Plan { card: usize, day: u32, estimate: u32 },
    Archive { card: usize },
    Restore { card: usize },
    DeleteCard { card: usize },
    Comment { card: usize, body: String },
    CreateColumn { title: String },
    MoveColumn { column: usize, after: usize },
    DeleteColumn { column: usize, target: usize },
    CreateLabel { name: String },
    Label { card: usize, label: usize, add: bool },
    DropSocket,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Side {
    After,
    Before,
    End,
}

/// Something that happens to the server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trouble {
    /// How many writes were answered when it happens.
    pub after_writes: usize,
    pub kind: TroubleKind,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum TroubleKind {
    Kill,
    Terminate,
}

impl Plan {
    /// `steps` steps for each client, and the server killed twice and stopped once on the way.
    pub fn from_seed(seed: u64, steps: usize) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let clients = (0..CLIENTS)
            .map(|client| (0..steps).map(|step| random_step(&mut random, client, step)).collect())
            .collect();
        let writes = CLIENTS * steps;
        let troubles = [TroubleKind::Kill, TroubleKind::Terminate, TroubleKind::Kill]
            .into_iter()
            .enumerate()
            .map(|(index, kind)| Trouble { after_writes: writes * (index + 1) / 5, kind })
            .collect();
        Self { seed, clients, troubles }
    }
}

fn random_step(random: &mut StdRng, client: usize, step: usize) -> Step {
    let name = format!("{client}-{step}");
    let mut any = || random.random_range(0..1_000_usize);
    let (card, column, other) = (any(), any(), any());
    match any() % 100 {
        _ if step < 5 => Step::CreateCard { column, title: format!("Card {name}") },
        0..10 => Step::CreateCard { column, title: format!("Card {name}") },
        10..45 => {
            let side = [Side::After, Side::Before, Side::End][any() % 3];
            Step::MoveCard { card, column, neighbour: other, side }
        }
        45..55 => Step::Rename { card, title: format!("Renamed {name}") },
        55..60 => {
            Step::Describe { card, text: format!("Text {name}\n\n- [x] one\n- [ ] \u{1f422}") }
        }
        60..65 => Step::Plan { card, day: 1, estimate: u32::try_from(other).unwrap_or(0) },
        65..69 => Step::Archive { card },
        69..73 => Step::Restore { card },
        73..77 => Step::DeleteCard { card },
        77..83 => Step::Comment { card, body: format!("Comment {name}") },
        83..85 => Step::CreateColumn { title: format!("Column {name}") },
        85..88 => Step::MoveColumn { column, after: other },
        88..90 => Step::DeleteColumn { column, target: other },
        90..92 => Step::CreateLabel { name: format!("label {name}") },
        92..96 => Step::Label { card, label: other, add: any() % 3 > 0 },
        _ => Step::DropSocket,
    }
}
