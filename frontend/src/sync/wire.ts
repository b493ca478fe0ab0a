/** What the server sends, as the store's own entities. The only place that knows both shapes. */
import type {
  SyncActorFragment,
  SyncBoardEventsSubscription,
  SyncBoardFragment,
  SyncCardFragment,
  SyncCardsQuery,
  SyncColumnFragment,
  SyncCommentFragment,
  SyncEventFragment,
  SyncLabelFragment,
  SyncMemberFragment,
  SyncMilestoneFragment,
  SyncMoreCardsQuery,
  SyncMoreMembersQuery,
  SyncOpenBoardQuery,
  SyncUserFragment,
  SyncViewerQuery,
} from '../api/generated/graphql';
import type {
  ActorEntity,
  BoardInfo,
  BoardRole,
  CardEntity,
  ColumnEntity,
  CommentEntity,
  LabelEntity,
  MemberEntity,
  MilestoneEntity,
  UserEntity,
} from './entities';
import type { CardId, ColumnId, CommentId, LabelId, MilestoneId, UserId } from './ids';

/** One row's after-image, or its end. `created`: it did not exist before. */
export type Change =
  /** Without this viewer's role, which an event does not say. */
  | { readonly kind: 'board'; readonly board: BoardInfo }
  | { readonly kind: 'column'; readonly column: ColumnEntity; readonly created: boolean }
  | { readonly kind: 'columnDeleted'; readonly id: ColumnId }
  /** Without its count of comments, which their own events keep. */
  | {
      readonly kind: 'card';
      readonly card: CardEntity;
      readonly users: readonly UserEntity[];
      readonly fields: readonly string[];
      readonly created: boolean;
    }
  | { readonly kind: 'cardDeleted'; readonly id: CardId }
  | { readonly kind: 'label'; readonly label: LabelEntity; readonly created: boolean }
  | { readonly kind: 'labelDeleted'; readonly id: LabelId }
  | { readonly kind: 'milestone'; readonly milestone: MilestoneEntity; readonly created: boolean }
  | { readonly kind: 'milestoneDeleted'; readonly id: MilestoneId }
  | { readonly kind: 'comment'; readonly comment: CommentEntity; readonly created: boolean }
  | { readonly kind: 'commentDeleted'; readonly id: CommentId; readonly cardId: CardId }
  | { readonly kind: 'member'; readonly member: MemberEntity; readonly user: UserEntity }
  | { readonly kind: 'memberRemoved'; readonly userId: UserId };

export interface BoardEvent {
  readonly epoch: string;
  readonly seq: number;
  readonly actor: ActorEntity | null;
  readonly clientMutationId: string | null;
  readonly changes: readonly Change[];
}

export type BoardUpdate =
  | { readonly kind: 'event'; readonly event: BoardEvent }
  | { readonly kind: 'reset' };

/** Where in which log something is true. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

export interface CardsPage extends Position {
  readonly cards: readonly CardEntity[];
  readonly users: readonly UserEntity[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

export interface MembersPage extends Position {
  readonly members: readonly MemberEntity[];
  readonly users: readonly UserEntity[];
  readonly next: string | null;
}

/** The first page: everything but the rest of the cards and members. */
export interface BoardPage extends Position {
  readonly viewer: UserEntity | null;
  readonly board: BoardInfo;
  readonly columns: readonly ColumnEntity[];
  readonly labels: readonly LabelEntity[];
  readonly milestones: readonly MilestoneEntity[];
  readonly members: MembersPage;
  readonly cards: CardsPage;
  readonly totalCards: number;
}

/** Null where the board does not exist for this viewer. */
export function boardPage(
  { board }: SyncOpenBoardQuery,
  { viewer }: SyncViewerQuery,
): BoardPage | null {
  if (board == null) return null;
  return {
    epoch: board.epoch,
    seq: board.seq,
    viewer: viewer === null ? null : toUser(viewer),
    board: toBoard(board, board.viewerRole),
    columns: board.columns.map(toColumn),
    labels: board.labels.map(toLabel),
    milestones: board.milestones.map(toMilestone),
    members: toMembersPage(board),
    cards: toCardsPage(board),
    totalCards: board.cards.totalCount,
  };
}

type CardAnswer = SyncCardFragment & { readonly commentCount: number };
type CardsAnswer = NonNullable<SyncMoreCardsQuery['board']>;
type MembersAnswer = NonNullable<SyncMoreMembersQuery['board']>;

export function toCardsPage({ epoch, seq, cards }: CardsAnswer): CardsPage {
  return {
    epoch,
    seq,
    ...toCards(cards.nodes),
    next: cards.pageInfo.hasNextPage ? cards.pageInfo.endCursor : null,
  };
}

/** Null where the board or its log is gone. */
export function toCardsOf({ board, nodes }: SyncCardsQuery): CardsPage | null {
  if (board === null) return null;
  const cards = nodes.flatMap((node) => (node?.__typename === 'Card' ? [node] : []));
  return { epoch: board.epoch, seq: board.seq, ...toCards(cards), next: null };
}

function toCards(cards: readonly CardAnswer[]): Pick<CardsPage, 'cards' | 'users'> {
  return {
    cards: cards.map((card) => toCard(card, card.commentCount)),
    users: cards.flatMap((card) => card.assignees.map(toUser)),
  };
}

