/**
 * What a board is made of, as the browser holds it. Entities are immutable: a changed one is a new
 * object, an untouched one keeps its identity, so `===` tells whether to draw again.
 */
import type { BoardId, CardId, ColumnId, CommentId, LabelId, MilestoneId, UserId } from './ids';

export type BoardRole = 'VIEWER' | 'COMMENTER' | 'EDITOR' | 'ADMIN';
export type BoardVisibility = 'PRIVATE' | 'TEAM' | 'PUBLIC';
export type Color =
  | 'GRAY'
  | 'BROWN'
  | 'ORANGE'
  | 'YELLOW'
  | 'GREEN'
  | 'TEAL'
  | 'BLUE'
  | 'PURPLE'
  | 'PINK'
  | 'RED';
export type ColumnKind = 'BACKLOG' | 'READY' | 'ACTIVE' | 'DONE';
/** WARN: the limit is only shown. BLOCK: the server refuses what goes over it with WIP_LIMIT. */
export type WipPolicy = 'WARN' | 'BLOCK';
export type MilestoneState = 'OPEN' | 'CLOSED';

/** RFC 3339 in UTC, as the server sent it; this browser's clock where `pending`. */
export type DateTime = string;
/** `2026-12-01`, without a time zone. */
export type CalendarDate = string;

export interface BoardInfo {
  readonly id: BoardId;
  /** `RL`: the board's name in URLs and in front of its cards' numbers. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly icon: string | null;
  readonly visibility: BoardVisibility;
  /** What this viewer may do; null for a public board's reader who is no member. */
  readonly viewerRole: BoardRole | null;
  readonly archivedAt: DateTime | null;
  readonly team: { readonly id: string; readonly slug: string; readonly name: string } | null;
}

export interface ColumnEntity {
  readonly id: ColumnId;
  readonly title: string;
  readonly color: Color;
  readonly kind: ColumnKind;
  readonly wipLimit: number | null;
  readonly wipPolicy: WipPolicy;
  readonly description: string;
  /** Compared as bytes, ties by id. Never shown, never made up by the UI. */
  readonly rank: string;
  /** True while an own change of this column is not confirmed. */
  readonly pending: boolean;
}

export interface CardEntity {
  readonly id: CardId;
  /** `RL-42`; empty for a card that the server has not numbered yet. */
  readonly key: string;
  /** 42; 0 for a card that the server has not numbered yet. */
  readonly number: number;
  readonly columnId: ColumnId;
  readonly rank: string;
  readonly title: string;
  readonly icon: string | null;
  /** A label, milestone or user may be named here a moment before it is known: skip unknown ids. */
  readonly labelIds: readonly LabelId[];
  readonly assigneeIds: readonly UserId[];
  readonly startOn: CalendarDate | null;
  readonly dueOn: CalendarDate | null;
  readonly estimate: number | null;
  readonly milestoneId: MilestoneId | null;
  readonly createdAt: DateTime;
  readonly updatedAt: DateTime;
  readonly archivedAt: DateTime | null;
  /** The seq of the last event that touched the card; 0 for a card not yet on the server. */
  readonly version: number;
  readonly commentCount: number;
  /** The task-list items of the description. */
  readonly checklist: { readonly done: number; readonly total: number };
  readonly hasDescription: boolean;
  /** True while an own change of this card is not confirmed. */
  readonly pending: boolean;
}

export interface LabelEntity {
  readonly id: LabelId;
  readonly name: string;
  readonly color: Color;
  readonly pending: boolean;
}

export interface MilestoneEntity {
  readonly id: MilestoneId;
  readonly title: string;
  readonly description: string;
  readonly startOn: CalendarDate | null;
  readonly dueOn: CalendarDate | null;
  readonly state: MilestoneState;
  readonly pending: boolean;
}

/** Counts cards that are not archived; estimates are in the board's own unit. */
export interface MilestoneProgress {
  readonly total: number;
  readonly done: number;
  readonly active: number;
  readonly estimateTotal: number;
  readonly estimateDone: number;
}

export interface MemberEntity {
  readonly userId: UserId;
  readonly role: BoardRole;
  readonly pending: boolean;
}

export interface UserEntity {
  readonly id: UserId;
  readonly username: string;
  readonly displayName: string;
  readonly avatarUrl: string | null;
}

/** Who did something: a person, or a program such as an import. */
export interface ActorEntity {
  readonly kind: 'user' | 'bot';
  readonly id: string;
  readonly name: string;
  readonly avatarUrl: string | null;
}

export interface CommentEntity {
  readonly id: CommentId;
  readonly cardId: CardId;
  /** Markdown. */
  readonly body: string;
  /** Null: the author is gone. */
  readonly author: ActorEntity | null;
  readonly createdAt: DateTime;
  readonly editedAt: DateTime | null;
  readonly pending: boolean;
}
