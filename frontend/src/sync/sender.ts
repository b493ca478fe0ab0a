import { type ApiFailure, toFailure } from '../api/failure';
import type { BoardId } from './ids';
import { type MutationAnswer, sendIntent } from './mutations';
import type { SyncPorts } from './ports';
import type { PendingEntry, PendingQueue } from './queue';
import { Retrier, Stopped } from './retrier';
import type { RefusalCode } from './types';

/** The server forgets a clientMutationId after 24 h; an hour is left for clocks that differ. */
const RETRY_LIMIT = 23 * 60 * 60 * 1000;

export interface SenderHandlers {
  answered(entry: PendingEntry, answer: MutationAnswer): void;
  /** The session is over; nothing more is sent. */
  signedOut(): void;
}

/**
 * Sends pending intents one after another, each until it has an answer. A retry carries the same
 * clientMutationId, so an answer lost on the way costs nothing.
 */
export class Sender {
  readonly #ports: SyncPorts;
  readonly #queue: PendingQueue;
  readonly #handlers: SenderHandlers;
  #retrier: Retrier;
  #boardId: BoardId | null = null;
  #current: PendingEntry | null = null;
  #stopped = false;

  constructor(ports: SyncPorts, queue: PendingQueue, handlers: SenderHandlers) {
    this.#ports = ports;
    this.#queue = queue;
    this.#handlers = handlers;
    this.#retrier = new Retrier(ports.clock, ports.chance);
  }

  start(boardId: BoardId): void {
    if (this.#stopped) this.#retrier = new Retrier(this.#ports.clock, this.#ports.chance);
    this.#stopped = false;
    this.#boardId = boardId;
    this.kick();
  }

  /** Looks for something to send. */
  kick(): void {
    if (this.#current === null) void this.#sendAll();
  }

  /** The entry's event is here: its answer is not needed any more. */
  landed(entry: PendingEntry): void {
    if (this.#current === entry) this.#retrier.abandon();
  }

  /** Tries now what waits for its next attempt. */
  wake(): void {
    this.#retrier.wake();
    this.kick();
  }

  stop(): void {
    this.#stopped = true;
    this.#retrier.stop();
  }

  async #sendAll(): Promise<void> {
    while (this.#boardId !== null && !this.#stopped) {
      const entry = this.#queue.next();
      if (entry === undefined) break;
      this.#current = entry;
      const answer = await this.#ask(this.#boardId, entry);
      this.#current = null;
      // Its event may have come before its answer.
      if (answer !== null && this.#queue.get(entry.id) === entry) {
        this.#handlers.answered(entry, answer);
      }
    }
  }

  /** Null: no answer is needed, or there will be none. */
  async #ask(boardId: BoardId, entry: PendingEntry): Promise<MutationAnswer | null> {
    const { firstSentAt } = entry;
    if (firstSentAt !== null && this.#ports.clock.now() - firstSentAt > RETRY_LIMIT) {
      return refused('EXPIRED', 'This change waited too long to be sent safely.');
    }
    this.#queue.markSent(entry);
    const { id } = entry;
    try {
      return await this.#retrier.run((signal) =>
        sendIntent(this.#ports.requests, { boardId, id, intent: entry.intent, signal }),
      );
    } catch (thrown) {
      if (thrown instanceof Stopped) return null;
      return this.#giveUp(toFailure(thrown));
    }
  }

  #giveUp(failure: ApiFailure): MutationAnswer | null {
    switch (failure.code) {
      case 'UNAUTHENTICATED':
        this.stop();
        this.#handlers.signedOut();
        return null;
      case 'FORBIDDEN':
      case 'NOT_FOUND':
      case 'INTERNAL':
        return refused(failure.code, failure.message);
      default:
        return refused('BAD_REQUEST', failure.message);
    }
  }
}

function refused(code: RefusalCode, message: string): MutationAnswer {
  return { kind: 'refused', code, message };
}
