//! The checked-in schema is the printed one.

#[test]
fn the_checked_in_file_is_current() {
    let checked_in = std::fs::read_to_string("frontend/schema.graphql").unwrap();
    assert!(
        checked_in == cairn_graphql::sdl(),
        "the schema has changed: run `cargo run -- schema > frontend/schema.graphql`"
    );
}
