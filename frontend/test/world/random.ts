import type { Chance } from '../../src/sync/ports';

/** Repeatable chance: the same seed gives the same run. */
export class SeededChance implements Chance {
  #state: number;
  #ids = 0;
  readonly #name: string;

  constructor(seed: number, name = '') {
    this.#state = seed >>> 0;
    this.#name = name;
  }

  random(): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From 0 up to, without, `limit`. */
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  newId(): string {
    this.#ids += 1;
    // The random part comes first, so that ties by id do not fall out in the order of creation.
    return `${this.below(2 ** 32).toString(36)}-${this.#name}${this.#ids}`;
  }
}
