//! `cairn serve`.

use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, BufReader};

use super::place::Place;
use crate::support::{http::graphql, soon};

#[tokio::test]
async fn without_a_public_url_addresses_name_the_port_that_was_free() {
    let place = Place::new().await;
    let mut server = place.command(&["serve"]).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let listens = soon(lines.next_line()).await.unwrap().unwrap();
    let address = listens.strip_prefix("Cairn listens on http://").unwrap();
    let address: SocketAddr = address.split_once(' ').unwrap().0.parse().unwrap();
    assert_ne!(address.port(), 0);
    let url = format!("http://{address}");
    assert!(listens.ends_with(&format!("is reached at {url}")), "{listens}");
    let set_up = soon(lines.next_line()).await.unwrap().unwrap();
    assert!(set_up.contains(&format!(" at {url}/setup")), "{set_up}");
    let reply = graphql(address, "{ server { publicUrl } }").await;
    assert_eq!(reply.json()["data"]["server"]["publicUrl"], url, "{reply:?}");
    server.kill().await.unwrap();
}
