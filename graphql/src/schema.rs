//! The schema's roots and how it is built.

use async_graphql::{MergedObject, SDLExportOptions, Schema};

use crate::board::{BoardMutations, BoardQueries};
use crate::card::{CardMutations, CardQueries};
use crate::column::ColumnMutations;
use crate::comment::CommentMutations;
use crate::event::Subscription;
use crate::label::LabelMutations;
use crate::member::MemberMutations;
use crate::milestone::MilestoneMutations;
use crate::node::NodeQueries;
use crate::person::PeopleQueries;
use crate::search::SearchQueries;
use crate::server::ServerQueries;
use crate::token::TokenMutations;

/// The root of reads. All of one operation's reads see the same moment.
#[derive(Default, MergedObject)]
pub struct Query(
    PeopleQueries,
    ServerQueries,
    NodeQueries,
    BoardQueries,
    CardQueries,
    SearchQueries,
);

/// The root of writes. Each is one transaction; several in one operation are carried out in order.
#[derive(Default, MergedObject)]
pub struct Mutation(
    BoardMutations,
    ColumnMutations,
    CardMutations,
    LabelMutations,
    MilestoneMutations,
    CommentMutations,
    MemberMutations,
    TokenMutations,
);

/// The library's schema.
pub(crate) type Definition = Schema<Query, Mutation, Subscription>;

/// Builds the schema. It holds no data, and no extensions: these would make each field slower.
pub(crate) fn build() -> Definition {
    Schema::build(Query::default(), Mutation::default(), Subscription).finish()
}

/// The schema in its definition language, without the directives that every server has.
#[must_use]
pub fn sdl() -> String {
    let options =
        SDLExportOptions::new().prefer_single_line_descriptions().use_space_ident().indent_width(2);
    let printed = build().sdl_with_options(options);
    let mut lines: Vec<&str> = Vec::new();
    for line in printed.lines() {
        if line.starts_with("directive @") {
            // Its description, which is one line.
            lines.pop();
        } else {
            lines.push(line);
        }
    }
    let mut sdl = lines.join("\n");
    sdl.push('\n');
    sdl
}
