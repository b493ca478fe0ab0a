use std::sync::Arc;

use cairn_domain::accounts::{Secret, tokens};
use cairn_domain::entities::api_token;
use cairn_domain::statements::{Statements, counted};
use cairn_domain::{Actor, Refusal};
use chrono::Duration;
use sea_orm::EntityTrait;

use crate::world::{World, has_ended, refusals, write_of};

#[tokio::test]
async fn a_token_speaks_for_its_owner() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let accounts = world.domain.accounts();
    let created = accounts.create_token(&write_of(&ann, None), " CI ").await.unwrap();
    assert_eq!(created.token.name, "CI");
    let secret = created.secret.unwrap();
    assert!(secret.expose().starts_with("cairn_"));
    let actor = accounts.authenticate_token(secret.expose()).await.unwrap().unwrap();
    assert_eq!(actor.user_id(), Some(ann.id));
    assert!(accounts.authenticate_session(secret.expose()).await.unwrap().is_none());
    assert!(accounts.authenticate_token("cairn_nonsense").await.unwrap().is_none());
    let row = api_token::Entity::find().one(world.domain.database.reader()).await;
    assert_eq!(row.unwrap().unwrap().token_hash.len(), 32);
}

#[tokio::test]
async fn a_secret_is_told_once() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let accounts = world.domain.accounts();
    let request = write_of(&ann, Some("again"));
    let first = accounts.create_token(&request, "CI").await.unwrap();
    let again = accounts.create_token(&request, "CI").await.unwrap();
    assert!(first.secret.is_some() && again.secret.is_none());
    assert_eq!(first.token, again.token);
}

#[tokio::test]
async fn a_revoked_token_is_known_when_it_returns() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let accounts = world.domain.accounts();
    let created = accounts.create_token(&write_of(&ann, None), "CI").await.unwrap();
    let secret = created.secret.unwrap();
    let actor = accounts.authenticate_token(secret.expose()).await.unwrap().unwrap();
    let request = write_of(&ann, Some("revoke"));
    accounts.revoke_token(&request, created.token.id).await.unwrap();
    assert!(has_ended(&actor));
    actor.revoked().await;
    assert!(accounts.authenticate_token(secret.expose()).await.unwrap().is_none());
    accounts.revoke_token(&request, created.token.id).await.expect("a retry is no new revocation");
    let other = write_of(&ann, Some("other"));
    let refused = refusals(accounts.revoke_token(&other, created.token.id).await);
    assert_eq!(refused, [Refusal::not_found("tokenId", "token")]);
}

#[tokio::test]
async fn nobody_sees_or_revokes_anothers_tokens() {
    let world = World::new().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let accounts = world.domain.accounts();
    let created = accounts.create_token(&write_of(&ann, None), "CI").await.unwrap();
    let refused = refusals(accounts.revoke_token(&write_of(&bob, None), created.token.id).await);
    assert_eq!(refused, [Refusal::not_found("tokenId", "token")]);
    let reader = world.domain.latest();
    let own = tokens(&reader, &write_of(&ann, None).actor, ann.id).await.unwrap();
    assert_eq!(own, [created.token]);
    assert!(tokens(&reader, &write_of(&bob, None).actor, ann.id).await.unwrap().is_empty());
    assert!(tokens(&reader, &Actor::Anonymous, ann.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn names_and_number_of_tokens_have_limits() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let accounts = world.domain.accounts();
    let request = write_of(&ann, None);
    assert_eq!(refusals(accounts.create_token(&request, " ").await), [Refusal::required("name")]);
    for number in 0..50 {
        accounts.create_token(&request, &number.to_string()).await.unwrap();
    }
    let refused = refusals(accounts.create_token(&request, "one more").await);
    assert_eq!(refused, [Refusal::LimitReached { what: "tokens".to_owned(), max: 50 }]);
}

#[tokio::test]
async fn the_last_use_is_written_down_beside_requests() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let accounts = world.domain.accounts();
    let request = write_of(&ann, None);
    let secret = accounts.create_token(&request, "CI").await.unwrap().secret.unwrap();
    let last_use = async || {
        accounts.authenticate_token(secret.expose()).await.unwrap().unwrap();
        world.domain.write_down_uses().await;
        tokens(&world.domain.latest(), &request.actor, ann.id).await.unwrap()[0].last_used_at
    };
    let start = world.domain.clock.now();
    assert_eq!(last_use().await, Some(start));
    world.domain.clock.advance(Duration::seconds(59));
    assert_eq!(last_use().await, Some(start), "at most once a minute");
    world.domain.clock.advance(Duration::seconds(1));
    assert_eq!(last_use().await, Some(start + Duration::minutes(1)));
}

/// What is known of credentials holds only for as long as nobody writes, here or elsewhere.
#[tokio::test]
async fn who_is_known_is_not_looked_up_again_until_anybody_writes() {
    let world = World::new().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let (here, there) = (&world.domain, world.another_node().await);
    let create = async |name| {
        let created = here.accounts().create_token(&write_of(&ann, None), name).await.unwrap();
        (created.token.id, created.secret.unwrap())
    };
    let ((first, secret), (second, other)) = (create("first").await, create("second").await);
    let known = async |secret: &Secret| {
        let statements = Arc::new(Statements::default());
        let looking = async { here.accounts().authenticate_token(secret.expose()).await.unwrap() };
        let found = counted(Arc::clone(&statements), looking).await;
        (found.and_then(|actor| actor.user_id()), statements.count())
    };
    let looked_up = u32::from(here.database.is_postgres());
    assert_eq!(known(&secret).await, (Some(ann.id), 1));
    for _ in 0..3 {
        assert_eq!(known(&secret).await, (Some(ann.id), looked_up.into()));
    }
    there.accounts().create_token(&write_of(&bob, None), "bob's").await.unwrap();
    assert_eq!(known(&secret).await, (Some(ann.id), 1), "somebody wrote elsewhere");
    assert_eq!(known(&other).await, (Some(ann.id), 1));
    there.accounts().revoke_token(&write_of(&ann, None), first).await.unwrap();
    assert_eq!(known(&secret).await, (None, 1));
    here.accounts().revoke_token(&write_of(&ann, None), second).await.unwrap();
    assert_eq!(known(&other).await, (None, 1));
}
