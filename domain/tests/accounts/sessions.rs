use argon2::password_hash::PasswordHasher;
use cairn_domain::accounts::NewUser;
use cairn_domain::entities::{session, user};
use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::world::{PASSWORD, World, has_ended, new_user, sign_in};

#[tokio::test]
async fn a_password_is_worth_a_session() {
    let world = World::new().await;
    let ann = world.person("Ann").await;
    for spelling in ["Ann", "ann", " ANN "] {
        let session = world.sign_in(spelling).await;
        let actor = world.actor(&session).await;
        assert_eq!(actor.user_id(), Some(ann.id));
        assert!(!has_ended(&actor));
    }
}

#[tokio::test]
async fn everything_else_is_worth_nothing() {
    let world = World::new().await;
    world.person("ann").await;
    let without = NewUser { password: None, ..new_user("ldap-only") };
    world.domain.accounts().add_user(without).await.unwrap();
    let giant = "x".repeat(100_000);
    for (username, password) in [
        ("ann", "wrong horse"),
        ("ann", ""),
        ("ann", &giant),
        ("nobody", PASSWORD),
        ("ldap-only", PASSWORD),
        ("ldap-only", ""),
        ("", ""),
    ] {
        let result = world.domain.accounts().sign_in(sign_in(username, password)).await;
        assert!(result.unwrap().is_none(), "{username:?}");
    }
    for secret in ["", "nonsense", &giant] {
        let result = world.domain.accounts().authenticate_session(secret).await;
        assert!(result.unwrap().is_none());
    }
}

#[tokio::test]
async fn only_hashes_rest_in_the_database() {
    let world = World::new().await;
    world.person("ann").await;
    let session = world.sign_in("ann").await;
    let reader = world.domain.database.reader();
    let user = user::Entity::find().one(reader).await.unwrap().unwrap();
    assert!(user.password_hash.unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    let row = session::Entity::find().one(reader).await.unwrap().unwrap();
    assert_eq!(row.token_hash.len(), 32);
    assert_ne!(row.token_hash, session.secret.expose().as_bytes()[..32]);
}

#[tokio::test]
async fn signing_out_is_known_when_it_returns() {
    let world = World::new().await;
    world.person("ann").await;
    let (session, other) = (world.sign_in("ann").await, world.sign_in("ann").await);
    let (actor, other) = (world.actor(&session).await, world.actor(&other).await);
    world.domain.accounts().sign_out(session.secret.expose()).await.unwrap();
    assert!(has_ended(&actor));
    actor.revoked().await;
    assert!(!has_ended(&other));
    assert!(world.found(&session).await.is_none());
    world.domain.accounts().sign_out(session.secret.expose()).await.unwrap();
}

#[tokio::test]
async fn a_session_ends_on_its_day_however_much_it_is_used() {
    let world = World::new().await;
    world.person("ann").await;
    let session = world.sign_in("ann").await;
    world.domain.clock.advance(Duration::days(30) - Duration::milliseconds(1));
    let actor = world.actor(&session).await;
    world.domain.clock.advance(Duration::milliseconds(1));
    assert!(world.found(&session).await.is_none());
    world.domain.check_credentials().await.unwrap();
    assert!(has_ended(&actor), "an open socket learns it too");
}

#[tokio::test]
async fn the_oldest_of_too_many_sessions_gives_way() {
    let world = World::new().await;
    world.person("ann").await;
    let mut sessions = Vec::new();
    for _ in 0..50 {
        sessions.push(world.sign_in("ann").await);
        world.domain.clock.advance(Duration::seconds(1));
    }
    let (first, second) = (world.actor(&sessions[0]).await, world.actor(&sessions[1]).await);
    world.sign_in("ann").await;
    assert!(has_ended(&first) && !has_ended(&second));
    assert!(world.found(&sessions[0]).await.is_none());
    assert!(world.found(&sessions[1]).await.is_some());
}

#[tokio::test]
async fn a_new_password_ends_all_sessions() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let bob = world.person("bob").await;
    let (ann_session, bob_session) = (world.sign_in("ann").await, world.sign_in("bob").await);
    let (ann_actor, bob_actor) = (world.actor(&ann_session).await, world.actor(&bob_session).await);
    world.domain.accounts().set_password(ann.id, "battery staple").await.unwrap();
    assert!(has_ended(&ann_actor) && !has_ended(&bob_actor));
    assert!(world.found(&ann_session).await.is_none());
    let accounts = world.domain.accounts();
    assert!(accounts.sign_in(sign_in("ann", PASSWORD)).await.unwrap().is_none());
    assert!(accounts.sign_in(sign_in("ann", "battery staple")).await.unwrap().is_some());
    assert_eq!(bob_actor.user_id(), Some(bob.id));
}

#[tokio::test]
async fn an_outdated_hash_is_renewed_by_signing_in() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let weaker = argon2::Argon2::from(argon2::Params::new(8_192, 1, 1, None).unwrap());
    let old: argon2::password_hash::phc::PasswordHash =
        weaker.hash_password_with_salt(PASSWORD.as_bytes(), &[7; 16]).unwrap();
    user::Entity::update_many()
        .col_expr(user::Column::PasswordHash, Expr::value(old.to_string()))
        .filter(user::Column::Id.eq(ann.id))
        .exec(world.domain.database.writer())
        .await
        .unwrap();
    let both = (world.sign_in("ann"), world.sign_in("ann"));
    let _two_at_once = futures_util::future::join(both.0, both.1).await;
    let row = user::Entity::find_by_id(ann.id).one(world.domain.database.reader()).await;
    let hash = row.unwrap().unwrap().password_hash.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    world.sign_in("ann").await;
}
