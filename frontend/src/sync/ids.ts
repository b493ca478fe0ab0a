/**
 * Ids as types: a `CardId` cannot be passed where a `ColumnId` is wanted, and a plain `string` (a
 * route parameter, a query's answer) still goes in without a cast. At run time they are opaque
 * strings; nothing reads their prefix.
 */
type Flavour<Kind extends string> = string & { readonly __kind?: Kind };

export type BoardId = Flavour<'board'>;
export type ColumnId = Flavour<'column'>;
export type CardId = Flavour<'card'>;
export type LabelId = Flavour<'label'>;
export type MilestoneId = Flavour<'milestone'>;
export type CommentId = Flavour<'comment'>;
export type UserId = Flavour<'user'>;
/** A client's name for one intent; the server's idempotency key (`clientMutationId`). */
export type IntentId = Flavour<'intent'>;
