/**
 * One board of the model: rows, and the log that made them. Every write goes through `commit`, which
 * adds exactly one event; whoever watches the board is rung afterwards and reads the log.
 */
import { compareRanked } from '../../src/sync/rank';
import type {
  BoardRow,
  CardRow,
  Change,
  ColumnRow,
  CommentRow,
  EventRow,
  LabelRow,
  MemberRow,
  MilestoneRow,
} from './rows';

export interface Writer {
  readonly actorId: string;
  readonly clientMutationId: string | null;
  readonly at: string;
}

export class ModelBoard {
  row: BoardRow;
  epoch: string;
  seq = 0;
  lastNumber = 0;
  readonly columns = new Map<string, ColumnRow>();
  readonly cards = new Map<string, CardRow>();
  readonly labels = new Map<string, LabelRow>();
  readonly milestones = new Map<string, MilestoneRow>();
  readonly comments = new Map<string, CommentRow>();
  readonly members = new Map<string, MemberRow>();
  #log: EventRow[] = [];
  readonly #watchers = new Set<() => void>();

  constructor(row: BoardRow, epoch: string) {
    this.row = row;
    this.epoch = epoch;
  }

  /** Writes the changes as one event. Cards in it get the event's seq as their version. */
  commit(writer: Writer, changes: readonly Change[]): EventRow {
    this.seq += 1;
    const stamped = changes.map(
      (change): Change =>
        change.kind === 'card'
          ? { ...change, row: { ...change.row, version: this.seq, updatedAt: writer.at } }
          : change,
    );
    for (const change of stamped) this.#apply(change);
    const event: EventRow = {
      epoch: this.epoch,
      seq: this.seq,
      at: writer.at,
      actorId: writer.actorId,
      clientMutationId: writer.clientMutationId,
      changes: stamped,
    };
    this.#log.push(event);
    this.ring();
    return event;
  }

  /** The event with this seq; undefined where the log does not reach. */
  event(seq: number): EventRow | undefined {
    const first = this.#log[0];
    return first === undefined ? undefined : this.#log[seq - first.seq];
  }

  events(): readonly EventRow[] {
    return this.#log;
  }

  /** True where every event after `seq` is still in the log. */
  reachesBackTo(seq: number): boolean {
    return seq <= this.seq && seq >= this.seq - this.#log.length;
  }

  /** Forgets all but the last `keep` events, as an old log is trimmed. */
  trimLog(keep: number): void {
    this.#log = keep === 0 ? [] : this.#log.slice(-keep);
  }

  /** The log is another one from here on, as after a restore. */
  restartEpoch(epoch: string): void {
    this.epoch = epoch;
    this.#log = [];
    this.ring();
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  ring(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  columnsInOrder(): ColumnRow[] {
    return [...this.columns.values()].sort(compareRanked);
  }

  /** A column's cards that are not archived, top to bottom. */
  cardsIn(columnId: string): CardRow[] {
    return [...this.cards.values()]
      .filter((card) => card.columnId === columnId && card.archivedAt === null)
      .sort(compareRanked);
  }

  commentsOn(cardId: string): CommentRow[] {
    return [...this.comments.values()].filter((comment) => comment.cardId === cardId);
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case 'board':
        this.row = change.row;
        return;
      case 'column':
        this.columns.set(change.row.id, change.row);
        return;
      case 'columnDeleted':
        this.columns.delete(change.id);
        return;
      case 'card':
        this.cards.set(change.row.id, change.row);
        return;
      case 'cardDeleted':
        for (const comment of this.commentsOn(change.id)) this.comments.delete(comment.id);
        this.cards.delete(change.id);
        return;
      case 'label':
        this.labels.set(change.row.id, change.row);
        return;
      case 'labelDeleted':
        this.labels.delete(change.id);
        return;
      case 'milestone':
        this.milestones.set(change.row.id, change.row);
        return;
      case 'milestoneDeleted':
        this.milestones.delete(change.id);
        return;
      case 'comment':
        this.comments.set(change.row.id, change.row);
        return;
      case 'commentDeleted':
        this.comments.delete(change.id);
        return;
      case 'member':
        this.members.set(change.row.userId, change.row);
        return;
      case 'memberRemoved':
        this.members.delete(change.userId);
        return;
      default:
        change satisfies never;
    }
  }
}
