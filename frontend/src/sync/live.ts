import { isTransient } from '../api/failure';
import { SyncBoardEventsDocument } from '../api/generated/graphql';
import type { SubscriptionEnd } from '../api/transport';
import { Backoff } from './backoff';
import type { BoardId } from './ids';
import type { SyncPorts } from './ports';
import { type BoardUpdate, type Position, toUpdate } from './wire';

/** A server that restarts asks everybody to come back at once; this spreads them, in milliseconds. */
const GRACEFUL_SPREAD = 1000;

export interface LiveHandlers {
  /** Where to go on from. */
  position(): Position;
  connected(): void;
  update(update: BoardUpdate): void;
  /** The connection is gone; it is tried again. */
  lost(): void;
  /** The server ended it by itself. Nothing is tried until `connect` is called. */
  dismissed(): void;
}

/** Keeps one subscription to a board's events, always from where the store is. */
export class LiveConnection {
  readonly #ports: SyncPorts;
  readonly #handlers: LiveHandlers;
  readonly #backoff: Backoff;
  #boardId: BoardId | null = null;
  #unsubscribe: (() => void) | null = null;
  #cancelWait: (() => void) | null = null;

  constructor(ports: SyncPorts, handlers: LiveHandlers) {
    this.#ports = ports;
    this.#handlers = handlers;
    this.#backoff = new Backoff(ports.chance);
  }

  /** Subscribes now; a subscription that stands is replaced. */
  connect(boardId: BoardId): void {
    this.disconnect();
    this.#boardId = boardId;
    const { epoch, seq } = this.#handlers.position();
    let current = true;
    const unsubscribe = this.#ports.live.subscribe(
      SyncBoardEventsDocument,
      { boardId, after: seq, epoch },
      {
        connected: () => {
          if (current) this.#handlers.connected();
        },
        next: (data) => {
          if (current) this.#handlers.update(toUpdate(data));
        },
        ended: (end) => {
          if (!current) return;
          current = false;
          this.#unsubscribe = null;
          this.#ended(end);
        },
      },
    );
    this.#unsubscribe = () => {
      current = false;
      unsubscribe();
    };
  }

  /** Subscribes again after a wait that grows until `settled`. */
  connectLater(): void {
    this.#connectIn(this.#backoff.next());
  }

  /** All is well: the next loss is a new one. */
  settled(): void {
    this.#backoff.reset();
  }

  /** Ends a wait for the next attempt. */
  wake(): void {
    if (this.#cancelWait !== null && this.#boardId !== null) this.connect(this.#boardId);
  }

  /** The device has no network: the connection is as good as gone. */
  offline(): void {
    if (this.#unsubscribe === null) return;
    this.disconnect();
    this.#handlers.lost();
    this.connectLater();
  }

  disconnect(): void {
    this.#cancelWait?.();
    this.#cancelWait = null;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  #ended(end: SubscriptionEnd): void {
    const isLoss = end.kind === 'closed' || (end.kind === 'failed' && isTransient(end.failure));
    if (!isLoss) {
      this.#handlers.dismissed();
      return;
    }
    this.#handlers.lost();
    const graceful = end.kind === 'closed' && end.graceful && this.#backoff.attempts === 0;
    const delay = this.#backoff.next();
    this.#connectIn(graceful ? this.#ports.chance.random() * GRACEFUL_SPREAD : delay);
  }

  #connectIn(delay: number): void {
    const boardId = this.#boardId;
    if (boardId === null) return;
    this.disconnect();
    this.#cancelWait = this.#ports.clock.after(delay, () => {
      this.#cancelWait = null;
      this.connect(boardId);
    });
  }
}
