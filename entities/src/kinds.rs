//! The closed sets of values that columns hold, spelled as in the GraphQL contract.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum,
            Serialize, Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $(
                $(#[$variant_doc])*
                #[sea_orm(string_value = $text)]
                #[serde(rename = $text)]
                $variant,
            )*
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The value as the database and the contract spell it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    )*};
}

kinds! {
    /// Who may read a board beside its members.
    BoardVisibility {
        /// Nobody.
        Private = "PRIVATE",
        /// Everybody in the board's team.
        Team = "TEAM",
        /// Everybody, signed in or not.
        Public = "PUBLIC",
    }

    /// What a member may do; each role may do all that the ones before it may.
    BoardRole {
        /// Reads.
        Viewer = "VIEWER",
        /// Writes comments.
        Commenter = "COMMENTER",
        /// Writes columns, cards, labels and milestones.
        Editor = "EDITOR",
        /// Decides over the board itself and its members.
        Admin = "ADMIN",
    }

    /// What a card in a column counts as in progress figures.
    ColumnKind {
        /// Not planned yet.
        Backlog = "BACKLOG",
        /// Ready to be started.
        Ready = "READY",
        /// Being worked on.
        Active = "ACTIVE",
        /// Finished.
        Done = "DONE",
    }

    /// What a full column does.
    WipPolicy {
        /// Shows it.
        Warn = "WARN",
        /// Refuses another card.
        Block = "BLOCK",
    }

    /// The ten colours that columns and labels may have.
    Color {
        /// Gray.
        Gray = "GRAY",
        /// Brown.
        Brown = "BROWN",
        /// Orange.
        Orange = "ORANGE",
        /// Yellow.
        Yellow = "YELLOW",
        /// Green.
        Green = "GREEN",
        /// Teal.
        Teal = "TEAL",
        /// Blue.
        Blue = "BLUE",
        /// Purple.
        Purple = "PURPLE",
        /// Pink.
        Pink = "PINK",
        /// Red.
        Red = "RED",
    }

    /// Whether a milestone is still worked towards.
    MilestoneState {
        /// Worked towards.
        Open = "OPEN",
        /// Reached, or given up.
        Closed = "CLOSED",
    }
}
