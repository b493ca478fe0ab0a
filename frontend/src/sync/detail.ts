import { type ApiFailure, toFailure } from '../api/failure';
import { SyncCardDetailDocument, type SyncCardDetailQuery } from '../api/generated/graphql';
import { Emitter } from './emitter';
import type { ActorEntity, CommentEntity, UserEntity } from './entities';
import type { CardId } from './ids';
import type { SyncPorts } from './ports';
import type { PendingEntry } from './queue';
import { Retrier, Stopped } from './retrier';
import { sameValue } from './tables';
import type { CardDetail, CardDetailHandle } from './types';
import { type BoardEvent, toActor, toComment } from './wire';

/** What a card's detail reads from the store it belongs to. */
export interface DetailSource {
  viewer(): UserEntity | null;
  pending(): readonly PendingEntry[];
  /** The card's id on the server; null while it has none. */
  realId(id: CardId): CardId | null;
}

type Base = Omit<CardDetail, 'load'>;

const NOTHING: Base = {
  description: '',
  version: 0,
  createdBy: null,
  comments: [],
  hasEarlierComments: false,
};

/**
 * One open card's description and comments: what the server said, the events since, and this person's
 * pending edits over them. Comments come whole with their events; a description is read again.
 */
export class CardDetailStore implements CardDetailHandle {
  readonly #ports: SyncPorts;
  readonly #source: DetailSource;
  readonly #cardId: CardId;
  readonly #onClose: (detail: CardDetailStore) => void;
  readonly #changed = new Emitter<void>();
  #retrier: Retrier | null = null;
  #base: Base = NOTHING;
  #load: CardDetail['load'] = { kind: 'loading' };
  /** Events up to this seq are in what was read. */
  #readAt = 0;
  #cursor: string | null = null;
  #shown: CardDetail = { load: { kind: 'loading' }, ...NOTHING };
  #started = false;
  /** The events since the running reading began; null while none runs. */
  #meanwhile: BoardEvent[] | null = null;
  #forgetEarlier = false;

  constructor(
    ports: SyncPorts,
    source: DetailSource,
    cardId: CardId,
    onClose: (detail: CardDetailStore) => void,
  ) {
    this.#ports = ports;
    this.#source = source;
    this.#cardId = cardId;
    this.#onClose = onClose;
    this.refresh();
  }

  get(): CardDetail {
    return this.#shown;
  }

