/**
 * `test` with a world: a server of its own for every test, people with accounts, and browsers in which they are signed in.
 * Start reading here; `screen/` is what the specs see, `world/` what they stand on.
 */
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test';
import { ApiBoard, type BoardPlan } from './board.ts';
import { Cairn } from './cairn.ts';
import { type Community, makeCommunity, personOf } from './community.ts';
import type { Person, Username } from './person.ts';

interface World {
  /** Runs, with three people and no board. */
  readonly cairn: Cairn;
  /** The API, as somebody. */
  readonly person: (username: Username) => Person;
  /** A board that Ann administers. */
  readonly makeBoard: (plan: BoardPlan) => Promise<ApiBoard>;
  /** A browser of their own for somebody, signed in, or for `null`, who is not. */
  readonly browserOf: (username: Username | null, options?: BrowserContextOptions) => Promise<Page>;
}

interface Shared {
  readonly community: Community;
}

export const test = base.extend<World, Shared>({
  community: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a pattern here.
    async ({}, use) => {
      const { cairn, community } = await makeCommunity();
      await use(community);
      await cairn.remove();
    },
    { scope: 'worker' },
  ],

  cairn: async ({ community }, use) => {
    const cairn = await Cairn.create(community.folder);
    await cairn.start();
    await use(cairn);
    await cairn.remove();
    expect(cairn.errors(), 'errors that the server logged').toEqual([]);
  },

  person: async ({ cairn, community }, use) => {
    await use((username) => personOf(username, cairn, community));
  },

  makeBoard: async ({ person }, use) => {
    await use((plan) => ApiBoard.make(person('ann'), plan));
  },

  browserOf: async ({ browser, cairn, community }, use) => {
    const breakdowns: string[] = [];
    await use(async (username, options = {}) => {
      const context = await browser.newContext({
        baseURL: cairn.url,
        ...(username ? { storageState: community.sessions[username] } : {}),
        ...options,
      });
      context.on('weberror', (error) => breakdowns.push(String(error.error().stack)));
      return context.newPage();
    });
    for (const context of browser.contexts()) await context.close();
    expect(breakdowns, 'errors that no code of the page handled').toEqual([]);
  },
});

export { expect } from '@playwright/test';
