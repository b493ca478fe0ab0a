/**
 * The way between a board's store and the server: loads the board in pages, follows its events, and
 * says what is going on. It knows when to go on, when to load again, and when it is over.
 */
import { ApiFailure, toFailure } from '../api/failure';
import {
  SyncBoardHeadDocument,
  type SyncBoardHeadQuery,
  SyncCardsDocument,
  SyncMoreCardsDocument,
  SyncMoreMembersDocument,
  SyncOpenBoardDocument,
  SyncViewerDocument,
} from '../api/generated/graphql';
import { ConfirmedBoard } from './confirmed';
import type { BoardId, CardId } from './ids';
import { LiveConnection } from './live';
import type { SyncPorts } from './ports';
import { Retrier, Stopped } from './retrier';
import type { Patch } from './tables';
import type { BoardRef, ConnectionState, LoadState } from './types';
import {
  type BoardEvent,
  type BoardPage,
  type BoardUpdate,
  boardPage,
  type CardsPage,
  toCardsOf,
  toCardsPage,
  toMembersPage,
} from './wire';

/** The most ids that one query may name. */
const LARGEST_LIST = 1000;

export type ConnectionKind = ConnectionState['kind'];
export type EndReason = Extract<ConnectionState, { readonly kind: 'ended' }>['reason'];

export interface SessionHandlers {
  /** The board is here, perhaps not all cards of it; after a reset, another one. */
  opened(confirmed: ConfirmedBoard): void;
  /** A page, or this person's role, has gone into the confirmed board. */
  merged(patch: Patch): void;
  /** An event has. `live`: it happened just now. */
  happened(event: BoardEvent, patch: Patch, live: boolean): void;
  /** The connection stands again: what waits to be sent may go. */
  connected(): void;
  /** `connection`, `load` or `endReason` has changed. */
  stateChanged(): void;
}

export class BoardSession {
  connection: ConnectionKind = 'connecting';
  load: LoadState = { kind: 'loading' };
  endReason: EndReason | null = null;
  readonly #ports: SyncPorts;
  readonly #ref: BoardRef;
  readonly #handlers: SessionHandlers;
  readonly #live: LiveConnection;
  readonly #unlisten: () => void;
  #confirmed: ConfirmedBoard | null = null;
  /** Loads pages; another one after each reset. */
  #loader: Retrier;
  /** Asks for the head; another one after each connection. */
  #asker: Retrier | null = null;
  /** The seq from which on this connection is live; null while it is not known. */
  #liveFrom: number | null = null;
  #counting = false;
  #closed = false;

