import type { BoardInfo, CardEntity } from './entities';
import type { CardId, ColumnId } from './ids';
import type { CardPlace } from './intents';
import { CardOrder } from './order';
import { type PendingIntent, type ProjectionView, projectIntent } from './project';
import { rankBetween } from './rank';
import {
  type Entities,
  type Patch,
  type ReadonlyTables,
  sameValue,
  TABLE_NAMES,
  type TableName,
  Tables,
} from './tables';

/** What differs in the view after a step. */
export interface ViewChanges {
  readonly board: boolean;
  readonly cards: ReadonlySet<CardId>;
  /** Columns whose order of cards changed. */
  readonly columns: readonly ColumnId[];
  /** Tables other than `cards` in which something changed. */
  readonly tables: ReadonlySet<TableName>;
}

/**
 * `confirmed + pending = view`, kept by small steps: what pending intents had changed is put back, the
 * confirmed patch goes in, the intents are replayed. Only entities touched by one of the three are
 * looked at, and one that comes out equal keeps its identity.
 */
export class BoardView implements ProjectionView {
  #confirmed: ReadonlyTables;
  readonly #tables = new Tables();
  readonly #order = new CardOrder();
  readonly #numbers = new Map<number, CardId>();
  /** What pending intents have changed, by table. */
  readonly #overlaid = new Touched();
  /** The images before the running step. */
  #before = new Map<TableName, Map<string, Entities[TableName] | null>>();

  constructor(confirmed: ReadonlyTables) {
    this.#confirmed = confirmed;
  }

  get board(): BoardInfo | null {
    return this.#tables.board;
  }
  get columns() {
    return this.#tables.columns;
  }
  get cards() {
    return this.#tables.cards;
  }
  get labels() {
    return this.#tables.labels;
  }
  get milestones() {
    return this.#tables.milestones;
  }
  get members() {
    return this.#tables.members;
  }
  get users() {
    return this.#tables.users;
  }

  cardsIn(columnId: ColumnId): readonly CardEntity[] {
    return this.#order.cards(columnId);
  }

  rankAt(columnId: ColumnId, place: CardPlace, movingId: CardId | null): string {
    const { above, below } = this.#order.around(
      columnId,
      this.#anchor(columnId, place.afterId, 'after', movingId) ??
        this.#anchor(columnId, place.beforeId, 'before', movingId),
      movingId,
    );
    return rankBetween(above?.rank ?? null, below?.rank ?? null);
  }

  cardIds(columnId: ColumnId): readonly CardId[] {
    return this.#order.ids(columnId);
  }

  cardByNumber(number: number): CardEntity | undefined {
    return this.#tables.cards.get(this.#numbers.get(number) ?? '');
  }

  /** The view after `patch` has gone into the confirmed board and `pending` are what is pending. */
  rebase(patch: Patch | null, pending: readonly PendingIntent[]): ViewChanges {
    const boardBefore = this.#tables.board;
    this.#overlaid.each((name, id) => this.#restore(name, id));
    this.#overlaid.clear();
    patch?.each((name, id) => this.#restore(name, id));
    this.#tables.board = this.#confirmed.board;
    for (const intent of pending) this.#project(intent);
    return this.#finish(boardBefore);
  }

  /** The view with one more pending intent. */
  append(pending: PendingIntent): ViewChanges {
    const boardBefore = this.#tables.board;
    this.#project(pending);
    return this.#finish(boardBefore);
  }

  /** The view over another confirmed board, as after a reset. */
  replaceConfirmed(confirmed: ReadonlyTables, pending: readonly PendingIntent[]): ViewChanges {
    const boardBefore = this.#tables.board;
    const previous = this.#confirmed;
    this.#confirmed = confirmed;
    this.#overlaid.each((name, id) => this.#restore(name, id));
    this.#overlaid.clear();
    for (const tables of [previous, confirmed]) {
      eachEntity(tables, (name, id) => this.#restore(name, id));
    }
    this.#tables.board = confirmed.board;
    for (const intent of pending) this.#project(intent);
    return this.#finish(boardBefore);
  }

  #anchor(
    columnId: ColumnId,
    id: CardId | null | undefined,
    side: 'after' | 'before',
    movingId: CardId | null,
  ) {
    const card = id == null || id === movingId ? undefined : this.#tables.cards.get(id);
    if (card === undefined || card.columnId !== columnId || card.archivedAt !== null) return;
    return { card, side };
  }

  #project(pending: PendingIntent): void {
    const patch = projectIntent(this, pending);
    if (patch.board !== undefined) this.#tables.board = patch.board;
    patch.each((name, id, entity) => {
      this.#overlaid.add(name, id);
      this.#set(name, id, entity);
    });
  }

  #restore(name: TableName, id: string): void {
    const table = this.#confirmed[name] as ReadonlyMap<string, Entities[TableName]>;
    this.#set(name, id, table.get(id) ?? null);
  }

  #set(name: TableName, id: string, entity: Entities[TableName] | null): void {
    const table = this.#tables.table(name);
    const before = table.get(id) ?? null;
    if (before === entity) return;
    const images = this.#before.get(name) ?? new Map<string, Entities[TableName] | null>();
    this.#before.set(name, images);
    if (!images.has(id)) images.set(id, before);
    if (entity === null) table.delete(id);
    else table.set(id, entity);
    if (name !== 'cards') return;
    this.#order.replace(before as CardEntity | null, entity as CardEntity | null);
    const number = (entity as CardEntity | null)?.number ?? 0;
    if (number > 0) this.#numbers.set(number, id);
  }

  #finish(boardBefore: BoardInfo | null): ViewChanges {
    const touched = this.#before;
    this.#before = new Map();
    const cards = new Set<CardId>();
    const tables = new Set<TableName>();
    for (const [name, images] of touched) {
      for (const [id, before] of images) {
        if (this.#keepIdentity(name, id, before)) continue;
        if (name === 'cards') cards.add(id);
        else tables.add(name);
      }
    }
    this.#before.clear();
    if (sameValue(boardBefore, this.#tables.board)) this.#tables.board = boardBefore;
    return {
      board: boardBefore !== this.#tables.board,
      cards,
      columns: this.#order.publish(),
      tables,
    };
  }

  /** True where the entity is what it was; then it is also the same object. */
  #keepIdentity(name: TableName, id: string, before: Entities[TableName] | null): boolean {
    const after = this.#tables.table(name).get(id) ?? null;
    if (after === before) return true;
    if (!sameValue(before, after)) return false;
    this.#set(name, id, before);
    return true;
  }
}

class Touched {
  readonly #ids = new Map<TableName, Set<string>>();

  add(name: TableName, id: string): void {
    const ids = this.#ids.get(name);
    if (ids === undefined) this.#ids.set(name, new Set([id]));
    else ids.add(id);
  }

  each(visit: (name: TableName, id: string) => void): void {
    for (const [name, ids] of this.#ids) for (const id of ids) visit(name, id);
  }

  clear(): void {
    this.#ids.clear();
  }
}

function eachEntity(tables: ReadonlyTables, visit: (name: TableName, id: string) => void): void {
  for (const name of TABLE_NAMES) for (const id of tables[name].keys()) visit(name, id);
}
