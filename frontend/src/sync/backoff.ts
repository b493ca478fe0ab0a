import type { Chance } from './ports';

const FIRST = 250;
/** Low enough that everything is back within 5 s of a fault's end. */
const LONGEST = 3000;

/** Growing waits with jitter, so that a server that comes back is not met by everybody at once. */
export class Backoff {
  readonly #chance: Chance;
  #attempts = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** How many waits there were since the last `reset`. */
  get attempts(): number {
    return this.#attempts;
  }

  /** How long to wait before the next attempt, in milliseconds. */
  next(): number {
    const longest = Math.min(LONGEST, FIRST * 2 ** this.#attempts);
    this.#attempts += 1;
    return longest * (0.5 + this.#chance.random() / 2);
  }

  reset(): void {
    this.#attempts = 0;
  }
}