  constructor(ports: SyncPorts, ref: BoardRef, handlers: SessionHandlers) {
    this.#ports = ports;
    this.#ref = ref;
    this.#handlers = handlers;
    this.#loader = this.#newLoader();
    this.#live = new LiveConnection(ports, {
      position: () => ({ epoch: this.#confirmed?.epoch ?? '', seq: this.#confirmed?.seq ?? 0 }),
      connected: () => this.#connected(),
      update: (update) => this.#update(update),
      lost: () => this.#lost(),
      dismissed: () => this.#dismissed(),
    });
    this.#unlisten = ports.device.listen({
      wake: () => this.wake(),
      offline: () => this.#live.offline(),
    });
  }

  start(): void {
    void this.#open(this.#ref);
  }

  wake(): void {
    if (this.load.kind === 'failed') {
      this.endReason = null;
      this.#setState('connecting', { kind: 'loading' });
      this.start();
      return;
    }
    this.#loader.wake();
    this.#asker?.wake();
    this.#live.wake();
  }

  close(): void {
    this.#closed = true;
    this.#unlisten();
    this.#loader.stop();
    this.#asker?.stop();
    this.#live.disconnect();
  }

  /** Ends it: it does not come back by itself. */
  end(reason: EndReason): void {
    if (this.connection === 'ended' || this.#closed) return;
    this.#loader.stop();
    this.#asker?.stop();
    this.#live.disconnect();
    this.endReason = reason;
    this.#setState('ended', this.load);
  }

  async #open(ref: BoardRef): Promise<void> {
    this.#loader = this.#newLoader();
    await this.#untilStopped(async () => {
      const page = await this.#loadFirstPage(ref);
      const confirmed = new ConfirmedBoard(page);
      this.#confirmed = confirmed;
      this.#setState('connecting', loadedSoFar(confirmed, page));
      this.#handlers.opened(confirmed);
      this.#live.connect(page.board.id);
      await this.#loadRest(confirmed, page, (patch) => {
        this.#setState(this.connection, loadedSoFar(confirmed, page));
        this.#handlers.merged(patch);
      });
      this.#setState(this.connection, { kind: 'ready' });
      void this.#countComments(confirmed);
    });
  }

  /** Reads the counts of comments of cards that came back from the archive. */
  async #countComments(confirmed: ConfirmedBoard): Promise<void> {
    if (this.#counting || this.load.kind !== 'ready') return;
    this.#counting = true;
    await this.#untilStopped(async () => {
      for (let ids = uncounted(confirmed); ids.length > 0; ids = uncounted(confirmed)) {
        confirmed.resumeLoading();
        const page = await this.#loadCards(confirmed, ids);
        if (page !== null) this.#handlers.merged(confirmed.addCards(page));
        confirmed.endLoading(ids);
      }
    });
    this.#counting = false;
  }

  /** Null where the board has another log by now; the connection will say so too. */
  async #loadCards(
    { epoch, tables }: ConfirmedBoard,
    ids: readonly CardId[],
  ): Promise<CardsPage | null> {
    const variables = { boardId: tables.board?.id ?? '', ids };
    const answer = await this.#loader.run((signal) =>
      this.#ports.requests.execute(SyncCardsDocument, variables, signal),
    );
    const page = toCardsOf(answer);
    return page?.epoch === epoch ? page : null;
  }

  /** Loads the board again beside the one that is shown, and goes on with it when it is whole. */
  async #reload(id: BoardId): Promise<void> {
    this.#live.disconnect();
    this.#asker?.stop();
    this.#loader.stop();
    this.#loader = this.#newLoader();
    this.#setState('catching-up', this.load);
    await this.#untilStopped(async () => {
      const page = await this.#loadFirstPage({ id });
      const confirmed = new ConfirmedBoard(page);
      await this.#loadRest(confirmed, page, () => {});
      this.#confirmed = confirmed;
      this.#setState('catching-up', { kind: 'ready' });
      this.#handlers.opened(confirmed);
      this.#live.connect(id);
    });
  }

  async #loadFirstPage(ref: BoardRef): Promise<BoardPage> {
    const variables = 'id' in ref ? { id: ref.id } : { key: ref.key };
    const { requests } = this.#ports;
    const [answer, viewer] = await this.#loader.run((signal) =>
      Promise.all([
        requests.execute(SyncOpenBoardDocument, variables, signal, 'kept'),
        requests.execute(SyncViewerDocument, {}, signal),
      ]),
    );
    const page = boardPage(answer, viewer);
    if (page === null) throw new ApiFailure('NOT_FOUND', 'There is no such board.');
    return page;
  }

  async #loadRest(
    confirmed: ConfirmedBoard,
    first: BoardPage,
    merged: (patch: Patch) => void,
  ): Promise<void> {
    const { id } = first.board;
    for (let after = first.cards.next; after !== null; ) {
      const variables = { id, after };
      const { board } = await this.#loader.run((signal) =>
        this.#ports.requests.execute(SyncMoreCardsDocument, variables, signal, 'kept'),
      );
      if (board === null || board.epoch !== confirmed.epoch) return this.#restart(id);
      const page = toCardsPage(board);
      merged(confirmed.addCards(page));
      after = page.next;
    }
    for (let after = first.members.next; after !== null; ) {
      const variables = { id, after };
      const { board } = await this.#loader.run((signal) =>
        this.#ports.requests.execute(SyncMoreMembersDocument, variables, signal),
      );
      if (board === null || board.epoch !== confirmed.epoch) return this.#restart(id);
      const page = toMembersPage(board);
      merged(confirmed.addMembers(page));
      after = page.next;
    }
    confirmed.endLoading();
  }

  /** The pages do not belong together: the log changed between them, or access did. */
  #restart(id: BoardId): never {
    void this.#reload(id);
    throw new Stopped();
  }

  #connected(): void {
    this.#liveFrom = null;
    this.#setState('catching-up', this.load);
    this.#handlers.connected();
    void this.#askHead();
    if (this.#confirmed !== null) void this.#countComments(this.#confirmed);
  }

  /** Where is the server, and what may this person do by now? */
  async #askHead(): Promise<void> {
    const id = this.#confirmed?.tables.board?.id;
    if (id === undefined) return;
    this.#asker?.stop();
    const asker = new Retrier(this.#ports.clock, this.#ports.chance);
    this.#asker = asker;
    await this.#untilStopped(async () => {
      const head = await asker.run((signal) =>
        this.#ports.requests.execute(SyncBoardHeadDocument, { id }, signal),
      );
      this.#headIs(head);
    });
  }

  #headIs({ viewer, board }: SyncBoardHeadQuery): void {
    const confirmed = this.#confirmed;
    if (confirmed === null) return;
    if (confirmed.viewer !== null && viewer === null) return this.end('signed-out');
    if (board === null) throw new ApiFailure('NOT_FOUND', 'There is no such board.');
    if (board.epoch !== confirmed.epoch) {
      void this.#reload(confirmed.tables.board?.id ?? '');
      return;
    }
    this.#handlers.merged(confirmed.setViewerRole(board.viewerRole));
    this.#liveFrom = board.seq;
    if (this.connection === 'offline') this.#live.connectLater();
    this.#noteProgress();
  }

  #update(update: BoardUpdate): void {
    const confirmed = this.#confirmed;
    if (confirmed === null) return;
    const id = confirmed.tables.board?.id ?? '';
    if (update.kind === 'reset' || update.event.epoch !== confirmed.epoch) {
      void this.#reload(id);
      return;
    }
    const { event } = update;
    if (event.seq <= confirmed.seq) return;
    if (event.seq > confirmed.seq + 1) {
      this.#setState('catching-up', this.load);
      this.#live.connectLater();
      return;
    }
    const rightsChanged = touchesAccess(event, confirmed);
    const patch = confirmed.applyEvent(event);
    this.#handlers.happened(event, patch, this.connection === 'live');
    if (rightsChanged) void this.#askHead();
    void this.#countComments(confirmed);
    this.#noteProgress();
  }

  #noteProgress(): void {
    const { connection } = this;
    if (connection !== 'catching-up' || this.#liveFrom === null) return;
    if ((this.#confirmed?.seq ?? 0) < this.#liveFrom) return;
    this.#live.settled();
    this.#setState('live', this.load);
  }

  #lost(): void {
    this.#asker?.stop();
    this.#setState('offline', this.load);
  }

  #dismissed(): void {
    this.#setState('offline', this.load);
    void this.#askHead();
  }

  #newLoader(): Retrier {
    return new Retrier(this.#ports.clock, this.#ports.chance, () => {
      if (this.#confirmed === null) this.#setState('offline', this.load);
    });
  }

  async #untilStopped(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (thrown instanceof Stopped || this.#closed) return;
      this.#failWith(toFailure(thrown));
    }
  }

  #failWith(failure: ApiFailure): void {
    switch (failure.code) {
      case 'UNAUTHENTICATED':
        return this.#fail('signed-out', failure.message);
      case 'FORBIDDEN':
        return this.#fail('forbidden', failure.message);
      case 'NOT_FOUND':
        void this.#failAbsent(failure.message);
        return;
      default:
        // A board that is whole stays on the screen; only the way to the server is tried again.
        if (this.load.kind === 'ready') return this.#live.connectLater();
        return this.#fail('broken', failure.message);
    }
  }

  /** The board is not there for this viewer: is it gone, or is it the viewer who is? */
  async #failAbsent(message: string): Promise<void> {
    this.#live.disconnect();
    this.#asker?.stop();
    const asker = new Retrier(this.#ports.clock, this.#ports.chance);
    this.#asker = asker;
    await this.#untilStopped(async () => {
      const { viewer } = await asker.run((signal) =>
        this.#ports.requests.execute(SyncViewerDocument, {}, signal),
      );
      this.#fail(viewer === null ? 'signed-out' : 'not-found', message);
    });
  }

  #fail(reason: EndReason | 'broken', message = ''): void {
    if (this.load.kind !== 'ready') this.load = { kind: 'failed', reason, message };
    if (reason !== 'broken') return this.end(reason);
    this.#live.disconnect();
    this.#setState('offline', this.load);
  }

  #setState(connection: ConnectionKind, load: LoadState): void {
    if (this.#closed || (this.connection === 'ended' && connection !== 'connecting')) return;
    this.connection = connection;
    this.load = load;
    this.#handlers.stateChanged();
  }
}

function uncounted(confirmed: ConfirmedBoard): readonly CardId[] {
  return confirmed.uncounted().slice(0, LARGEST_LIST);
}

function loadedSoFar(confirmed: ConfirmedBoard, { totalCards }: BoardPage): LoadState {
  return { kind: 'partial', loaded: confirmed.tables.cards.size, total: totalCards };
}

/** The event, not applied yet, may change what this viewer may do. */
function touchesAccess({ changes }: BoardEvent, { viewer, tables }: ConfirmedBoard): boolean {
  return changes.some(
    (change) =>
      (change.kind === 'board' && change.board.visibility !== tables.board?.visibility) ||
      (change.kind === 'member' && change.member.userId === viewer?.id) ||
      (change.kind === 'memberRemoved' && change.userId === viewer?.id),
  );
}
