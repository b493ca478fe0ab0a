import type { ConfirmedBoard } from './confirmed';
import { CardDetailStore } from './detail';
import { Emitter, KeyedEmitter } from './emitter';
import type {
  BoardInfo,
  CardEntity,
  ColumnEntity,
  LabelEntity,
  MemberEntity,
  MilestoneEntity,
  MilestoneProgress,
  UserEntity,
} from './entities';
import type { CardId, ColumnId, LabelId, MilestoneId, UserId } from './ids';
import type { Intent } from './intents';
import type { MutationAnswer } from './mutations';
import type { SyncPorts } from './ports';
import { type PendingEntry, PendingQueue } from './queue';
import { Readers } from './readers';
import { Sender } from './sender';
import { BoardSession } from './session';
import { type Patch, Tables } from './tables';
import type {
  BoardRef,
  BoardStore,
  CardDetailHandle,
  ConnectionState,
  Dispatched,
  LoadState,
  Refusal,
  RefusalCode,
  RemoteChange,
} from './types';
import { BoardView, type ViewChanges } from './view';
import type { BoardEvent, Change } from './wire';

const STATE_CHANGED: ViewChanges = {
  board: true,
  cards: new Set(),
  columns: [],
  tables: new Set(),
};

/** Puts the parts together: the session's confirmed board, the queue's intents, the view of both. */
export class SyncedBoardStore implements BoardStore {
  readonly #ports: SyncPorts;
  readonly #queue: PendingQueue;
  readonly #sender: Sender;
  readonly #session: BoardSession;
  readonly #view = new BoardView(new Tables());
  readonly #readers = new Readers(this.#view);
  readonly #details = new Set<CardDetailStore>();
  readonly #anything = new Emitter<void>();
  readonly #boardChanged = new Emitter<void>();
  readonly #cardChanged = new KeyedEmitter<CardId>();
  readonly #columnChanged = new KeyedEmitter<ColumnId>();
  readonly #remoteChanges = new Emitter<RemoteChange>();
  readonly #refusals = new Emitter<Refusal>();
  #confirmed: ConfirmedBoard | null = null;
  #connection: ConnectionState = { kind: 'connecting', pending: 0 };
  /** What an earlier page has left is in the queue, in front of what this one adds. */
  #takenOver = false;
  #closed = false;

