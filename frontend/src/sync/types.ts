/**
 * The contract between a board's store and whatever shows it. Framework-free; the React bindings in
 * `react.tsx` are a thin layer over it.
 *
 * The store shows `view = confirmed + pending`: what the server's log says, with this person's
 * unconfirmed intents replayed over it. Reading is synchronous and cheap; every reader returns the
 * same object until what it stands for has changed.
 */
import type {
  ActorEntity,
  BoardInfo,
  CardEntity,
  ColumnEntity,
  CommentEntity,
  LabelEntity,
  MemberEntity,
  MilestoneEntity,
  MilestoneProgress,
  UserEntity,
} from './entities';
import type { BoardId, CardId, ColumnId, IntentId, LabelId, MilestoneId, UserId } from './ids';
import type { Intent } from './intents';

/** Which board to open: by its id, or by the key that stands in its URL. */
export type BoardRef = { readonly id: BoardId } | { readonly key: string };

/**
 * - `connecting`: the first connection is being made
 * - `catching-up`: connected; what was missed is still coming in
 * - `live`: all that the server has is shown, and what comes is shown as it happens
 * - `offline`: no connection; it is tried again by itself
 * - `ended`: it will not come back by itself. `signed-out` keeps what is pending for the next
 *   sign-in; `not-found` also stands for a board that this person may no longer see
 *
 * `pending` counts own changes that the server has not confirmed.
 */
export type ConnectionState =
  | { readonly kind: 'connecting' | 'catching-up' | 'live' | 'offline'; readonly pending: number }
  | {
      readonly kind: 'ended';
      readonly reason: 'signed-out' | 'forbidden' | 'not-found';
      readonly pending: number;
    };

/**
 * - `loading`: nothing to show yet
 * - `partial`: the columns, labels, milestones and people are here, and `loaded` of about `total` cards
 * - `ready`: everything is here
 * - `failed`: the board could not be loaded, and trying again will not help by itself
 */
export type LoadState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'partial'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'failed';
      readonly reason: 'signed-out' | 'forbidden' | 'not-found' | 'broken';
      readonly message: string;
    };

/**
 * Why an intent was refused. The first line is the server's `UserErrorCode`. FORBIDDEN and BAD_REQUEST
 * come from `errors[]`. CANCELLED: it named something whose creation was refused. EXPIRED: it waited
 * so long without an answer that sending it again could apply it twice. INTERNAL: the server failed
 * on it repeatedly.
 */
export type RefusalCode =
  | 'REQUIRED'
  | 'TOO_LONG'
  | 'INVALID'
  | 'TAKEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'WIP_LIMIT'
  | 'LIMIT_REACHED'
  | 'ARCHIVED'
  | 'FORBIDDEN'
  | 'BAD_REQUEST'
  | 'CANCELLED'
  | 'EXPIRED'
  | 'INTERNAL';

export type DispatchOutcome =
  /** `id`: the created entity's real id, for intents that create one. */
  | { readonly ok: true; readonly id: string | null }
  | { readonly ok: false; readonly code: RefusalCode; readonly message: string };

export interface Dispatched {
  readonly id: IntentId;
  /**
   * For intents that create a card, column, label or milestone: the id that its entity has in the
   * view until the server names it. It may be used in later intents, and works as an alias of the
   * real id for as long as the store is open.
   */
  readonly localId: string | null;
  /** Settles with the server's answer. Never rejects; never settles if the store is closed first. */
  readonly done: Promise<DispatchOutcome>;
}

/** Somebody else's committed change of one card, for a flash. Only while live, never while catching up. */
export interface RemoteChange {
  readonly cardId: CardId;
  /** Null where the server does not say. */
  readonly actor: ActorEntity | null;
  /** GraphQL field names; `["*"]`: created; `["column","rank"]` or `["rank"]`: moved; `["comments"]`. */
  readonly fields: readonly string[];
}

