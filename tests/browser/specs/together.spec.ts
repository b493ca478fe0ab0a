import type { Page } from '@playwright/test';
import { audit, auditInBothThemes } from '../screen/audit.ts';
import { BoardScreen } from '../screen/board.ts';
import { names } from '../world/person.ts';
import { expect, test } from '../world/test.ts';

const plan = {
  key: 'RL',
  columns: { 'To do': ['Apple', 'Birch', 'Cedar'], Doing: ['Daisy'], Done: [] },
  members: { ben: 'EDITOR' },
} as const;

test('what one drags, the other sees moving', async ({ makeBoard, browserOf }) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'RL');
  const ben = await BoardScreen.open(await browserOf('ben'), 'RL');

  await ann.drag('Birch', { before: 'Daisy' });
  await expect(ben.card('Birch')).toContainText(names.ann);
  await ann.expectAnnounced('RL-2 Birch moved from To do, 2 of 3 to Doing, 1 of 2.');
  for (const screen of [ann, ben]) {
    await screen.expectBoard({ 'To do': ['Apple', 'Cedar'], Doing: ['Birch', 'Daisy'], Done: [] });
  }

  await ben.drag('Cedar', { before: 'Apple' });
  await ben.drag('Daisy', { endOf: 'Done' });
  await expect(ann.card('Daisy')).toContainText(names.ben);
  const expected = { 'To do': ['Cedar', 'Apple'], Doing: ['Birch'], Done: ['Daisy'] };
  for (const screen of [ann, ben]) await screen.expectBoard(expected);
  await expect.poll(() => board.titles()).toEqual(expected);
  await auditInBothThemes(ann.page);
});

test('Escape puts a dragged card back', async ({ makeBoard, browserOf }) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'RL');
  await ann.startDrag('Apple', { endOf: 'Done' });
  await ann.page.keyboard.press('Escape');
  await ann.page.mouse.up();
  await ann.expectAnnounced('Put back.');
  await ann.expectBoard(plan.columns);
});

test('several pasted lines become several cards, for both', async ({ makeBoard, browserOf }) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'RL');
  const ben = await BoardScreen.open(await browserOf('ben'), 'RL');
  await ann.column('Done').getByRole('button', { name: 'Add a card', exact: true }).click();
  const composer = ann.page.getByRole('textbox', { name: 'Title of a new card in Done' });
  await expect(composer).toBeFocused();
  await paste(ann.page, '- Fir\n- Gorse\n\n- Hazel\n');
  await ann.expectAnnounced('3 cards added to Done.');
  await composer.pressSequentially('Iris');
  await composer.press('Enter');
  await expect(composer).toBeFocused();
  for (const screen of [ann, ben]) {
    await screen.expectTitles('Done', ['Fir', 'Gorse', 'Hazel', 'Iris']);
  }
  await expect(ann.card('Hazel')).toContainText(/RL-\d/);
  await audit(ann.page);
});

test('what one writes on a card, the other reads there at once', async ({
  makeBoard,
  browserOf,
}) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'RL');
  const ben = await BoardScreen.open(await browserOf('ben'), 'RL');
  await ann.link('Apple').click();
  await ben.page.goto('/c/RL-1');
  const [annsCard, bensCard] = [ann, ben].map(({ page }) => page.getByRole('dialog').first());
  if (annsCard === undefined || bensCard === undefined) throw new Error('two screens, two cards');
  await expect(ann.page).toHaveURL(/\/c\/RL-1$/);
  const bensTitle = bensCard.getByRole('textbox', { name: 'Title' });
  await expect(bensTitle).toHaveValue('Apple');

  await annsCard.getByRole('textbox', { name: 'Title' }).fill('Apple tree');
  await annsCard.getByRole('textbox', { name: 'Title' }).press('Enter');
  await expect(bensTitle).toHaveValue('Apple tree');

  await annsCard.getByRole('button', { description: 'Labels' }).click();
  await ann.page.getByRole('searchbox', { name: 'Find or create a label' }).fill('Garden');
  await ann.page.getByRole('button', { name: 'Create “Garden”' }).click();
  await ann.page.keyboard.press('Escape');
  await expect(bensCard.getByRole('button', { description: 'Labels' })).toHaveText('Garden');

  await annsCard.getByRole('button', { description: 'Due' }).click();
  await ann.page.getByRole('button', { name: 'Tomorrow', exact: true }).click();
  await expect(bensCard.getByRole('button', { description: 'Due' })).toContainText('tomorrow');

  await annsCard.getByRole('button', { name: 'Add a description' }).click();
  await annsCard.getByRole('textbox', { name: 'Description' }).fill('- [x] dig\n- [ ] **plant**');
  await annsCard.getByRole('textbox', { name: 'Description' }).press('Control+Enter');
  await expect(bensCard.getByRole('region', { name: 'Description' })).toContainText('plant');

  await annsCard.getByRole('textbox', { name: 'Write a comment' }).fill('Who has a *spade*?');
  await annsCard.getByRole('button', { name: 'Comment', exact: true }).click();
  const bensComments = bensCard.getByRole('region', { name: 'Comments' });
  await expect(bensComments.getByRole('listitem')).toContainText(['Who has a spade?']);
  await expect(bensComments).toContainText(names.ann);
  await auditInBothThemes(ben.page);

  await ben.page.getByRole('button', { name: 'Close the card' }).click();
  await expect(ben.page).toHaveURL(/\/b\/RL$/);
  await expect(ben.link('Apple tree')).toBeFocused();
  for (const fact of ['Garden', 'tomorrow', '1 of 2 tasks done', '1 comment']) {
    await expect(ben.card('Apple tree')).toContainText(fact);
  }
  await audit(ben.page);
});

/** Pastes a text where the focus is. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}
