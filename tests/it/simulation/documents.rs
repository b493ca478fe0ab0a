//! The documents of the simulation: the same fields in the snapshot and in each event.

macro_rules! fields {
    (board) => {
        "id key title description icon visibility archivedAt"
    };
    (column) => {
        "id rank title color kind wipLimit wipPolicy description"
    };
    (card) => {
        "id key number rank column { id } title icon description hasDescription \
         checklist { done total } labels { id } assignees { id } startOn dueOn estimate \
         milestone { id } createdAt updatedAt archivedAt version"
    };
    (label) => {
        "id name color"
    };
    (milestone) => {
        "id title description startOn dueOn state"
    };
    (comment) => {
        "id body author { __typename ... on User { id } } createdAt editedAt"
    };
}

macro_rules! board_document {
    ($head:literal, $open:literal, $close:literal) => {
        concat!(
            $head,
            " { board(id: $id) { ",
            $open,
            " seq epoch ",
            fields!(board),
            " columns { ",
            fields!(column),
            " } labels { ",
            fields!(label),
            " }",
            " milestones { ",
            fields!(milestone),
            " }",
            " members(first: 100) { nodes { user { id } role } }",
            " cards(first: 1000) { nodes { ",
            fields!(card),
            " } }",
            " archived: cards(first: 1000, filter: { archived: true }) { nodes { ",
            fields!(card),
            " } }",
            $close,
            " } }"
        )
    };
}

/// The board now.
pub const SNAPSHOT: &str = board_document!("query ($id: ID!)", "", "");

/// The board as it was after an event.
pub const PAST: &str = board_document!("query ($id: ID!, $seq: Int!)", "at(seq: $seq) {", "}");

/// The comments on a card.
pub const COMMENTS: &str = concat!(
    "query ($id: ID!) { card(id: $id) { comments(first: 1000) { nodes { ",
    fields!(comment),
    " card { id } } } } }"
);

/// The comments on all cards as they were after an event.
pub const PAST_COMMENTS: &str = concat!(
    "query ($board: ID!, $seq: Int!, $number: Int!) { board(id: $board) { at(seq: $seq) { ",
    "card(number: $number) { comments(first: 1000) { nodes { ",
    fields!(comment),
    " card { id } } } } } } }"
);

/// The board from an event on.
pub const FOLLOW: &str = concat!(
    "subscription ($board: ID!, $after: Int!, $epoch: ID) { ",
    "boardEvents(boardId: $board, after: $after, epoch: $epoch) { __typename ",
    "... on BoardReset { seq reason } ",
    "... on BoardEvent { seq clientMutationId changes { __typename ",
    "... on BoardChanged { board { ",
    fields!(board),
    " } } ",
    "... on ColumnChanged { column { ",
    fields!(column),
    " } } ",
    "... on ColumnDeleted { columnId } ",
    "... on CardChanged { card { ",
    fields!(card),
    " } } ",
    "... on CardDeleted { cardId } ",
    "... on LabelChanged { label { ",
    fields!(label),
    " } } ",
    "... on LabelDeleted { labelId } ",
    "... on MilestoneChanged { milestone { ",
    fields!(milestone),
    " } } ",
    "... on MilestoneDeleted { milestoneId } ",
    // Not the comment's card itself: it is read, and may be deleted by the time it is.
    "... on CommentChanged { cardId comment { ",
    fields!(comment),
    " } } ",
    "... on CommentDeleted { commentId } ",
    "... on MemberChanged { member { user { id } role } } ",
    "... on MemberRemoved { userId } ",
    "} } } }"
);

/// A page of the log.
pub const LOG: &str = "query ($id: ID!, $after: String) { board(id: $id) {
    events(first: 1000, after: $after) { nodes { seq clientMutationId } pageInfo { hasNextPage endCursor } } } }";
