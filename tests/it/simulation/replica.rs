//! A board as one client has it: a snapshot, and the events applied to it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::documents;
use crate::world::Person;

type Things = BTreeMap<String, Value>;

/// A copy of the board, kept as the API's own JSON.
#[derive(Clone, Debug, Default)]
pub struct Replica {
    pub seq: i64,
    pub epoch: Value,
    pub columns: Things,
    pub cards: Things,
    pub labels: Things,
    milestones: Things,
    comments: Things,
    members: Things,
    board: Things,
}

impl Replica {
    /// Loads the board as it is, or as it was after an event.
    pub async fn load(person: &Person, board: &str, at: Option<i64>) -> Self {
        let mut data = match at {
            None => person.send(documents::SNAPSHOT, json!({ "id": board })).await,
            Some(seq) => person.send(documents::PAST, json!({ "id": board, "seq": seq })).await,
        };
        let mut snapshot = data["board"].take();
        if at.is_some() {
            snapshot = snapshot["at"].take();
        }
        let mut replica = Self {
            seq: snapshot["seq"].as_i64().unwrap(),
            epoch: snapshot["epoch"].clone(),
            columns: by_id(&snapshot["columns"]),
            cards: by_id(&snapshot["cards"]["nodes"]),
            labels: by_id(&snapshot["labels"]),
            milestones: by_id(&snapshot["milestones"]),
            ..Self::default()
        };
        replica.cards.extend(by_id(&snapshot["archived"]["nodes"]));
        for member in snapshot["members"]["nodes"].as_array().unwrap() {
            replica.members.insert(text(&member["user"]["id"]), member.clone());
        }
        for card in replica.cards.clone().values() {
            let comments = comments(person, board, card, at).await;
            replica.comments.extend(by_id(&comments));
        }
        let fields = snapshot.as_object_mut().unwrap();
        fields.retain(|name, _| {
            matches!(
                &**name,
                "id" | "key" | "title" | "description" | "icon" | "visibility" | "archivedAt"
            )
        });
        replica.board.insert(text(&snapshot["id"]), snapshot);
        replica
    }

    /// Goes on by one event, which must be the next one.
    pub fn apply(&mut self, event: &Value) {
        let seq = event["seq"].as_i64().unwrap();
        if seq <= self.seq {
            return;
        }
        assert_eq!(seq, self.seq + 1, "an event was skipped");
        self.seq = seq;
        for change in event["changes"].as_array().unwrap() {
            self.apply_change(change);
        }
    }

    fn apply_change(&mut self, change: &Value) {
        let put = |things: &mut Things, thing: &Value| {
            things.insert(text(&thing["id"]), thing.clone());
        };
        match change["__typename"].as_str().unwrap() {
            "BoardChanged" => put(&mut self.board, &change["board"]),
            "ColumnChanged" => put(&mut self.columns, &change["column"]),
            "ColumnDeleted" => drop(self.columns.remove(&text(&change["columnId"]))),
            "CardChanged" => put(&mut self.cards, &change["card"]),
            "CardDeleted" => {
                let card = text(&change["cardId"]);
                self.cards.remove(&card);
                self.comments.retain(|_, comment| comment["card"]["id"] != card.as_str());
            }
            "LabelChanged" => put(&mut self.labels, &change["label"]),
            "LabelDeleted" => drop(self.labels.remove(&text(&change["labelId"]))),
            "MilestoneChanged" => put(&mut self.milestones, &change["milestone"]),
            "MilestoneDeleted" => drop(self.milestones.remove(&text(&change["milestoneId"]))),
            "CommentChanged" => {
                let mut comment = change["comment"].clone();
                comment["card"] = json!({ "id": change["cardId"] });
                put(&mut self.comments, &comment);
            }
            "CommentDeleted" => drop(self.comments.remove(&text(&change["commentId"]))),
            "MemberChanged" => {
                let member = &change["member"];
                self.members.insert(text(&member["user"]["id"]), member.clone());
            }
            "MemberRemoved" => drop(self.members.remove(&text(&change["userId"]))),
            other => panic!("a change of an unknown kind: {other}"),
        }
    }

    /// Everything that both have, kind by kind.
    pub fn beside<'a>(&'a self, other: &'a Self) -> [(&'static str, &'a Things, &'a Things); 7] {
        [
            ("board", &self.board, &other.board),
            ("column", &self.columns, &other.columns),
            ("card", &self.cards, &other.cards),
            ("label", &self.labels, &other.labels),
            ("milestone", &self.milestones, &other.milestones),
            ("comment", &self.comments, &other.comments),
            ("member", &self.members, &other.members),
        ]
    }
}

async fn comments(person: &Person, board: &str, card: &Value, at: Option<i64>) -> Value {
    let mut card = match at {
        None => person.send(documents::COMMENTS, json!({ "id": card["id"] })).await["card"].take(),
        Some(seq) => {
            let variables = json!({ "board": board, "seq": seq, "number": card["number"] });
            let mut data = person.send(documents::PAST_COMMENTS, variables).await;
            data["board"]["at"]["card"].take()
        }
    };
    card["comments"]["nodes"].take()
}

fn by_id(list: &Value) -> Things {
    let things = list.as_array().unwrap_or_else(|| panic!("no list but {list}"));
    things.iter().map(|thing| (text(&thing["id"]), thing.clone())).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
