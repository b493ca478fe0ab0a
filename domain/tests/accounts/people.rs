use cairn_domain::accounts::people::{self, PeopleQuery};
use cairn_domain::accounts::{NewUser, Person};
use cairn_domain::{Actor, Error};

use crate::world::{World, new_user, write_of};

async fn community(world: &World) -> Person {
    for (username, name) in
        [("rmeier", "Rita Meier"), ("asmith", "Ann Smith"), ("ann", "A. Nnn"), ("x_y", "100%")]
    {
        let display_name = Some(name.to_owned());
        let new = NewUser { display_name, password: None, ..new_user(username) };
        world.domain.accounts().add_user(new).await.unwrap();
    }
    people::by_username(&world.domain.latest(), "RMeier").await.unwrap().unwrap()
}

#[tokio::test]
async fn people_are_found_by_the_beginnings_of_their_names() {
    let world = World::new().await;
    let actor = write_of(&community(&world).await, None).actor;
    let found = async |text: &str| {
        let query = PeopleQuery { text: Some(text.to_owned()), after: None, limit: 10 };
        let page = people::search(&world.domain.latest(), &actor, &query).await.unwrap();
        page.people.into_iter().map(|person| person.username).collect::<Vec<_>>()
    };
    assert_eq!(found("ann").await, ["ann", "asmith"]);
    assert_eq!(found("MEI").await, ["rmeier"]);
    assert_eq!(found("smi").await, ["asmith"]);
    assert_eq!(found("eier").await, [""; 0], "not in the middle of a word");
    assert_eq!(found("").await.len(), 4);
    assert_eq!(found("%").await, [""; 0]);
    assert_eq!(found("100%").await, ["x_y"]);
    assert_eq!(found("x_").await, ["x_y"]);
    assert_eq!(found("_").await, [""; 0]);
    assert_eq!(found(r"\").await, [""; 0]);
}

#[tokio::test]
async fn people_come_in_pages() {
    let world = World::new().await;
    let actor = write_of(&community(&world).await, None).actor;
    let reader = world.domain.latest();
    let mut query = PeopleQuery { text: None, after: None, limit: 3 };
    let page = people::search(&reader, &actor, &query).await.unwrap();
    let names: Vec<_> = page.people.iter().map(|person| person.username.as_str()).collect();
    assert_eq!((names.as_slice(), page.has_more), (["ann", "asmith", "rmeier"].as_slice(), true));
    query.after = page.people.last().map(|person| person.username_key.clone());
    let page = people::search(&reader, &actor, &query).await.unwrap();
    assert_eq!((page.people[0].username.as_str(), page.has_more), ("x_y", false));
    assert_eq!(people::count(&reader, &actor, None).await.unwrap(), 4);
    assert_eq!(people::count(&reader, &actor, Some("ann")).await.unwrap(), 2);
}

#[tokio::test]
async fn who_is_there_is_for_those_who_are() {
    let world = World::new().await;
    let rita = community(&world).await;
    let query = PeopleQuery { text: None, after: None, limit: 3 };
    let reader = world.domain.latest();
    let result = people::search(&reader, &Actor::Anonymous, &query).await;
    assert!(matches!(result, Err(Error::Unauthenticated)));
    let found = people::by_ids(&reader, &[rita.id, rita.id]).await.unwrap();
    assert_eq!(found[&rita.id].display_name, "Rita Meier");
}