export function toMembersPage({ epoch, seq, members }: MembersAnswer): MembersPage {
  return {
    epoch,
    seq,
    members: members.nodes.map(toMember),
    users: members.nodes.map(({ user }) => toUser(user)),
    next: members.pageInfo.hasNextPage ? members.pageInfo.endCursor : null,
  };
}

export function toUpdate({ boardEvents }: SyncBoardEventsSubscription): BoardUpdate {
  if (boardEvents.__typename === 'BoardReset') return { kind: 'reset' };
  return { kind: 'event', event: toEvent(boardEvents) };
}

function toEvent(event: SyncEventFragment): BoardEvent {
  return {
    epoch: event.epoch,
    seq: event.seq,
    actor: toActor(event.actor),
    clientMutationId: event.clientMutationId,
    changes: event.changes.map(toChange),
  };
}

function toChange(change: SyncEventFragment['changes'][number]): Change {
  switch (change.__typename) {
    case 'BoardChanged':
      return { kind: 'board', board: toBoard(change.board, null) };
    case 'ColumnChanged':
      return { kind: 'column', column: toColumn(change.column), created: isCreated(change) };
    case 'ColumnDeleted':
      return { kind: 'columnDeleted', id: change.columnId };
    case 'CardChanged':
      return {
        kind: 'card',
        card: toCard(change.card, 0),
        users: change.card.assignees.map(toUser),
        fields: change.fields,
        created: isCreated(change),
      };
    case 'CardDeleted':
      return { kind: 'cardDeleted', id: change.cardId };
    case 'LabelChanged':
      return { kind: 'label', label: toLabel(change.label), created: isCreated(change) };
    case 'LabelDeleted':
      return { kind: 'labelDeleted', id: change.labelId };
    case 'MilestoneChanged':
      return {
        kind: 'milestone',
        milestone: toMilestone(change.milestone),
        created: isCreated(change),
      };
    case 'MilestoneDeleted':
      return { kind: 'milestoneDeleted', id: change.milestoneId };
    case 'CommentChanged':
      return {
        kind: 'comment',
        comment: toComment(change.comment, change.cardId),
        created: isCreated(change),
      };
    case 'CommentDeleted':
      return { kind: 'commentDeleted', id: change.commentId, cardId: change.cardId };
    case 'MemberChanged':
      return {
        kind: 'member',
        member: toMember(change.member),
        user: toUser(change.member.user),
      };
    case 'MemberRemoved':
      return { kind: 'memberRemoved', userId: change.userId };
    default:
      return change satisfies never;
  }
}

function isCreated({ fields }: { readonly fields: readonly string[] }): boolean {
  return fields.includes('*');
}

function toBoard(board: SyncBoardFragment, viewerRole: BoardRole | null): BoardInfo {
  const { id, key, title, description, icon, visibility, archivedAt, team } = board;
  return { id, key, title, description, icon, visibility, archivedAt, viewerRole, team };
}

function toColumn(column: SyncColumnFragment): ColumnEntity {
  const { id, title, color, kind, wipLimit, wipPolicy, description, rank } = column;
  return { id, title, color, kind, wipLimit, wipPolicy, description, rank, pending: false };
}

function toCard(card: SyncCardFragment, commentCount: number): CardEntity {
  return {
    id: card.id,
    key: card.key,
    number: card.number,
    columnId: card.column.id,
    rank: card.rank,
    title: card.title,
    icon: card.icon,
    labelIds: card.labels.map(({ id }) => id),
    assigneeIds: card.assignees.map(({ id }) => id),
    startOn: card.startOn,
    dueOn: card.dueOn,
    estimate: card.estimate,
    milestoneId: card.milestone?.id ?? null,
    createdAt: card.createdAt,
    updatedAt: card.updatedAt,
    archivedAt: card.archivedAt,
    version: card.version,
    commentCount,
    checklist: card.checklist,
    hasDescription: card.hasDescription,
    pending: false,
  };
}

function toLabel({ id, name, color }: SyncLabelFragment): LabelEntity {
  return { id, name, color, pending: false };
}

function toMilestone(milestone: SyncMilestoneFragment): MilestoneEntity {
  const { id, title, description, startOn, dueOn, state } = milestone;
  return { id, title, description, startOn, dueOn, state, pending: false };
}

function toMember({ user, role }: SyncMemberFragment): MemberEntity {
  return { userId: user.id, role, pending: false };
}

function toUser({ id, username, displayName, avatarUrl }: SyncUserFragment): UserEntity {
  return { id, username, displayName, avatarUrl };
}

export function toActor(actor: SyncActorFragment | null): ActorEntity | null {
  if (actor === null) return null;
  if (actor.__typename === 'Bot') {
    return { kind: 'bot', id: actor.id, name: actor.name, avatarUrl: null };
  }
  const { id, displayName, avatarUrl } = actor;
  return { kind: 'user', id, name: displayName, avatarUrl };
}

export function toComment(comment: SyncCommentFragment, cardId: CardId): CommentEntity {
  const { id, body, author, createdAt, editedAt } = comment;
  return { id, cardId, body, author: toActor(author), createdAt, editedAt, pending: false };
}
