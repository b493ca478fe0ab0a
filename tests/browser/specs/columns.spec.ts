import { audit, auditInBothThemes } from '../screen/audit.ts';
import { BoardScreen } from '../screen/board.ts';
import { expect, test } from '../world/test.ts';

const plan = {
  key: 'CO',
  columns: { 'To do': ['Apple', 'Birch', 'Cedar'], Doing: ['Daisy'], Done: [] },
  members: { ben: 'EDITOR' },
} as const;

test('columns are added, renamed, moved and deleted, for both', async ({
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'CO');
  const ben = await BoardScreen.open(await browserOf('ben'), 'CO');

  await ann.page.getByRole('button', { name: 'Add a column' }).click();
  await expect(ann.page.getByRole('textbox', { name: 'Column name' })).toBeFocused();
  await ann.page.keyboard.type('In review');
  await ann.page.keyboard.press('Enter');
  await ann.expectAnnounced('Column In review added.');
  await expect(ben.columns()).toHaveText(['To do', 'Doing', 'Done', 'In review']);
  await ann.page.keyboard.press('Escape');
  await expect(ann.page.getByRole('button', { name: 'Add a column' })).toBeFocused();

  await choose(ann, 'In review', 'Rename');
  const name = ann.page.getByRole('textbox', { name: 'Column name' });
  await name.fill('Review');
  await name.press('Enter');
  await expect(ann.page.getByRole('button', { name: 'Actions for Review' })).toBeFocused();
  await expect(ben.columns()).toHaveText(['To do', 'Doing', 'Done', 'Review']);

  await choose(ann, 'Review', 'Move left');
  await ann.expectAnnounced('Review moved from place 4 to 3 of 4.');
  await expect(ben.columns()).toHaveText(['To do', 'Doing', 'Review', 'Done']);

  await choose(ann, 'To do', 'Delete column');
  const dialog = ann.page.getByRole('alertdialog', { name: 'Delete “To do”?' });
  await expect(dialog).toContainText('It holds 3 cards, which go to another column.');
  await audit(ann.page);
  await dialog.getByRole('button', { name: /Move its cards to/ }).click();
  await ann.page.getByRole('option', { name: 'Review' }).click();
  await dialog.getByRole('button', { name: 'Delete column' }).click();
  const expected = { Doing: ['Daisy'], Review: ['Apple', 'Birch', 'Cedar'], Done: [] };
  for (const screen of [ann, ben]) await screen.expectBoard(expected);
  await expect.poll(() => board.titles()).toEqual(expected);
  await auditInBothThemes(ann.page);
});

test('a column is carried by its header with the mouse', async ({ makeBoard, browserOf }) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'CO');
  await ann.dragColumn('To do', { after: 'Doing' });
  await ann.expectAnnounced('To do moved from place 1 to 2 of 3.');
  await expect(ann.columns()).toHaveText(['Doing', 'To do', 'Done']);
  await audit(ann.page);
});

test('a strict limit refuses a card with a sentence, and the card returns', async ({
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'CO');
  await choose(ann, 'Doing', 'Column settings');
  const settings = ann.page.getByRole('dialog', { name: 'Column settings' });
  await settings.getByRole('textbox', { name: 'Limit' }).fill('1');
  await settings.getByText('Refuse cards over the limit').click();
  await expect(settings.getByRole('checkbox')).toBeChecked();
  await audit(ann.page);
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(ann.column('Doing')).toContainText('1 card, the limit is reached');

  await ann.drag('Apple', { before: 'Daisy' });
  const notice = ann.page.getByRole('region', { name: 'Notifications' });
  await expect(notice).toContainText(
    '“Apple”: That column is full. Move a card out first, or raise its limit.',
  );
  await ann.expectBoard(plan.columns);
  expect(await board.titles()).toEqual(plan.columns);
  await auditInBothThemes(ann.page);
});

async function choose(screen: BoardScreen, column: string, action: string): Promise<void> {
  await screen.page.getByRole('button', { name: `Actions for ${column}`, exact: true }).click();
  await screen.page.getByRole('menuitem', { name: action, exact: true }).click();
}
