/** What the model stores. Rows are immutable: a write replaces them, so an event may keep its images. */
import type {
  BoardRole,
  BoardVisibility,
  Color,
  ColumnKind,
  MilestoneState,
  WipPolicy,
} from '../../src/sync';

export interface UserRow {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly avatarUrl: string | null;
  readonly isAdmin: boolean;
}

export interface BoardRow {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly icon: string | null;
  readonly visibility: BoardVisibility;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archivedAt: string | null;
}

export interface ColumnRow {
  readonly id: string;
  readonly title: string;
  readonly color: Color;
  readonly kind: ColumnKind;
  readonly wipLimit: number | null;
  readonly wipPolicy: WipPolicy;
  readonly description: string;
  readonly rank: string;
}

export interface CardRow {
  readonly id: string;
  readonly number: number;
  readonly columnId: string;
  readonly rank: string;
  readonly title: string;
  readonly icon: string | null;
  readonly description: string;
  readonly labelIds: readonly string[];
  readonly assigneeIds: readonly string[];
  readonly startOn: string | null;
  readonly dueOn: string | null;
  readonly estimate: number | null;
  readonly milestoneId: string | null;
  readonly createdById: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archivedAt: string | null;
  readonly version: number;
}

export interface LabelRow {
  readonly id: string;
  readonly name: string;
  readonly color: Color;
}

export interface MilestoneRow {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly startOn: string | null;
  readonly dueOn: string | null;
  readonly state: MilestoneState;
}

export interface CommentRow {
  readonly id: string;
  readonly cardId: string;
  readonly body: string;
  readonly authorId: string;
  readonly createdAt: string;
  readonly editedAt: string | null;
}

export interface MemberRow {
  readonly userId: string;
  readonly role: BoardRole;
}

export type Change =
  | { readonly kind: 'board'; readonly row: BoardRow; readonly fields: readonly string[] }
  | { readonly kind: 'column'; readonly row: ColumnRow; readonly fields: readonly string[] }
  | { readonly kind: 'columnDeleted'; readonly id: string }
  | { readonly kind: 'card'; readonly row: CardRow; readonly fields: readonly string[] }
  | { readonly kind: 'cardDeleted'; readonly id: string }
  | { readonly kind: 'label'; readonly row: LabelRow; readonly fields: readonly string[] }
  | { readonly kind: 'labelDeleted'; readonly id: string }
  | { readonly kind: 'milestone'; readonly row: MilestoneRow; readonly fields: readonly string[] }
  | { readonly kind: 'milestoneDeleted'; readonly id: string }
  | { readonly kind: 'comment'; readonly row: CommentRow; readonly fields: readonly string[] }
  | { readonly kind: 'commentDeleted'; readonly id: string; readonly cardId: string }
  | { readonly kind: 'member'; readonly row: MemberRow; readonly fields: readonly string[] }
  | { readonly kind: 'memberRemoved'; readonly userId: string };

export interface EventRow {
  readonly epoch: string;
  readonly seq: number;
  readonly at: string;
  readonly actorId: string;
  readonly clientMutationId: string | null;
  readonly changes: readonly Change[];
}

/** The change that puts a card's row. */
export function cardChangeOf(row: CardRow, fields: readonly string[]): Change {
  return { kind: 'card', row, fields };
}
