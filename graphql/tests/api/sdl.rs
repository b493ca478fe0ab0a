//! What the schema says about itself.

use async_graphql::parser::parse_schema;

#[test]
fn the_sdl_can_be_parsed_and_has_no_directives() {
    let sdl = cairn_graphql::sdl();
    parse_schema(&sdl).unwrap();
    assert!(!sdl.contains('@'), "a directive is in the SDL");
}
