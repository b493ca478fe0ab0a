//! Somebody who uses the API.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use crate::support::socket::Client as Socket;

/// A person with a token, or anybody.
#[derive(Clone)]
pub struct Person {
    /// The name they sign in with.
    pub name: String,
    /// The server that they talk to.
    pub address: SocketAddr,
    token: Option<String>,
    http: Client,
}

impl Person {
    pub fn with_token(address: SocketAddr, name: &str, token: Option<String>) -> Self {
        let http = Client::builder().timeout(Duration::from_secs(15)).build().unwrap();
        Self { name: name.to_owned(), address, token, http }
    }

    /// The same person on another node.
    pub fn at(&self, address: SocketAddr) -> Self {
        Self { address, ..self.clone() }
    }

    /// The `authorization` header's value.
    pub fn authorization(&self) -> Option<String> {
        self.token.as_ref().map(|token| format!("Bearer {token}"))
    }

    /// Sends a document; `Err` when no answer came.
    pub async fn try_send(&self, query: &str, variables: &Value) -> Result<Value, reqwest::Error> {
        let mut request = self
            .http
            .post(format!("http://{}/graphql", self.address))
            .json(&json!({ "query": query, "variables": variables }));
        if let Some(authorization) = self.authorization() {
            request = request.header("authorization", authorization);
        }
        request.send().await?.json().await
    }

    /// Sends a document that must be answered without errors; answers `data`.
    pub async fn send(&self, query: &str, variables: Value) -> Value {
        let answer = self.try_send(query, &variables).await.unwrap();
        assert!(answer.get("errors").is_none(), "{query}\n{variables}\n{answer:#}");
        answer["data"].clone()
    }

    /// The code of the first error that a document is answered with.
    pub async fn error_of(&self, query: &str, variables: Value) -> String {
        let answer = self.try_send(query, &variables).await.unwrap();
        answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("none").to_owned()
    }

    /// Sends a mutation with one `input`; answers its payload, which may hold user errors.
    pub async fn attempt(&self, mutation: &str, selection: &str, input: Value) -> Value {
        let mut data = self.send(&document(mutation, selection), json!({ "input": input })).await;
        data[mutation].take()
    }

    /// Sends a mutation that must not be refused; answers its payload.
    pub async fn write(&self, mutation: &str, selection: &str, input: Value) -> Value {
        let payload = self.attempt(mutation, selection, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation}");
        payload
    }

    /// The codes with which a mutation is refused; empty when it is not.
    pub async fn refusals(&self, mutation: &str, input: Value) -> Vec<String> {
        let payload = self.attempt(mutation, "", input).await;
        let errors = payload["userErrors"].as_array().unwrap();
        errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect()
    }

    /// The codes that a mutation is answered with, be they of errors or of refusals.
    pub async fn verdict(&self, mutation: &str, input: Value) -> String {
        let query = document(mutation, "");
        let answer = self.try_send(&query, &json!({ "input": input })).await.unwrap();
        let error = &answer["errors"][0]["extensions"]["code"];
        let refusal = &answer["data"][mutation]["userErrors"][0]["code"];
        error.as_str().or(refusal.as_str()).unwrap_or("ok").to_owned()
    }

    /// A socket on which the person is known.
    pub async fn socket(&self) -> Socket {
        self.introduced(Socket::connect(self.address).await).await
    }

    /// The same, over a connection that is always about to be full.
    pub async fn narrow_socket(&self) -> Socket {
        self.introduced(Socket::connect_narrowly(self.address).await).await
    }

    async fn introduced(&self, mut socket: Socket) -> Socket {
        let payload = json!({ "authorization": self.authorization() });
        let payload = if self.token.is_some() { payload } else { json!({}) };
        socket.send(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.next().await["type"], "connection_ack");
        socket
    }
}

/// A mutation's document; `selection` is of its payload, beside the user errors.
pub fn document(mutation: &str, selection: &str) -> String {
    let input = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let input = match &*input {
        "ArchiveBoardInput" | "RestoreBoardInput" | "DeleteBoardInput" => "BoardIdInput",
        "ArchiveCardInput" | "RestoreCardInput" | "DeleteCardInput" => "CardIdInput",
        input => input,
    };
    format!(
        "mutation ($input: {input}!) {{ {mutation}(input: $input) \
         {{ {selection} userErrors {{ code field message }} }} }}"
    )
}

/// The id of a payload's thing.
pub fn id_of(payload: &Value, thing: &str) -> String {
    payload[thing]["id"].as_str().unwrap().to_owned()
}
