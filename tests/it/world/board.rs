//! A board that a test works on.

use serde_json::{Value, json};

use super::{Person, id_of};

/// A board with three columns, made by somebody who administers it.
pub struct Board {
    /// Its id.
    pub id: String,
    /// Its columns' ids: to do, doing, done.
    pub columns: Vec<String>,
    /// Who made it.
    pub owner: Person,
}

impl Board {
    /// Makes a board.
    pub async fn new(owner: &Person, key: &str) -> Self {
        let input = json!({
            "key": key,
            "title": format!("Board {key}"),
            "columns": ["To do", "Doing", "Done"],
        });
        let payload = owner.write("createBoard", "board { id columns { id } }", input).await;
        let columns = payload["board"]["columns"].as_array().unwrap();
        Self {
            id: id_of(&payload, "board"),
            columns: columns.iter().map(|column| column["id"].as_str().unwrap().into()).collect(),
            owner: owner.clone(),
        }
    }

    /// Makes a card at the end of a column.
    pub async fn card(&self, column: usize, title: &str) -> String {
        let input = json!({ "columnId": self.columns[column], "title": title });
        id_of(&self.owner.write("createCard", "card { id }", input).await, "card")
    }

    /// Gives somebody a role.
    pub async fn admit(&self, person: &Person, role: &str) {
        let input = json!({ "boardId": self.id, "username": person.name, "role": role });
        self.owner.write("setBoardMember", "member { role }", input).await;
    }

    /// The board's newest event, as its owner sees it.
    pub async fn seq(&self) -> i64 {
        let query = "query ($id: ID!) { board(id: $id) { seq } }";
        let data = self.owner.send(query, json!({ "id": self.id })).await;
        data["board"]["seq"].as_i64().unwrap()
    }

    /// The titles of a column's cards, in order.
    pub async fn titles(&self, column: usize) -> Vec<String> {
        let query = "query ($id: ID!, $columns: [ID!]) { board(id: $id) {
            cards(first: 1000, filter: { columnIds: $columns }) { nodes { title } } } }";
        let variables = json!({ "id": self.id, "columns": [self.columns[column]] });
        let data = self.owner.send(query, variables).await;
        let cards = data["board"]["cards"]["nodes"].as_array().unwrap();
        cards.iter().map(|card: &Value| card["title"].as_str().unwrap().to_owned()).collect()
    }
}
