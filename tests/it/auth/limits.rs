use std::time::Instant;

use super::world::{PASSWORD, code_of, world, world_with};

#[tokio::test]
async fn an_address_guesses_ten_times_and_then_waits() {
    let world = world().await;
    world.person("ann").await;
    let here = [("x-forwarded-for", "192.0.2.1")];
    let (started, mut guessed) = (Instant::now(), 0);
    while world.try_sign_in(&here, &guessed.to_string(), "wrong horse").await.status == 401 {
        guessed += 1;
    }
    let refilled = started.elapsed().as_secs() / 6;
    assert!((10..=10 + refilled).contains(&guessed), "{guessed}");
    let reply = world.try_sign_in(&here, "ann", PASSWORD).await;
    assert_eq!((reply.status, code_of(&reply).as_str()), (429, "RATE_LIMITED"));
    let wait: u64 = reply.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=6).contains(&wait), "{wait}");
    let there = [("x-forwarded-for", "192.0.2.2")];
    assert_eq!(world.try_sign_in(&there, "ann", PASSWORD).await.status, 204);
}

#[tokio::test]
async fn many_addresses_guess_no_faster_and_lock_nobody_out() {
    let world = world().await;
    world.person("ann").await;
    let home = [("x-forwarded-for", "198.51.100.7")];
    assert_eq!(world.try_sign_in(&home, "ann", PASSWORD).await.status, 204);
    let (started, mut guessed) = (Instant::now(), 0);
    for host in 0..30 {
        let address = format!("192.0.2.{host}");
        let reply = world.try_sign_in(&[("x-forwarded-for", &address)], "Ann", "wrong horse").await;
        guessed += u64::from(reply.status == 401);
    }
    let refilled = started.elapsed().as_secs() / 3;
    assert!((20..=20 + refilled).contains(&guessed), "{guessed}");
    assert_eq!(world.try_sign_in(&home, "ANN", PASSWORD).await.status, 204);
}

#[tokio::test]
async fn an_untrusted_client_cannot_choose_its_address() {
    let world = world_with(|config| config.trusted_proxies.clear()).await;
    let mut statuses = Vec::new();
    for host in 0..14 {
        let (address, name) = (format!("192.0.2.{host}"), host.to_string());
        let reply = world.try_sign_in(&[("x-forwarded-for", &address)], &name, "wrong").await;
        statuses.push(reply.status);
    }
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[tokio::test]
async fn signing_in_properly_is_not_limited_like_guessing() {
    let world = world().await;
    world.person("ann").await;
    for _ in 0..25 {
        world.sign_in("ann").await;
    }
}
