import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { StoredIntent } from '../ports';
import { IndexedDbStorage } from './storage';

const intent = (id: string, order: number): StoredIntent => ({
  id,
  order,
  intent: { type: 'archiveCard', cardId: 'card' },
  localId: null,
  at: '2026-01-01T00:00:00Z',
  firstSentAt: null,
});

/** Web Locks of one browser, as far as the storage uses them. */
function newLocks(): LockManager {
  const held = new Set<string>();
  return {
    async request(name: string, callback: () => Promise<void>) {
      held.add(name);
      await callback();
      held.delete(name);
    },
    query: async () => ({ held: [...held].map((name) => ({ name })), pending: [] }),
  } as unknown as LockManager;
}

describe('pending intents in IndexedDB', () => {
  it('go from a closed store to the next, in order and by scope', async () => {
    const locks = newLocks();
    const first = new IndexedDbStorage(locks);
    await first.put('ann/one', intent('b', 2));
    await first.put('ann/one', intent('a', 1));
    await first.put('ann/two', intent('c', 3));
    const second = new IndexedDbStorage(locks);
    expect(await second.claim('ann/one')).toEqual([]);
    first.release();
    await Promise.resolve();
    const claimed = await second.claim('ann/one');
    expect(claimed.map(({ id }) => id)).toEqual(['a', 'b']);
    await second.remove('ann/one', 'a');
    second.release();
    await Promise.resolve();
    const third = new IndexedDbStorage(locks);
    expect((await third.claim('ann/one')).map(({ id }) => id)).toEqual(['b']);
  });

  it('are taken over where there are no Web Locks', async () => {
    const first = new IndexedDbStorage(undefined);
    await first.put('ben/one', intent('x', 1));
    const second = new IndexedDbStorage(undefined);
    expect((await second.claim('ben/one')).map(({ id }) => id)).toEqual(['x']);
  });
});
