use cairn_domain::Refusal;
use cairn_domain::accounts::NewUser;

use crate::world::{World, new_user, refusals};

#[tokio::test]
async fn a_name_is_taken_in_every_spelling() {
    let world = World::new().await;
    world.person("Ann").await;
    for spelling in ["Ann", "ann", "ANN", "ａｎｎ", " ann "] {
        let result = world.domain.accounts().add_user(new_user(spelling)).await;
        assert_eq!(refusals(result), [Refusal::taken("username")], "{spelling:?}");
    }
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    let world = World::new().await;
    let new = NewUser { password: Some("short".to_owned()), ..new_user("no spaces") };
    let refusals = refusals(world.domain.accounts().add_user(new).await);
    let fields: Vec<_> = refusals.iter().filter_map(Refusal::field).collect();
    assert_eq!(fields, ["password", "username"]);
}

#[tokio::test]
async fn two_at_once_do_not_get_the_same_name() {
    let world = World::new().await;
    let adding = (0..4).map(|_| world.domain.accounts().add_user(new_user("ann")));
    let results = futures_util::future::join_all(adding).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert_eq!(results.into_iter().filter(Result::is_err).flat_map(refusals).count(), 3);
}
