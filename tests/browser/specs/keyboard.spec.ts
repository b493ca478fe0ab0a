import { expect, type Page } from '@playwright/test';
import { audit } from '../screen/audit.ts';
import { BoardScreen } from '../screen/board.ts';
import { test } from '../world/test.ts';

const plan = {
  key: 'KB',
  columns: { 'To do': ['Apple', 'Birch', 'Cedar'], Doing: ['Daisy'], Done: [] },
} as const;

test('arrows walk, Shift and arrows carry, and the focus stays on the card', async ({
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'KB');
  const { keyboard } = ann.page;
  await tabTo(ann, 'Apple');

  await keyboard.press('ArrowDown');
  await expect(ann.link('Birch')).toBeFocused();
  await keyboard.press('ArrowRight');
  await expect(ann.link('Daisy')).toBeFocused();
  await keyboard.press('ArrowLeft');
  await expect(ann.link('Apple')).toBeFocused();

  await keyboard.press('Shift+ArrowDown');
  await ann.expectAnnounced('KB-1 Apple moved from To do, 1 of 3 to To do, 2 of 3.');
  await expect(ann.link('Apple')).toBeFocused();
  await keyboard.press('Shift+ArrowRight');
  await ann.expectAnnounced('KB-1 Apple moved from To do, 2 of 3 to Doing, 2 of 2.');
  await expect(ann.link('Apple')).toBeFocused();
  await keyboard.press('Shift+ArrowRight');
  await ann.expectAnnounced('KB-1 Apple moved from Doing, 2 of 2 to Done, 1 of 1.');
  await expect(ann.link('Apple')).toBeFocused();
  const expected = { 'To do': ['Birch', 'Cedar'], Doing: ['Daisy'], Done: ['Apple'] };
  await ann.expectBoard(expected);
  await expect.poll(() => board.titles()).toEqual(expected);
  await audit(ann.page);
});

test('Enter opens a card, J and K turn its pages, Escape closes it', async ({
  makeBoard,
  browserOf,
}) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'KB');
  const { keyboard } = ann.page;
  await tabTo(ann, 'Apple');
  await keyboard.press('Enter');
  await expect(ann.page.getByRole('dialog', { name: 'KB-1 Apple' })).toBeVisible();
  await keyboard.press('j');
  await keyboard.press('j');
  await expect(ann.page.getByRole('dialog', { name: 'KB-3 Cedar' })).toBeVisible();
  await keyboard.press('k');
  await expect(ann.page.getByRole('dialog', { name: 'KB-2 Birch' })).toBeVisible();
  await audit(ann.page);
  await keyboard.press('Escape');
  await expect(ann.page.getByRole('dialog')).toHaveCount(0);
  await expect(ann.link('Birch')).toBeFocused();
});

test('M moves a card to a chosen place', async ({ makeBoard, browserOf }) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'KB');
  const { keyboard } = ann.page;
  await tabTo(ann, 'Apple');
  await keyboard.press('m');
  const dialog = ann.page.getByRole('dialog', { name: 'Move KB-1 Apple' });
  await expect(dialog).toBeVisible();
  await tabUntil(ann.page, () =>
    expect(dialog.getByRole('button', { name: /Column/ })).toBeFocused(now),
  );
  await keyboard.press('Enter');
  await expect(ann.page.getByRole('option', { name: 'To do' })).toBeFocused();
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await tabUntil(ann.page, () =>
    expect(dialog.getByRole('button', { name: /Place/ })).toBeFocused(now),
  );
  await keyboard.press('Enter');
  await expect(ann.page.getByRole('option', { name: 'At the top' })).toBeFocused();
  await keyboard.press('End');
  await expect(ann.page.getByRole('option', { name: 'After KB-4 Daisy' })).toBeFocused();
  await keyboard.press('Enter');
  await audit(ann.page);
  await tabUntil(ann.page, () =>
    expect(dialog.getByRole('button', { name: 'Move', exact: true })).toBeFocused(now),
  );
  await keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await ann.expectAnnounced('KB-1 Apple moved from To do, 1 of 3 to Doing, 2 of 2.');
  await ann.expectTitles('Doing', ['Daisy', 'Apple']);
  await expect(ann.link('Apple')).toBeFocused();
});

test('N writes cards, E a title, X archives, and each gives the focus back', async ({
  makeBoard,
  browserOf,
}) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'KB');
  const { keyboard } = ann.page;
  await tabTo(ann, 'Apple');
  await keyboard.press('n');
  await expect(
    ann.page.getByRole('textbox', { name: 'Title of a new card in To do' }),
  ).toBeFocused();
  await keyboard.type('Elder');
  await keyboard.press('Enter');
  await ann.expectAnnounced('1 card added to To do.');
  await keyboard.press('Escape');
  await ann.expectTitles('To do', ['Apple', 'Birch', 'Cedar', 'Elder']);
  await expect(ann.link('Elder')).toBeFocused();

  await keyboard.press('e');
  await expect(ann.page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  await keyboard.type('Elder bush');
  await keyboard.press('Enter');
  await expect(ann.link('Elder bush')).toBeFocused();

  await keyboard.press('x');
  await ann.expectAnnounced('KB-5 Elder bush was archived.');
  await ann.expectTitles('To do', ['Apple', 'Birch', 'Cedar']);
  await expect(ann.link('Cedar')).toBeFocused();
  await audit(ann.page);
});

test('? shows the keys, Ctrl+K finds and opens', async ({ makeBoard, browserOf }) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'KB');
  const { keyboard } = ann.page;
  await tabTo(ann, 'Birch');
  await keyboard.press('?');
  await expect(ann.page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await audit(ann.page);
  await keyboard.press('Escape');
  await expect(ann.page.getByRole('dialog')).toHaveCount(0);
  await expect(ann.link('Birch')).toBeFocused();

  await keyboard.press('Control+k');
  const palette = ann.page.getByRole('dialog', { name: 'Search or jump to' });
  await expect(palette.getByRole('searchbox')).toBeFocused();
  await keyboard.type('dais');
  await expect(palette.getByRole('menuitem', { name: /Daisy/ })).toBeVisible();
  await audit(ann.page);
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(ann.page.getByRole('dialog', { name: 'KB-4 Daisy' })).toBeVisible();
});

/** An expectation that holds at once or not at all. */
const now = { timeout: 1 };

/** Presses Tab until a card has the focus, as somebody without a mouse would. */
async function tabTo(screen: BoardScreen, title: string): Promise<void> {
  const first = screen.page.getByRole('article').getByRole('link').first();
  await tabUntil(screen.page, () => expect(first).toBeFocused(now));
  const link = screen.link(title);
  while (!(await link.evaluate((element) => element === document.activeElement))) {
    await screen.page.keyboard.press('ArrowDown');
  }
}

async function tabUntil(page: Page, isThere: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('Tab');
    await isThere();
  }).toPass({ intervals: [0] });
}
