import type { BoardRole, UserEntity } from './entities';
import type { CardId, UserId } from './ids';
import { reduceEvent } from './reduce';
import { Patch, type ReadonlyTables, sameValue, Tables } from './tables';
import type { BoardEvent, BoardPage, CardsPage, MembersPage } from './wire';

/**
 * What the server's log says, up to `seq`.
 *
 * A board comes in pages, each true at its own seq, while events come in from the first page's seq on.
 * Both are merged: an image is taken where it is newer than what is here, and what an event has
 * deleted stays deleted. When all pages are in and the events have reached the newest page, this is
 * exactly the board at `seq`.
 */
export class ConfirmedBoard {
  readonly epoch: string;
  readonly viewer: UserEntity | null;
  readonly #tables = new Tables();
  #seq: number;
  #allPagesIn = false;
  /** Null once pages and events have met. */
  #loading: LoadingNotes | null = newNotes();
  /** Cards that came with an event and were not new, so that their comments are not counted. */
  readonly #uncounted = new Set<CardId>();

  constructor(page: BoardPage) {
    this.epoch = page.epoch;
    this.viewer = page.viewer;
    this.#seq = page.seq;
    const patch = new Patch();
    patch.board = page.board;
    for (const column of page.columns) patch.put('columns', column.id, column);
    for (const label of page.labels) patch.put('labels', label.id, label);
    for (const milestone of page.milestones) patch.put('milestones', milestone.id, milestone);
    if (page.viewer !== null) patch.put('users', page.viewer.id, page.viewer);
    this.#tables.apply(patch);
    this.addMembers(page.members);
    this.addCards(page.cards);
  }

  get seq(): number {
    return this.#seq;
  }

  get tables(): ReadonlyTables {
    return this.#tables;
  }

  /** Merges a page of cards; returns what it changed. */
  addCards(page: CardsPage): Patch {
    const patch = new Patch();
    const loading = this.#loading;
    if (loading === null) return patch;
    loading.pagesThrough = Math.max(loading.pagesThrough, page.seq);
    for (const image of page.cards) {
      if (loading.gone.has(image.id)) continue;
      const known = this.#tables.cards.get(image.id);
      const newer = known === undefined || known.version < image.version ? image : known;
      const commentCount = image.commentCount + countedAfter(loading, image.id, page.seq);
      patch.put('cards', image.id, { ...newer, commentCount });
      loading.counted.set(image.id, page.seq);
      this.#uncounted.delete(image.id);
    }
    return this.#apply(this.#withUsers(patch, page.users));
  }

  /** Merges a page of members; what an event has said about one since the first page stands. */
  addMembers(page: MembersPage): Patch {
    const patch = new Patch();
    const loading = this.#loading;
    if (loading === null) return patch;
    for (const member of page.members) {
      if (loading.gone.has(member.userId) || this.#tables.members.has(member.userId)) continue;
      patch.put('members', member.userId, member);
    }
    return this.#apply(this.#withUsers(patch, page.users));
  }

  /** Pages are asked for again; `endLoading` follows. */
  resumeLoading(): void {
    this.#allPagesIn = false;
    this.#loading ??= newNotes();
  }

  /** Visible cards whose comments no page has counted: archived ones come back like this. */
  uncounted(): readonly CardId[] {
    return [...this.#uncounted].filter((id) => this.#tables.cards.get(id)?.archivedAt === null);
  }

  /** Every page is in; what was asked for and has not come is not there. */
  endLoading(asked: readonly CardId[] = []): void {
    for (const id of asked) this.#uncounted.delete(id);
    this.#allPagesIn = true;
    this.#forgetNotes();
  }

  /** Applies the event after `seq`; returns what it changed. */
  applyEvent(event: BoardEvent): Patch {
    const loading = this.#loading;
    if (loading !== null) note(loading, event);
    for (const change of event.changes) {
      if (change.kind !== 'card' || change.created) continue;
      if (!this.#tables.cards.has(change.card.id)) this.#uncounted.add(change.card.id);
    }
    const patch = reduceEvent(this.#tables, event, (cardId) => loading?.counted.get(cardId) ?? 0);
    this.#seq = event.seq;
    this.#forgetNotes();
    return this.#apply(patch);
  }

  setViewerRole(viewerRole: BoardRole | null): Patch {
    const patch = new Patch();
    const { board } = this.#tables;
    if (board !== null && board.viewerRole !== viewerRole) patch.board = { ...board, viewerRole };
    return this.#apply(patch);
  }

  #forgetNotes(): void {
    if (this.#allPagesIn && this.#seq >= (this.#loading?.pagesThrough ?? 0)) this.#loading = null;
  }

  #withUsers(patch: Patch, users: readonly UserEntity[]): Patch {
    for (const user of users) {
      if (!sameValue(this.#tables.users.get(user.id), user)) patch.put('users', user.id, user);
    }
    return patch;
  }

  #apply(patch: Patch): Patch {
    this.#tables.apply(patch);
    return patch;
  }
}

/** What has to be remembered only until pages and events have met. */
interface LoadingNotes {
  /** The newest page's seq: before the events have reached it, some cards are ahead. */
  pagesThrough: number;
  readonly gone: Set<CardId | UserId>;
  readonly comments: { readonly cardId: CardId; readonly seq: number; readonly by: number }[];
  /** By card: the event through which its comments were counted by the page it came with. */
  readonly counted: Map<CardId, number>;
}

function newNotes(): LoadingNotes {
  return { pagesThrough: 0, gone: new Set(), comments: [], counted: new Map() };
}

function note(loading: LoadingNotes, { seq, changes }: BoardEvent): void {
  for (const change of changes) {
    if (change.kind === 'cardDeleted') loading.gone.add(change.id);
    if (change.kind === 'memberRemoved') loading.gone.add(change.userId);
    if (change.kind === 'member') loading.gone.delete(change.member.userId);
    if (change.kind === 'comment' && change.created) {
      loading.comments.push({ cardId: change.comment.cardId, seq, by: 1 });
    }
    if (change.kind === 'commentDeleted') {
      loading.comments.push({ cardId: change.cardId, seq, by: -1 });
    }
  }
}

function countedAfter(loading: LoadingNotes, cardId: CardId, seq: number): number {
  return loading.comments
    .filter((entry) => entry.cardId === cardId && entry.seq > seq)
    .reduce((sum, { by }) => sum + by, 0);
}