  constructor(ports: SyncPorts, ref: BoardRef) {
    this.#ports = ports;
    this.#queue = new PendingQueue(ports.storage, ports.clock, ports.chance);
    this.#sender = new Sender(ports, this.#queue, {
      answered: (entry, answer) => this.#answered(entry, answer),
      signedOut: () => this.#session.end('signed-out'),
    });
    this.#session = new BoardSession(ports, ref, {
      opened: (confirmed) => this.#opened(confirmed),
      merged: (patch) => this.#publish(this.#view.rebase(patch, this.#queue.entries)),
      happened: (event, patch, live) => this.#happened(event, patch, live),
      connected: () => this.#connected(),
      stateChanged: () => this.#stateChanged(),
    });
    this.#session.start();
  }

  dispatch(intent: Intent): Dispatched {
    const { entry, done } = this.#queue.add(intent);
    this.#publish(this.#view.append(entry));
    this.#sender.kick();
    return { id: entry.id, localId: entry.localId, done };
  }

  board(): BoardInfo | null {
    return this.#view.board;
  }

  viewer(): UserEntity | null {
    return this.#confirmed?.viewer ?? null;
  }

  load(): LoadState {
    return this.#session.load;
  }

  connection(): ConnectionState {
    return this.#connection;
  }

  columns(): readonly ColumnEntity[] {
    return this.#readers.columns();
  }

  column(id: ColumnId): ColumnEntity | undefined {
    return this.#find(this.#view.columns, id);
  }

  cardIds(columnId: ColumnId): readonly CardId[] {
    const id = this.column(columnId)?.id ?? columnId;
    return this.#view.cardIds(id);
  }

  card(id: CardId): CardEntity | undefined {
    return this.#find(this.#view.cards, id);
  }

  cardByNumber(number: number): CardEntity | undefined {
    return this.#view.cardByNumber(number);
  }

  cards(): readonly CardEntity[] {
    return this.#readers.cards();
  }

  labels(): readonly LabelEntity[] {
    return this.#readers.labels();
  }

  label(id: LabelId): LabelEntity | undefined {
    return this.#find(this.#view.labels, id);
  }

  milestones(): readonly MilestoneEntity[] {
    return this.#readers.milestones();
  }

  milestone(id: MilestoneId): MilestoneEntity | undefined {
    return this.#find(this.#view.milestones, id);
  }

  milestoneProgress(id: MilestoneId): MilestoneProgress {
    return this.#readers.milestoneProgress(this.milestone(id)?.id ?? id);
  }

  members(): readonly MemberEntity[] {
    return this.#readers.members();
  }

  user(id: UserId): UserEntity | undefined {
    return this.#view.users.get(id);
  }

  stableKey(id: string): string {
    return this.#queue.aliases.stableKey(id);
  }

  resolveId<Id extends string>(id: Id): Id {
    return this.#queue.aliases.resolve(id);
  }

  subscribe(listener: () => void): () => void {
    return this.#anything.on(listener);
  }

  subscribeToCard(id: CardId, listener: () => void): () => void {
    return this.#cardChanged.on(this.stableKey(id), listener);
  }

  subscribeToColumnCards(columnId: ColumnId, listener: () => void): () => void {
    return this.#columnChanged.on(this.stableKey(columnId), listener);
  }

  subscribeToBoard(listener: () => void): () => void {
    return this.#boardChanged.on(listener);
  }

  openCard(id: CardId): CardDetailHandle {
    const source = {
      viewer: () => this.viewer(),
      pending: () => this.#queue.entries,
      realId: (cardId: CardId) => {
        const id = this.resolveId(cardId);
        const isUnnamed = this.#queue.entries.some(
          ({ localId, acceptedAs }) => localId === id && acceptedAs === null,
        );
        return isUnnamed ? null : id;
      },
    };
    const detail = new CardDetailStore(this.#ports, source, id, (closed) =>
      this.#details.delete(closed),
    );
    this.#details.add(detail);
    return detail;
  }

  onRemoteChange(listener: (change: RemoteChange) => void): () => void {
    return this.#remoteChanges.on(listener);
  }

  onRefused(listener: (refusal: Refusal) => void): () => void {
    return this.#refusals.on(listener);
  }

  retryNow(): void {
    this.#session.wake();
    this.#sender.wake();
  }

  close(): void {
    this.#closed = true;
    this.#session.close();
    this.#sender.stop();
    this.#queue.release();
    for (const detail of this.#details) detail.close();
  }

  #opened(confirmed: ConfirmedBoard): void {
    this.#confirmed = confirmed;
    for (const entry of this.#queue.entries) {
      // A log of another epoch will never bring the event that this entry waits for.
      const { acceptedAs } = entry;
      if (acceptedAs !== null && acceptedAs.epoch !== confirmed.epoch) this.#land(entry);
    }
    this.#landAccepted();
    this.#publish(this.#view.replaceConfirmed(confirmed.tables, this.#queue.entries));
    for (const detail of this.#details) detail.boardReplaced();
    void this.#takeOver(confirmed);
  }

  /** Goes on with what an earlier page of this person has left pending on this board. */
  async #takeOver({ viewer, tables }: ConfirmedBoard): Promise<void> {
    const boardId = tables.board?.id;
    if (boardId === undefined || viewer === null) return;
    const found = await this.#queue.attach(`${viewer.id}/${boardId}`);
    if (this.#closed) return;
    if (found) this.#publish(this.#view.rebase(null, this.#queue.entries));
    this.#takenOver = true;
    this.#sender.start(boardId);
  }

  #connected(): void {
    this.#sender.wake();
    // Pages that have closed meanwhile may have left something.
    if (this.#takenOver && this.#confirmed !== null) void this.#takeOver(this.#confirmed);
  }

  #happened(event: BoardEvent, patch: Patch, live: boolean): void {
    const own = this.#queue.get(event.clientMutationId);
    if (own !== undefined) {
      this.#queue.accept(own, createdBy(event), event);
      this.#land(own);
    }
    for (const change of event.changes) {
      if (own === undefined || change.kind !== 'card') continue;
      const before = this.#versionShownTo(change.card.id);
      this.#queue.advanceExpectations(change.card.id, before, event.seq);
    }
    this.#landAccepted();
    this.#publish(this.#view.rebase(patch, this.#queue.entries));
    for (const detail of this.#details) detail.happened(event);
    this.#sender.kick();
    if (own === undefined && live) this.#announce(event);
  }

  /** The version of a card before the event that is being applied: the view has not seen it yet. */
  #versionShownTo(id: CardId): number {
    return this.#view.cards.get(id)?.version ?? 0;
  }

  #announce({ actor, changes }: BoardEvent): void {
    for (const change of changes) {
      if (change.kind === 'card') {
        this.#remoteChanges.emit({ cardId: change.card.id, actor, fields: change.fields });
      }
      if (change.kind === 'comment' && change.created) {
        this.#remoteChanges.emit({ cardId: change.comment.cardId, actor, fields: ['comments'] });
      }
    }
  }

  #answered(entry: PendingEntry, answer: MutationAnswer): void {
    if (answer.kind === 'refused') {
      const dropped = [entry, ...this.#queue.dependents(entry)];
      for (const other of dropped) this.#queue.remove(other);
      this.#publish(this.#view.rebase(null, this.#queue.entries));
      this.#refuse(entry, answer.code, answer.message);
      for (const other of dropped.slice(1)) {
        other.settle({ ok: false, code: 'CANCELLED', message: answer.message });
      }
      return;
    }
    this.#queue.accept(entry, answer.id, answer.event);
    entry.settle({ ok: true, id: answer.id });
    if (answer.event === null || answer.event.epoch !== this.#confirmed?.epoch) this.#land(entry);
    this.#landAccepted();
    this.#publish(this.#view.rebase(null, this.#queue.entries));
  }

  #refuse({ id, intent, settle }: PendingEntry, code: RefusalCode, message: string): void {
    settle({ ok: false, code, message });
    this.#refusals.emit({ id, intent, code, message });
  }

  /** Lets go of accepted intents whose events are here. */
  #landAccepted(): void {
    const seq = this.#confirmed?.seq ?? 0;
    for (const entry of this.#queue.entries) {
      if (entry.acceptedAs !== null && entry.acceptedAs.seq <= seq) this.#land(entry);
    }
  }

  #land(entry: PendingEntry): void {
    this.#queue.remove(entry);
    this.#sender.landed(entry);
    for (const detail of this.#details) detail.landed(entry);
    entry.settle({ ok: true, id: entry.localId });
  }

  #stateChanged(): void {
    if (this.#session.connection === 'ended') this.#sender.stop();
    this.#publish(STATE_CHANGED);
  }

  #publish(changes: ViewChanges): void {
    this.#readers.forget(changes);
    const keys = this.#queue.aliases;
    for (const id of new Set([...changes.cards].map((id) => keys.stableKey(id)))) {
      this.#cardChanged.emit(id);
    }
    for (const id of new Set(changes.columns.map((id) => keys.stableKey(id)))) {
      this.#columnChanged.emit(id);
    }
    const connectionChanged = this.#updateConnection();
    if (connectionChanged || changes.board || changes.tables.size > 0) this.#boardChanged.emit();
    this.#anything.emit();
    for (const detail of this.#details) detail.refresh();
  }

  #updateConnection(): boolean {
    const { connection: kind, endReason: reason } = this.#session;
    const pending = this.#queue.entries.length;
    const last = this.#connection;
    if (last.kind === kind && last.pending === pending) return false;
    this.#connection =
      kind === 'ended' ? { kind, reason: reason ?? 'not-found', pending } : { kind, pending };
    return true;
  }

  /** By id, or by the local id that the same thing was made with. */
  #find<Entity>(table: ReadonlyMap<string, Entity>, id: string): Entity | undefined {
    return table.get(id) ?? table.get(this.resolveId(id));
  }
}

/** The id of what the event has created; null where it has created nothing. */
function createdBy({ changes }: BoardEvent): string | null {
  for (const change of changes) {
    const id = createdId(change);
    if (id !== null) return id;
  }
  return null;
}

function createdId(change: Change): string | null {
  switch (change.kind) {
    case 'card':
      return change.created ? change.card.id : null;
    case 'column':
      return change.created ? change.column.id : null;
    case 'label':
      return change.created ? change.label.id : null;
    case 'milestone':
      return change.created ? change.milestone.id : null;
    case 'comment':
      return change.created ? change.comment.id : null;
    default:
      return null;
  }
}
