/** Listeners by key; one that is taken away while others are called is not called any more. */
export class KeyedEmitter<Key> {
  readonly #listeners = new Map<Key, Set<() => void>>();

  on(key: Key, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) {
        this.#listeners.delete(key);
      }
    };
  }

  emit(key: Key): void {
    for (const listener of this.#listeners.get(key) ?? []) listener();
  }
}

/** Listeners to one kind of happening. */
export class Emitter<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  on(listener: (value: Value) => void): () => void {
    // A function of its own, so that the same listener may be added twice and taken away once.
    const entry = (value: Value) => listener(value);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  emit(value: Value): void {
    for (const listener of this.#listeners) listener(value);
  }
}