  subscribe(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  async loadEarlierComments(): Promise<void> {
    const before = this.#cursor;
    const id = this.#source.realId(this.#cardId);
    if (!this.#base.hasEarlierComments || before === null || id === null) return;
    const { card } = await this.#ports.requests.execute(SyncCardDetailDocument, { id, before });
    if (card === null || before !== this.#cursor) return;
    const earlier = card.comments.nodes.map((comment) => toComment(comment, id));
    this.#takePageInfo(card);
    this.#setBase({ comments: joined(earlier, this.#base.comments) });
  }

  reload(): void {
    this.#setLoad({ kind: 'loading' });
    this.#read();
  }

  close(): void {
    this.#retrier?.stop();
    this.#onClose(this);
  }

  /** Pending intents, or the card's real id, have changed. */
  refresh(): void {
    if (!this.#started && this.#source.realId(this.#cardId) !== null) this.#read();
    if (!this.#started && this.#load.kind === 'loading') this.#load = { kind: 'ready' };
    this.#notify();
  }

  /** The board was loaded again: events may have been skipped. */
  boardReplaced(): void {
    this.#forgetEarlier = true;
    if (this.#started) this.#read();
  }

  happened(event: BoardEvent): void {
    const id = this.#source.realId(this.#cardId);
    if (!this.#started || id === null) return;
    this.#meanwhile?.push(event);
    for (const change of event.changes) {
      if (change.kind === 'card' && change.card.id === id) {
        this.#cardChanged(change.fields, event.seq);
      }
    }
    const comments = commentsAfter(this.#base.comments, event, id);
    if (comments !== this.#base.comments) this.#setBase({ comments });
  }

  /** An own intent is confirmed: what it said stays, without waiting for another reading. */
  landed({ intent, acceptedAs }: PendingEntry): void {
    if (intent.type !== 'updateCard' || intent.description === undefined) return;
    if (intent.cardId !== this.#source.realId(this.#cardId)) return;
    const version = Math.max(this.#base.version, acceptedAs?.seq ?? 0);
    this.#setBase({ description: intent.description, version });
  }

  #cardChanged(fields: readonly string[], seq: number): void {
    if (seq <= this.#readAt) return;
    if (fields.includes('description')) this.#read();
    // The description that is shown is also the one of this version.
    else this.#setBase({ version: seq });
  }

  #read(): void {
    const id = this.#source.realId(this.#cardId);
    if (id === null) return;
    this.#started = true;
    this.#retrier?.stop();
    const retrier = new Retrier(this.#ports.clock, this.#ports.chance, () => {
      if (this.#readAt > 0) return;
      this.#setLoad({ kind: 'failed', reason: 'unreachable', message: 'No answer yet.' });
    });
    this.#retrier = retrier;
    this.#meanwhile = [];
    retrier
      .run((signal) => this.#ports.requests.execute(SyncCardDetailDocument, { id }, signal))
      .then(({ card }) => {
        if (card === null) this.#setLoad(notFound('There is no such card.'));
        else this.#take(id, card);
      })
      .catch((thrown) => {
        if (!(thrown instanceof Stopped)) this.#setLoad(failed(toFailure(thrown)));
      });
  }

  #take(id: CardId, card: NonNullable<SyncCardDetailQuery['card']>): void {
    const newest = card.comments.nodes.map((comment) => toComment(comment, id));
    const earlier = this.#forgetEarlier
      ? []
      : this.#base.comments.filter((comment) => isBefore(comment, newest[0]));
    if (earlier.length === 0) this.#takePageInfo(card);
    this.#forgetEarlier = false;
    this.#readAt = card.board.seq;
    this.#load = { kind: 'ready' };
    let comments = joined(earlier, newest);
    for (const event of this.#meanwhile ?? []) {
      if (event.seq > this.#readAt) comments = commentsAfter(comments, event, id);
    }
    this.#meanwhile = null;
    this.#setBase({
      description: card.description,
      version: card.version,
      createdBy: toActor(card.createdBy),
      comments,
    });
  }

  #takePageInfo({ comments }: NonNullable<SyncCardDetailQuery['card']>): void {
    this.#cursor = comments.pageInfo.startCursor;
    this.#base = { ...this.#base, hasEarlierComments: comments.pageInfo.hasPreviousPage };
  }

  #setBase(change: Partial<Base>): void {
    this.#base = { ...this.#base, ...change };
    this.#notify();
  }

  #setLoad(load: CardDetail['load']): void {
    this.#load = load;
    this.#notify();
  }

  #notify(): void {
    const next = { load: this.#load, ...this.#overlaid() };
    if (sameValue(this.#shown, next)) return;
    this.#shown = next;
    this.#changed.emit();
  }

  #overlaid(): Base {
    const id = this.#source.realId(this.#cardId) ?? this.#cardId;
    const author = authorOf(this.#source.viewer());
    let detail = this.#base;
    for (const entry of this.#source.pending()) detail = overlay(detail, entry, id, author);
    return detail;
  }
}

function overlay(
  detail: Base,
  entry: PendingEntry,
  cardId: CardId,
  author: ActorEntity | null,
): Base {
  const { intent, localId } = entry;
  if (intent.type === 'createCard') {
    if (localId !== cardId) return detail;
    return { ...detail, description: intent.description ?? '', createdBy: author };
  }
  if (!('cardId' in intent) || intent.cardId !== cardId) return detail;
  if (intent.type === 'updateCard') {
    return { ...detail, description: intent.description ?? detail.description };
  }
  return { ...detail, comments: overlayComments(detail.comments, entry, author) };
}

function overlayComments(
  comments: readonly CommentEntity[],
  { intent, localId: id, at }: PendingEntry,
  author: ActorEntity | null,
): readonly CommentEntity[] {
  switch (intent.type) {
    case 'addComment': {
      if (id === null || comments.some((comment) => comment.id === id)) return comments;
      const { body, cardId } = intent;
      return [
        ...comments,
        { id, cardId, body, author, createdAt: at, editedAt: null, pending: true },
      ];
    }
    case 'updateComment':
      return comments.map((comment) =>
        comment.id === intent.commentId
          ? { ...comment, body: intent.body, editedAt: at, pending: true }
          : comment,
      );
    case 'deleteComment':
      return comments.filter((comment) => comment.id !== intent.commentId);
    default:
      return comments;
  }
}

/** A card's comments after an event; the same list where it says nothing about them. */
function commentsAfter(
  comments: readonly CommentEntity[],
  event: BoardEvent,
  cardId: CardId,
): readonly CommentEntity[] {
  let next = comments;
  for (const change of event.changes) {
    if (change.kind === 'comment' && change.comment.cardId === cardId) {
      const { comment, created } = change;
      if (next.some(({ id }) => id === comment.id)) {
        next = next.map((other) => (other.id === comment.id ? comment : other));
      } else if (created) {
        next = [...next, comment];
      }
    }
    if (change.kind === 'commentDeleted' && change.cardId === cardId) {
      next = next.filter(({ id }) => id !== change.id);
    }
  }
  return next;
}

/** Two runs of comments, oldest first, as one without repetition. */
function joined(
  earlier: readonly CommentEntity[],
  later: readonly CommentEntity[],
): readonly CommentEntity[] {
  const known = new Set(later.map(({ id }) => id));
  return [...earlier.filter(({ id }) => !known.has(id)), ...later];
}

function isBefore(comment: CommentEntity, first: CommentEntity | undefined): boolean {
  return first !== undefined && comment.createdAt < first.createdAt;
}

function authorOf(viewer: UserEntity | null): ActorEntity | null {
  if (viewer === null) return null;
  const { id, displayName, avatarUrl } = viewer;
  return { kind: 'user', id, name: displayName, avatarUrl };
}

function notFound(message: string): CardDetail['load'] {
  return { kind: 'failed', reason: 'not-found', message };
}

function failed(failure: ApiFailure): CardDetail['load'] {
  const reason = failure.code === 'NOT_FOUND' ? 'not-found' : 'unreachable';
  return { kind: 'failed', reason, message: failure.message };
}
