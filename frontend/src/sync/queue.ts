import { Aliases, refersTo } from './aliases';
import type { CardId, IntentId } from './ids';
import type { Intent } from './intents';
import type { Chance, Clock, PendingStorage, StoredIntent } from './ports';
import type { PendingIntent } from './project';
import type { DispatchOutcome } from './types';
import type { Position } from './wire';

/** An intent that the server has not confirmed. */
export interface PendingEntry extends PendingIntent {
  readonly id: IntentId;
  readonly order: number;
  intent: Intent;
  localId: string | null;
  firstSentAt: number | null;
  /** The server has written it, as this event; it is shown until that event is here. */
  acceptedAs: Position | null;
  readonly settle: (outcome: DispatchOutcome) => void;
}

/** What creates an entity that later intents may name before the server has named it. */
const CREATORS: ReadonlySet<Intent['type']> = new Set([
  'createCard',
  'createColumn',
  'createLabel',
  'createMilestone',
  'addComment',
]);

/** This person's unconfirmed intents on one board, in order, in memory and in storage. */
export class PendingQueue {
  readonly aliases = new Aliases();
  readonly #storage: PendingStorage;
  readonly #clock: Clock;
  readonly #chance: Chance;
  #entries: PendingEntry[] = [];
  #scope: string | null = null;
  #lastOrder = 0;

  constructor(storage: PendingStorage, clock: Clock, chance: Chance) {
    this.#storage = storage;
    this.#clock = clock;
    this.#chance = chance;
  }

  get entries(): readonly PendingEntry[] {
    return this.#entries;
  }

  get(id: IntentId | null): PendingEntry | undefined {
    return id === null ? undefined : this.#entries.find((entry) => entry.id === id);
  }

  add(intent: Intent): { readonly entry: PendingEntry; readonly done: Promise<DispatchOutcome> } {
    const now = this.#clock.now();
    this.#lastOrder = Math.max(this.#lastOrder + 1, now);
    let settle: PendingEntry['settle'] = () => {};
    const done = new Promise<DispatchOutcome>((resolve) => {
      settle = resolve;
    });
    const entry: PendingEntry = {
      id: this.#chance.newId(),
      order: this.#lastOrder,
      intent: this.aliases.rewrite(intent),
      localId: CREATORS.has(intent.type) ? `local_${this.#chance.newId()}` : null,
      at: new Date(now).toISOString(),
      firstSentAt: null,
      acceptedAs: null,
      settle,
    };
    this.#entries.push(entry);
    this.#store(entry);
    return { entry, done };
  }

  /**
   * Binds the queue to its place in storage, and takes over what an earlier page has left there. May be
   * called again to take over from pages that have gone since. True where there was something.
   */
  async attach(scope: string): Promise<boolean> {
    const first = this.#scope === null;
    this.#scope = scope;
    if (first) for (const entry of this.#entries) this.#store(entry);
    const stored = await this.#storage.claim(scope).catch(() => []);
    const taken = stored.filter(({ id }) => this.get(id) === undefined).map(fromStored);
    if (taken.length === 0) return false;
    this.#entries = [...taken, ...this.#entries].sort((a, b) => a.order - b.order);
    this.#lastOrder = Math.max(this.#lastOrder, this.#entries.at(-1)?.order ?? 0);
    return true;
  }

  /** The next one to send; undefined while there is none that may be sent. */
  next(): PendingEntry | undefined {
    const next = this.#entries.find(({ acceptedAs }) => acceptedAs === null);
    if (next === undefined || !isGuarded(next.intent)) return next;
    // What it expects is only exact when the events of everything sent before it are here.
    return this.#entries[0] === next ? next : undefined;
  }

  markSent(entry: PendingEntry): void {
    if (entry.firstSentAt !== null) return;
    entry.firstSentAt = this.#clock.now();
    this.#store(entry);
  }

  /** The server has written it, under this id. Later intents get to know the id. */
  accept(entry: PendingEntry, id: string | null, acceptedAs: Position | null): void {
    entry.acceptedAs = acceptedAs;
    if (entry.localId === null || id === null || entry.localId === id) return;
    this.aliases.set(entry.localId, id);
    for (const later of this.#entries) {
      if (!refersTo(later.intent, entry.localId)) continue;
      later.intent = this.aliases.rewrite(later.intent);
      this.#store(later);
    }
    entry.localId = id;
  }

  remove(entry: PendingEntry): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
    if (this.#scope !== null) void this.#storage.remove(this.#scope, entry.id).catch(() => {});
  }

  /** Intents that name what a refused one would have created, and what these would have, and so on. */
  dependents(entry: PendingEntry): PendingEntry[] {
    const { localId } = entry;
    if (localId === null) return [];
    const direct = this.#entries.filter(({ intent }) => refersTo(intent, localId));
    return [...new Set(direct.flatMap((other) => [other, ...this.dependents(other)]))];
  }

  /** An own event has taken a card from one version to the next: later own edits build on that. */
  advanceExpectations(cardId: CardId, before: number, after: number): void {
    for (const entry of this.#entries) {
      const { intent } = entry;
      if (intent.type !== 'updateCard' || intent.cardId !== cardId) continue;
      if (intent.expectedVersion !== before) continue;
      entry.intent = { ...intent, expectedVersion: after };
      this.#store(entry);
    }
  }

  /** Leaves what is pending to the next store of this board. */
  release(): void {
    this.#storage.release();
  }

  #store({ id, order, intent, localId, at, firstSentAt }: PendingEntry): void {
    if (this.#scope === null) return;
    const stored = { id, order, intent, localId, at, firstSentAt };
    // Without storage (a private window, a full disk) pending intents last as long as the page.
    void this.#storage.put(this.#scope, stored).catch(() => {});
  }
}

function fromStored(stored: StoredIntent): PendingEntry {
  return { ...stored, acceptedAs: null, settle: () => {} };
}

function isGuarded(intent: Intent): boolean {
  return intent.type === 'updateCard' && intent.expectedVersion !== undefined;
}
