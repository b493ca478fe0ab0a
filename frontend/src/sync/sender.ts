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
  #boardId: BoardId | null = null;
  /** What is being sent. */
  #current: { readonly entry: PendingEntry; readonly retrier: Retrier } | null = null;
  #stopped = false;

  constructor(ports: SyncPorts, queue: PendingQueue, handlers: SenderHandlers) {
    this.#ports = ports;
    this.#queue = queue;
    this.#handlers = handlers;
  }

  start(boardId: BoardId): void {
    this.#stopped = false;
    this.#boardId = boardId;
    this.kick();
  }

  /** Looks for something to send. */
  kick(): void {
    if (this.#current !== null || this.#stopped || this.#boardId === null) return;
    const entry = this.#queue.next();
    if (entry !== undefined) void this.#send(this.#boardId, entry);
  }

  /** The entry's event is here: its answer is not waited for any more. */
  landed(entry: PendingEntry): void {
    if (this.#current?.entry !== entry) return;
    this.#current.retrier.letGo();
    this.#current = null;
  }

  /** Tries now what waits for its next attempt. */
  wake(): void {
    this.#current?.retrier.wake();
    this.kick();
  }

  stop(): void {
    this.#stopped = true;
    this.#current?.retrier.stop();
    this.#current = null;
  }

  async #send(boardId: BoardId, entry: PendingEntry): Promise<void> {
    const retrier = new Retrier(this.#ports.clock, this.#ports.chance);
    this.#current = { entry, retrier };
    const answer = await this.#ask(boardId, entry, retrier);
    if (this.#current?.retrier !== retrier) return;
    this.#current = null;
    if (answer !== null) this.#handlers.answered(entry, answer);
    this.kick();
  }

  /** Null: it was called off, or nothing can be sent any more. */
  async #ask(
    boardId: BoardId,
    entry: PendingEntry,
    retrier: Retrier,
  ): Promise<MutationAnswer | null> {
    const { firstSentAt } = entry;
    if (firstSentAt !== null && this.#ports.clock.now() - firstSentAt > RETRY_LIMIT) {
      return refused('EXPIRED', 'This change waited too long to be sent safely.');
    }
    this.#queue.markSent(entry);
    const { id } = entry;
    try {
      return await retrier.run((signal) =>
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
