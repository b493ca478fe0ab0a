import { audit, auditInBothThemes } from '../screen/audit.ts';
import { BoardScreen } from '../screen/board.ts';
import { expect, test } from '../world/test.ts';

const plan = {
  key: 'RL',
  columns: { 'To do': ['Apple', 'Birch', 'Cedar'], Doing: ['Daisy'], Done: [] },
  members: { ben: 'EDITOR' },
} as const;

test('without a network one works on, and it lands when the network is back', async ({
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'RL');
  const ben = await BoardScreen.open(await browserOf('ben'), 'RL');

  await ann.page.context().setOffline(true);
  await expect(ann.status(/^Offline$/)).toBeVisible();
  await ann.drag('Apple', { endOf: 'Done' });
  await expect(ann.status('Offline, 1 change waiting')).toBeVisible();
  await ann.drag('Birch', { before: 'Daisy' });
  await expect(ann.status('Offline, 2 changes waiting')).toBeVisible();
  await ann.expectBoard({ 'To do': ['Cedar'], Doing: ['Birch', 'Daisy'], Done: ['Apple'] });
  await auditInBothThemes(ann.page);
  await ben.drag('Cedar', { endOf: 'Doing' });
  await ben.expectBoard({ 'To do': ['Apple', 'Birch'], Doing: ['Daisy', 'Cedar'], Done: [] });

  await ann.page.context().setOffline(false);
  await ann.expectLive();
  const merged = { 'To do': [], Doing: ['Birch', 'Daisy', 'Cedar'], Done: ['Apple'] };
  for (const screen of [ann, ben]) await screen.expectBoard(merged);
  await expect.poll(() => board.titles()).toEqual(merged);
});

test('a card made without a network can be renamed and moved before the server knows it', async ({
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'RL');
  const { keyboard } = ann.page;
  await ann.page.context().setOffline(true);
  await expect(ann.status(/^Offline$/)).toBeVisible();
  await ann.page.getByRole('button', { name: 'Add a card to Doing' }).click();
  await keyboard.type('Elder');
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await expect(ann.link('Elder')).toBeFocused();
  await keyboard.press('e');
  await keyboard.type('Elder bush');
  await keyboard.press('Enter');
  await expect(ann.link('Elder bush')).toBeFocused();
  await keyboard.press('Shift+ArrowRight');
  await expect(ann.status('Offline, 3 changes waiting')).toBeVisible();
  await ann.drag('Apple', { before: 'Elder bush' });

  await ann.page.context().setOffline(false);
  await ann.expectLive();
  const landed = { 'To do': ['Birch', 'Cedar'], Doing: ['Daisy'], Done: ['Apple', 'Elder bush'] };
  await ann.expectBoard(landed);
  await expect(ann.card('Elder bush')).toContainText('RL-5');
  await expect.poll(() => board.titles()).toEqual(landed);
  await audit(ann.page);
});

test('what can no longer be done when the network is back is taken back, with a sentence', async ({
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'RL');
  const ben = await BoardScreen.open(await browserOf('ben'), 'RL');
  await ann.page.context().setOffline(true);
  await expect(ann.status(/^Offline$/)).toBeVisible();
  await ann.drag('Apple', { endOf: 'Done' });
  await ann.drag('Birch', { endOf: 'Done' });
  await ben.link('Apple').focus();
  await ben.page.keyboard.press('x');
  await expect.poll(async () => (await board.titles())['To do']).toEqual(['Birch', 'Cedar']);

  await ann.page.context().setOffline(false);
  await expect(ann.page.getByRole('region', { name: 'Notifications' })).toContainText(
    'This is archived. Restore it before changing it.',
  );
  await ann.expectLive();
  const landed = { 'To do': ['Cedar'], Doing: ['Daisy'], Done: ['Birch'] };
  for (const screen of [ann, ben]) await screen.expectBoard(landed);
  await expect.poll(() => board.titles()).toEqual(landed);
  await audit(ann.page);
});

test('without a server one works on, and it lands when the server is back', async ({
  cairn,
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'RL');
  const ben = await BoardScreen.open(await browserOf('ben'), 'RL');

  await cairn.stop();
  for (const screen of [ann, ben]) await expect(screen.status(/^Offline/)).toBeVisible();
  // It ends the same whoever comes back first: no card goes beside one that the other person moves
  // within its column.
  await ann.drag('Apple', { endOf: 'Doing' });
  await ann.drag('Cedar', { before: 'Birch' });
  await ben.drag('Daisy', { endOf: 'Done' });
  await expect(ann.status('Offline, 2 changes waiting')).toBeVisible();
  await expect(ben.status('Offline, 1 change waiting')).toBeVisible();

  await cairn.start();
  for (const screen of [ann, ben]) await screen.expectLive();
  const merged = { 'To do': ['Cedar', 'Birch'], Doing: ['Apple'], Done: ['Daisy'] };
  for (const screen of [ann, ben]) await screen.expectBoard(merged);
  await expect.poll(() => board.titles()).toEqual(merged);
  await audit(ben.page);
});

test('what waits is kept when the page goes, and lands when it is opened again', async ({
  cairn,
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'RL');
  await cairn.kill();
  await expect(ann.status(/^Offline/)).toBeVisible();
  await ann.drag('Apple', { endOf: 'Done' });
  await ann.drag('Birch', { endOf: 'Done' });
  await expect(ann.status('Offline, 2 changes waiting')).toBeVisible();
  await ann.page.goto('about:blank');

  await cairn.start();
  expect(await board.titles()).toEqual(plan.columns);
  await ann.page.goto('/b/RL');
  const landed = { 'To do': ['Cedar'], Doing: ['Daisy'], Done: ['Apple', 'Birch'] };
  await ann.expectBoard(landed);
  await ann.expectLive();
  await expect.poll(() => board.titles()).toEqual(landed);
  await audit(ann.page);
});

test('the server is killed again and again between drags, and no move is lost', async ({
  cairn,
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'RL');
  const ben = await BoardScreen.open(await browserOf('ben'), 'RL');
  const visits = [ann, ben].map(({ page }) => {
    const seen = { count: 0 };
    page.on('load', () => {
      seen.count += 1;
    });
    return seen;
  });

  // Dropped and killed at once: whether the server heard of the move is anybody's guess.
  await ann.drag('Apple', { endOf: 'Done' });
  await cairn.kill();
  await ben.drag('Daisy', { endOf: 'To do' });
  await cairn.start();
  await ann.drag('Birch', { endOf: 'Done' });
  await cairn.kill();
  await cairn.start();
  await ann.drag('Cedar', { endOf: 'Doing' });
  await cairn.kill();
  await cairn.start();

  for (const screen of [ann, ben]) await screen.expectLive();
  const landed = { 'To do': ['Daisy'], Doing: ['Cedar'], Done: ['Apple', 'Birch'] };
  for (const screen of [ann, ben]) await screen.expectBoard(landed);
  await expect.poll(() => board.titles()).toEqual(landed);
  expect(visits.map(({ count }) => count)).toEqual([0, 0]);
  await audit(ann.page);
});
