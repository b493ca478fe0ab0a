import type { PendingStorage, StoredIntent } from '../../src/sync/ports';

interface Entry {
  readonly scope: string;
  readonly stored: StoredIntent;
  owner: MemoryStorage;
}

/** One browser profile's disk: it outlives the stores that write to it. */
export class MemoryDisk {
  readonly entries = new Map<string, Entry>();

  open(): MemoryStorage {
    return new MemoryStorage(this);
  }
}

export class MemoryStorage implements PendingStorage {
  readonly #disk: MemoryDisk;
  living = true;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
  }

  async claim(scope: string): Promise<readonly StoredIntent[]> {
    const orphans = [...this.#disk.entries.values()].filter(
      (entry) => entry.scope === scope && !entry.owner.living,
    );
    for (const orphan of orphans) orphan.owner = this;
    return orphans.map(({ stored }) => stored).sort((a, b) => a.order - b.order);
  }

  async put(scope: string, stored: StoredIntent): Promise<void> {
    this.#disk.entries.set(stored.id, { scope, stored: structuredClone(stored), owner: this });
  }

  async remove(_scope: string, id: string): Promise<void> {
    this.#disk.entries.delete(id);
  }

  release(): void {
    this.living = false;
  }
}