export interface Refusal {
  readonly id: IntentId;
  readonly intent: Intent;
  readonly code: RefusalCode;
  /** The server's sentence, in English; `code` is what translations go by. */
  readonly message: string;
}

/** One card's description and comments; loaded when opened, live while open. */
export interface CardDetail {
  readonly load:
    | { readonly kind: 'loading' }
    | { readonly kind: 'ready' }
    | {
        readonly kind: 'failed';
        readonly reason: 'not-found' | 'unreachable';
        readonly message: string;
      };
  /** Markdown; empty while loading. */
  readonly description: string;
  /** The card's version that `description` belongs to: what `expectedVersion` should say. */
  readonly version: number;
  readonly createdBy: ActorEntity | null;
  /** Oldest first; the newest page at first. Unconfirmed own ones are `pending`, at the end. */
  readonly comments: readonly CommentEntity[];
  readonly hasEarlierComments: boolean;
}

export interface CardDetailHandle {
  get(): CardDetail;
  subscribe(listener: () => void): () => void;
  /** Loads the page of comments before the oldest one shown. */
  loadEarlierComments(): Promise<void>;
  /** Tries again after `failed`. */
  reload(): void;
  close(): void;
}

export type Unsubscribe = () => void;

export interface BoardStore {
  /**
   * Shows the intent at once, sends it in order, and keeps it until the server has answered. It survives
   * a reload from the moment that `board()` is known.
   */
  dispatch(intent: Intent): Dispatched;

  /** Null until the first page is loaded. */
  board(): BoardInfo | null;
  /** The signed-in person; null while loading and for an anonymous reader of a public board. */
  viewer(): UserEntity | null;
  load(): LoadState;
  connection(): ConnectionState;
  /** Left to right. */
  columns(): readonly ColumnEntity[];
  column(id: ColumnId): ColumnEntity | undefined;
  /** The ids of a column's cards that are not archived, top to bottom; empty for an unknown column. */
  cardIds(columnId: ColumnId): readonly CardId[];
  /** Also answers for archived cards that this session has seen, and for a `localId`. */
  card(id: CardId): CardEntity | undefined;
  /** By `RL-42`'s number. */
  cardByNumber(number: number): CardEntity | undefined;
  /** All cards that are not archived, in no order; for filters and counts. A new array after each change of any card. */
  cards(): readonly CardEntity[];
  /** By name. */
  labels(): readonly LabelEntity[];
  label(id: LabelId): LabelEntity | undefined;
  /** Open ones first, then by due date, then by title. */
  milestones(): readonly MilestoneEntity[];
  milestone(id: MilestoneId): MilestoneEntity | undefined;
  milestoneProgress(id: MilestoneId): MilestoneProgress;
  members(): readonly MemberEntity[];
  /** Anybody this board has mentioned: members, assignees, actors. */
  user(id: UserId): UserEntity | undefined;
  /** An id for React keys and focus that stays the same when the server renames a `localId`. */
  stableKey(id: string): string;
  /** The real id that a `localId` stands for by now; any other id as it is. */
  resolveId<Id extends string>(id: Id): Id;

  /** Called after anything that any reader above answers has changed. */
  subscribe(listener: () => void): Unsubscribe;
  /** Called when `card(id)` changes. */
  subscribeToCard(id: CardId, listener: () => void): Unsubscribe;
  /** Called when `cardIds(columnId)` changes. */
  subscribeToColumnCards(columnId: ColumnId, listener: () => void): Unsubscribe;
  /** Called when anything but a card or the order of cards changes. */
  subscribeToBoard(listener: () => void): Unsubscribe;

  openCard(id: CardId): CardDetailHandle;

  onRemoteChange(listener: (change: RemoteChange) => void): Unsubscribe;
  onRefused(listener: (refusal: Refusal) => void): Unsubscribe;

  /** Tries the connection and waiting intents now instead of at the next backoff; loads again after `failed`. */
  retryNow(): void;
  /** Ends the connection; what is pending stays stored for the next time. */
  close(): void;
}
