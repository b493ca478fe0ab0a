/**
 * What a person can want on one board; one variant per mutation, with the mutation's own field names.
 *
 * An intent says what is wanted, never the outcome: "after that card", not "at index 7". It can
 * therefore be shown over whatever is confirmed, sent again, and kept over a reload.
 * A field left out stays as it is; a null clears it; lists change by add and remove.
 */
import type {
  BoardRole,
  BoardVisibility,
  CalendarDate,
  Color,
  ColumnKind,
  MilestoneState,
  WipPolicy,
} from './entities';
import type { CardId, ColumnId, CommentId, LabelId, MilestoneId, UserId } from './ids';

export type Intent =
  | BoardIntent
  | ColumnIntent
  | CardIntent
  | LabelIntent
  | MilestoneIntent
  | CommentIntent
  | MemberIntent;

export type BoardIntent =
  | {
      readonly type: 'updateBoard';
      readonly title?: string;
      readonly description?: string;
      readonly icon?: string | null;
      readonly visibility?: BoardVisibility;
    }
  | { readonly type: 'archiveBoard' }
  | { readonly type: 'restoreBoard' }
  | { readonly type: 'deleteBoard' };

export type ColumnIntent =
  | {
      readonly type: 'createColumn';
      readonly title: string;
      readonly color?: Color;
      readonly kind?: ColumnKind;
      readonly wipLimit?: number | null;
      readonly wipPolicy?: WipPolicy;
      /** Left out: at the end. */
      readonly afterId?: ColumnId | null;
    }
  | {
      readonly type: 'updateColumn';
      readonly columnId: ColumnId;
      readonly title?: string;
      readonly color?: Color;
      readonly kind?: ColumnKind;
      readonly wipLimit?: number | null;
      readonly wipPolicy?: WipPolicy;
      readonly description?: string;
    }
  /** `afterId: null`: to the front. */
  | { readonly type: 'moveColumn'; readonly columnId: ColumnId; readonly afterId: ColumnId | null }
  /** `moveCardsTo` is required when the column holds cards. */
  | { readonly type: 'deleteColumn'; readonly columnId: ColumnId; readonly moveCardsTo?: ColumnId };

/**
 * A place in a column: right after one card, or right before one. Neither: at the end. A neighbour
 * that has left the column meanwhile is ignored.
 */
export interface CardPlace {
  readonly afterId?: CardId | null;
  readonly beforeId?: CardId | null;
}

export interface CreateCardIntent extends CardPlace {
  readonly type: 'createCard';
  readonly columnId: ColumnId;
  readonly title: string;
  readonly description?: string;
  readonly icon?: string | null;
  readonly labelIds?: readonly LabelId[];
  readonly assigneeIds?: readonly UserId[];
  readonly startOn?: CalendarDate | null;
  readonly dueOn?: CalendarDate | null;
  readonly estimate?: number | null;
  readonly milestoneId?: MilestoneId | null;
}

export interface UpdateCardIntent {
  readonly type: 'updateCard';
  readonly cardId: CardId;
  readonly title?: string;
  readonly description?: string;
  readonly icon?: string | null;
  readonly startOn?: CalendarDate | null;
  readonly dueOn?: CalendarDate | null;
  readonly estimate?: number | null;
  readonly milestoneId?: MilestoneId | null;
  readonly addLabelIds?: readonly LabelId[];
  readonly removeLabelIds?: readonly LabelId[];
  readonly addAssigneeIds?: readonly UserId[];
  readonly removeAssigneeIds?: readonly UserId[];
  /** Refused with CONFLICT when the card's version is newer: for long texts only. */
  readonly expectedVersion?: number;
}

export interface MoveCardIntent extends CardPlace {
  readonly type: 'moveCard';
  readonly cardId: CardId;
  readonly columnId: ColumnId;
}

export type CardIntent =
  | CreateCardIntent
  | UpdateCardIntent
  | MoveCardIntent
  | { readonly type: 'archiveCard'; readonly cardId: CardId }
  | { readonly type: 'restoreCard'; readonly cardId: CardId }
  | { readonly type: 'deleteCard'; readonly cardId: CardId };

export type LabelIntent =
  | { readonly type: 'createLabel'; readonly name: string; readonly color?: Color }
  | {
      readonly type: 'updateLabel';
      readonly labelId: LabelId;
      readonly name?: string;
      readonly color?: Color;
    }
  | { readonly type: 'deleteLabel'; readonly labelId: LabelId };

export type MilestoneIntent =
  | {
      readonly type: 'createMilestone';
      readonly title: string;
      readonly description?: string;
      readonly startOn?: CalendarDate | null;
      readonly dueOn?: CalendarDate | null;
    }
  | {
      readonly type: 'updateMilestone';
      readonly milestoneId: MilestoneId;
      readonly title?: string;
      readonly description?: string;
      readonly startOn?: CalendarDate | null;
      readonly dueOn?: CalendarDate | null;
      readonly state?: MilestoneState;
    }
  | { readonly type: 'deleteMilestone'; readonly milestoneId: MilestoneId };

/** `cardId` of an edited or deleted comment is for the view only; the server knows it. */
export type CommentIntent =
  | { readonly type: 'addComment'; readonly cardId: CardId; readonly body: string }
  | {
      readonly type: 'updateComment';
      readonly commentId: CommentId;
      readonly cardId: CardId;
      readonly body: string;
    }
  | { readonly type: 'deleteComment'; readonly commentId: CommentId; readonly cardId: CardId };

export type MemberIntent =
  | { readonly type: 'setBoardMember'; readonly userId: UserId; readonly role: BoardRole }
  | { readonly type: 'setBoardMember'; readonly username: string; readonly role: BoardRole }
  | { readonly type: 'removeBoardMember'; readonly userId: UserId };
