//! What is asked of the server.

/// Where a board is now, and what its columns are called.
pub(super) const BOARD: &str = "query Board($key: String!) {
  board(key: $key) { id epoch seq columns { id title } }
}";

/// Where a board is, and where its first cards stand at that very event: asked for apart, a card could
/// move in between, and its move would be told without where it began.
pub(super) const BOARD_AND_CARDS: &str = "query BoardAndCards($key: String!) {
  board(key: $key) {
    id epoch seq
    columns { id title }
    cards(first: 1000) {
      nodes { id key title column { id title } }
      pageInfo { hasNextPage endCursor }
    }
  }
}";

/// Where the cards after the first thousand stand.
pub(super) const CARDS: &str = "query Cards($board: ID!, $after: String) {
  board(id: $board) {
    cards(first: 1000, after: $after) {
      nodes { id key title column { id title } }
      pageInfo { hasNextPage endCursor }
    }
  }
}";

/// The one event after `after`, where it is too long to be told whole.
pub(super) const EVENT_IN_BRIEF: &str =
    "subscription Brief($board: ID!, $after: Int!, $epoch: ID) {
  boardEvents(boardId: $board, after: $after, epoch: $epoch) {
    __typename
    ... on BoardReset { epoch seq reason }
    ... on BoardEvent {
      epoch seq at clientMutationId
      actor { __typename ... on User { id username displayName } ... on Bot { id name } }
      changes { __typename }
    }
  }
}";

/// What happens on it.
pub(super) const EVENTS: &str = "subscription Watch($board: ID!, $after: Int!, $epoch: ID) {
  boardEvents(boardId: $board, after: $after, epoch: $epoch) {
    __typename
    ... on BoardReset { epoch seq reason }
    ... on BoardEvent {
      epoch seq at clientMutationId
      actor { __typename ... on User { id username displayName } ... on Bot { id name } }
      changes {
        __typename
        ... on BoardChanged { fields board { id key title visibility archivedAt } }
        ... on ColumnChanged { fields column { id title color kind wipLimit wipPolicy } }
        ... on ColumnDeleted { columnId }
        ... on CardChanged {
          fields oldColumnId
          card {
            id key number title icon rank version startOn dueOn estimate archivedAt
            column { id title }
            labels { id name }
            assignees { id username }
            milestone { id title }
          }
        }
        ... on CardDeleted { cardId }
        ... on LabelChanged { fields label { id name color } }
        ... on LabelDeleted { labelId }
        ... on MilestoneChanged { fields milestone { id title startOn dueOn state } }
        ... on MilestoneDeleted { milestoneId }
        ... on CommentChanged { fields cardId comment { id body card { id key title } } }
        ... on CommentDeleted { commentId cardId }
        ... on MemberChanged { fields member { role user { id username displayName } } }
        ... on MemberRemoved { userId }
      }
    }
  }
}";
