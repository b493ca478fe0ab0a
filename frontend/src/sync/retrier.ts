import { isTransient, toFailure } from '../api/failure';
import { Backoff } from './backoff';
import type { Chance, Clock } from './ports';

/** The server failing on the same request this often is not an accident any more. */
const INTERNAL_LIMIT = 4;
/** An attempt older than this, in milliseconds, is given up when the network has come back. */
const STALE = 3000;

/** `run` was called off by `stop` or `letGo`. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Tries one request at a time until it has an answer, through outages of any length. */
export class Retrier {
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #onWaiting: () => void;
  #stopped = false;
  #attempt: { readonly controller: AbortController; readonly startedAt: number } | null = null;
  #endWait: (() => void) | null = null;
  /** The running attempt was aborted to be made again at once. */
  #again = false;

  /** `onWaiting`: an attempt got no answer, and the next one comes later. */
  constructor(clock: Clock, chance: Chance, onWaiting: () => void = () => {}) {
    this.#clock = clock;
    this.#chance = chance;
    this.#onWaiting = onWaiting;
  }

  /** Rejects with the `ApiFailure` that trying again cannot mend, or with `Stopped`. */
  async run<Result>(request: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const backoff = new Backoff(this.#chance);
    let internal = 0;
    for (;;) {
      this.#refuseIfStopped();
      const controller = new AbortController();
      this.#attempt = { controller, startedAt: this.#clock.now() };
      try {
        const result = await request(controller.signal);
        this.#refuseIfStopped();
        return result;
      } catch (thrown) {
        this.#refuseIfStopped();
        const failure = toFailure(thrown);
        if (failure.code === 'INTERNAL') internal += 1;
        if (failure.code === 'INTERNAL' ? internal > INTERNAL_LIMIT : !isTransient(failure)) {
          throw failure;
        }
        this.#attempt = null;
        await this.#wait(Math.max(backoff.next(), failure.retryAfter ?? 0));
      }
    }
  }

  /** Tries now what waits, and again what has hung for a while. */
  wake(): void {
    this.#endWait?.();
    if (this.#attempt === null || this.#clock.now() - this.#attempt.startedAt < STALE) return;
    this.#again = true;
    this.#attempt.controller.abort();
  }

  /** Calls everything off, and aborts what is under way. */
  stop(): void {
    this.letGo();
    this.#attempt?.controller.abort();
  }

  /** Calls everything off, but lets what is under way come to its end, unheard. */
  letGo(): void {
    this.#stopped = true;
    this.#endWait?.();
  }

  #refuseIfStopped(): void {
    if (this.#stopped) throw new Stopped();
  }

  async #wait(delay: number): Promise<void> {
    if (this.#again) {
      this.#again = false;
      return;
    }
    this.#onWaiting();
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(delay, resolve);
      this.#endWait = () => {
        cancel();
        resolve();
      };
    });
    this.#endWait = null;
  }
}
