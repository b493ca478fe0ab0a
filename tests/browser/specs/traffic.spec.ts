import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { errors } from '@playwright/test';
import { audit } from '../screen/audit.ts';
import { BoardScreen, NotDrawn } from '../screen/board.ts';
import type { ApiBoard } from '../world/board.ts';
import type { Person } from '../world/person.ts';
import { seededChance } from '../world/seededChance.ts';
import { expect, test } from '../world/test.ts';

/** How long the three keep at it; ten minutes find what twenty seconds do not. */
const seconds = Number(process.env['CAIRN_BROWSER_TRAFFIC_SECONDS'] ?? 20);
const seed = Number(process.env['CAIRN_BROWSER_TRAFFIC_SEED'] ?? Date.now() % 100_000);

const columns = {
  Ideas: ['Apple', 'Birch', 'Cedar', 'Daisy', 'Elder', 'Fir'],
  Ready: ['Gorse', 'Hazel', 'Iris'],
  Doing: ['Juniper', 'Kale'],
  Done: [],
};
const columnTitles = Object.keys(columns);
const draggable = Object.values(columns).flat();

test('after random traffic and a killed server, everybody sees what the server has', async ({
  cairn,
  person,
  makeBoard,
  browserOf,
}) => {
  test.setTimeout(90_000 + seconds * 1_000);
  test.info().annotations.push({ type: 'CAIRN_BROWSER_TRAFFIC_SEED', description: String(seed) });
  const members = { ben: 'EDITOR', cleo: 'EDITOR' } as const;
  const board = await makeBoard({ key: 'TR', columns, members });
  // Tall enough to draw all cards, wherever they end up.
  const tall = { viewport: { width: 1440, height: 4_000 } };
  const ann = await BoardScreen.open(await browserOf('ann', tall), 'TR');
  const ben = await BoardScreen.open(await browserOf('ben', tall), 'TR');

  const end = Date.now() + seconds * 1_000;
  const [anns, bens, cleos] = await Promise.all([
    useBrowser(ann, seed + 1, end),
    useBrowser(ben, seed + 2, end),
    useApi(person('cleo'), board, seed + 3, end),
    killHalfway(cairn, seconds * 500),
  ]);

  for (const screen of [ann, ben]) await screen.expectLive();
  const truth = await board.titles();
  const made = [...anns, ...bens, ...cleos];
  expect(new Set(Object.values(truth).flat())).toEqual(new Set([...draggable, ...made]));
  for (const screen of [ann, ben]) await screen.expectBoard(truth);
  expect(await board.titles()).toEqual(truth);
  await audit(ann.page);
});

/** Somebody at a browser; returns the titles of the cards that they made. */
async function useBrowser(screen: BoardScreen, ownSeed: number, end: number): Promise<string[]> {
  const chance = seededChance(ownSeed);
  const made: string[] = [];
  while (Date.now() < end) {
    try {
      const dice = chance.below(10);
      if (dice < 6) await dragSomething(screen, chance);
      else if (dice < 9) await carryByKeys(screen, chance);
      else made.push(await writeCard(screen, chance, `Card ${ownSeed}-${made.length}`));
    } catch (error) {
      // The others move things too: what was to be grasped may just have gone elsewhere.
      if (!(error instanceof NotDrawn) && !(error instanceof errors.TimeoutError)) throw error;
      await screen.page.mouse.up();
    }
  }
  return made;
}

type Chance = ReturnType<typeof seededChance>;

async function dragSomething(screen: BoardScreen, chance: Chance): Promise<void> {
  const card = chance.oneOf(draggable);
  const other = chance.oneOf(draggable.filter((title) => title !== card));
  const isToEnd = chance.below(3) === 0;
  await screen.drag(card, isToEnd ? { endOf: chance.oneOf(columnTitles) } : { before: other });
}

async function carryByKeys(screen: BoardScreen, chance: Chance): Promise<void> {
  await screen.link(chance.oneOf(draggable)).focus();
  for (let count = chance.below(3); count >= 0; count -= 1) {
    await screen.page.keyboard.press(
      chance.oneOf(['Shift+ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowLeft', 'Shift+ArrowRight']),
    );
  }
}

async function writeCard(screen: BoardScreen, chance: Chance, title: string): Promise<string> {
  const column = chance.oneOf(columnTitles);
  await screen.page.getByRole('button', { name: `Add a card to ${column}` }).click();
  const composer = screen.page.getByRole('textbox', { name: `Title of a new card in ${column}` });
  await composer.fill(title);
  await composer.press('Enter');
  await composer.press('Escape');
  return title;
}

/** A script: moves, makes and renames its own cards; it tries again with the same id when nobody answers. */
async function useApi(
  script: Person,
  board: ApiBoard,
  ownSeed: number,
  end: number,
): Promise<string[]> {
  const chance = seededChance(ownSeed);
  const own: { readonly id: string; title: string }[] = [];
  const all = (await board.columns()).flatMap(({ cards }) => cards.map(({ id }) => id));
  while (Date.now() < end) {
    const columnId = board.columnId(chance.oneOf(columnTitles));
    const dice = chance.below(10);
    const renamed = own[chance.below(own.length + 1)];
    if (dice < 7) {
      const cardId = chance.oneOf(all);
      await persist(script, 'moveCard', { cardId, columnId, beforeId: chance.oneOf(all) });
    } else if (renamed === undefined) {
      const title = `Script ${own.length}`;
      const { card } = await persist(script, 'createCard', { columnId, title });
      own.push({ id: card.id, title });
    } else {
      renamed.title = `${renamed.title.split(',')[0]}, again ${chance.below(1_000)}`;
      await persist(script, 'updateCard', { cardId: renamed.id, title: renamed.title });
    }
    await after(100);
  }
  return own.map(({ title }) => title);
}

async function persist(script: Person, mutation: string, input: object) {
  const clientMutationId = randomUUID();
  for (;;) {
    try {
      return await script.write<{ readonly card: { readonly id: string } }>(
        mutation,
        'card { id }',
        { clientMutationId, ...input },
      );
    } catch (error) {
      // `fetch` fails with a TypeError while nobody listens.
      if (!(error instanceof TypeError)) throw error;
      await after(100);
    }
  }
}

async function killHalfway(
  cairn: { kill(): Promise<void>; start(): Promise<void> },
  milliseconds: number,
): Promise<void> {
  await after(milliseconds);
  await cairn.kill();
  await cairn.start();
}
