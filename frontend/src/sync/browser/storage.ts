import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { PendingStorage, StoredIntent } from '../ports';
import { browserChance } from './clock';

interface PendingRecord extends StoredIntent {
  readonly scope: string;
  /** The store that sends it. */
  readonly owner: string;
}

interface PendingSchema extends DBSchema {
  pending: { key: string; value: PendingRecord; indexes: { scope: string } };
}

/**
 * Pending intents in IndexedDB. Each store holds a Web Lock under its own name for as long as it lives,
 * so others can tell what was left behind from what is still being sent. Where there are no Web Locks
 * (a server visited without TLS), two pages may send the same intent; its clientMutationId makes the
 * server apply it once.
 */
export class IndexedDbStorage implements PendingStorage {
  readonly #owner = browserChance.newId();
  readonly #locks: LockManager | undefined;
  #database: Promise<IDBPDatabase<PendingSchema>> | null = null;
  #held: Promise<void> | null = null;
  #release = () => {};

  constructor(locks: LockManager | undefined) {
    this.#locks = locks;
  }

  async claim(scope: string): Promise<readonly StoredIntent[]> {
    await this.#hold();
    const database = await this.#open();
    const living = await this.#livingOwners();
    const transaction = database.transaction('pending', 'readwrite');
    const records = await transaction.store.index('scope').getAll(scope);
    const orphans = records.filter(({ owner }) => !living.has(owner));
    for (const orphan of orphans) void transaction.store.put({ ...orphan, owner: this.#owner });
    await transaction.done;
    return orphans.sort((a, b) => a.order - b.order);
  }

  async put(scope: string, stored: StoredIntent): Promise<void> {
    await this.#hold();
    const database = await this.#open();
    await database.put('pending', { ...stored, scope, owner: this.#owner });
  }

  async remove(_scope: string, id: string): Promise<void> {
    const database = await this.#open();
    await database.delete('pending', id);
  }

  #open(): Promise<IDBPDatabase<PendingSchema>> {
    this.#database ??= openDB<PendingSchema>('cairn', 1, {
      upgrade(database) {
        const store = database.createObjectStore('pending', { keyPath: 'id' });
        store.createIndex('scope', 'scope');
      },
    });
    return this.#database;
  }

  release(): void {
    this.#release();
  }

  /** Takes this store's lock, and keeps it until the store or its page is gone. */
  #hold(): Promise<void> {
    this.#held ??= new Promise((resolve) => {
      if (this.#locks === undefined) return resolve();
      const untilReleased = new Promise<void>((release) => {
        this.#release = release;
      });
      this.#locks
        .request(lockName(this.#owner), () => {
          resolve();
          return untilReleased;
        })
        .catch(() => resolve());
    });
    return this.#held;
  }

  async #livingOwners(): Promise<ReadonlySet<string>> {
    if (this.#locks === undefined) return new Set([this.#owner]);
    const { held = [] } = await this.#locks.query();
    return new Set([this.#owner, ...held.map(({ name }) => ownerOf(name ?? ''))]);
  }
}

const LOCK_PREFIX = 'cairn-store-';

function lockName(owner: string): string {
  return LOCK_PREFIX + owner;
}

function ownerOf(name: string): string {
  return name.startsWith(LOCK_PREFIX) ? name.slice(LOCK_PREFIX.length) : '';
}
