import { audit, auditInBothThemes } from '../screen/audit.ts';
import { BoardScreen } from '../screen/board.ts';
import { names } from '../world/person.ts';
import { expect, test } from '../world/test.ts';

const columns = { 'To do': ['Apple', 'Birch'], Doing: ['Daisy'], Done: [] };

test('a viewer sees everything and is offered no way to change it', async ({
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard({ key: 'RO', columns, members: { ben: 'VIEWER' } });
  const ben = await BoardScreen.open(await browserOf('ben'), 'RO');
  await expect(ben.page.getByText('View only')).toBeVisible();
  for (const name of [
    'Add a card',
    'Add a column',
    /^Add a card to/,
    /^Actions for (Apple|Daisy)/,
  ]) {
    await expect(ben.page.getByRole('button', { name })).toHaveCount(0);
  }
  await ben.page.getByRole('button', { name: 'Actions for To do' }).click();
  await expect(ben.page.getByRole('menuitem')).toHaveText(['Collapse']);
  await ben.page.keyboard.press('Escape');
  await ben.link('Apple').focus();
  for (const key of ['n', 'm', 'e', 'x', 'Shift+ArrowRight']) await ben.page.keyboard.press(key);
  await ben.drag('Apple', { endOf: 'Done' });
  await ben.expectBoard(columns);
  expect(await board.titles()).toEqual(columns);
  await auditInBothThemes(ben.page);

  await ben.page.goto('/c/RO-1');
  const card = ben.page.getByRole('dialog');
  await expect(card.getByRole('heading', { name: 'Apple' })).toBeVisible();
  await expect(card.getByText('You can read this board, but not comment.')).toBeVisible();
  await expect(card.getByRole('textbox')).toHaveCount(0);
  await audit(ben.page);
});

test('a commenter comments and changes nothing else; a raised role works at once', async ({
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard({ key: 'RO', columns, members: { ben: 'COMMENTER' } });
  const ben = await BoardScreen.open(await browserOf('ben'), 'RO');
  await expect(ben.page.getByText('Can comment')).toBeVisible();
  await ben.link('Apple').click();
  const card = ben.page.getByRole('dialog');
  await expect(card.getByRole('textbox', { name: 'Title' })).toHaveCount(0);
  await card.getByRole('textbox', { name: 'Write a comment' }).fill('Ripe by now?');
  await card.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(card.getByRole('region', { name: 'Comments' }).getByRole('listitem')).toContainText([
    'Ripe by now?',
  ]);
  await auditInBothThemes(ben.page);

  await board.admit('ben', 'EDITOR');
  await expect(card.getByRole('textbox', { name: 'Title' })).toBeVisible();
  await ben.page.keyboard.press('Escape');
  await ben.drag('Apple', { endOf: 'Done' });
  await expect.poll(async () => (await board.titles())['Done']).toEqual(['Apple']);
});

test('people are added, changed and removed, and whoever is removed loses the board at once', async ({
  makeBoard,
  browserOf,
}) => {
  await makeBoard({ key: 'RO', columns });
  const ann = await BoardScreen.open(await browserOf('ann'), 'RO');
  const ben = await browserOf('ben');
  await ben.goto('/b/RO');
  await expect(ben.getByRole('heading', { name: 'No such board' })).toBeVisible();
  await audit(ben);

  await ann.page.getByRole('button', { name: 'Share' }).click();
  const share = ann.page.getByRole('dialog', { name: 'Share Board RO' });
  await share.getByRole('button', { name: 'Add people' }).click();
  await ann.page.getByRole('searchbox', { name: 'Search by name' }).fill('ben');
  await ann.page.getByRole('option', { name: names.ben }).click();
  await ann.expectAnnounced(`${names.ben} was added as Editor.`);
  await ann.page.keyboard.press('Escape');
  const row = share.getByRole('listitem').filter({ hasText: names.ben });
  await expect(row).toBeVisible();
  await auditInBothThemes(ann.page);
  const bens = await BoardScreen.open(ben, 'RO');
  await bens.expectBoard(columns);

  await row.getByRole('button', { name: `Role of ${names.ben}` }).click();
  await ann.page.getByRole('option', { name: 'Viewer' }).click();
  await expect(ben.getByText('View only')).toBeVisible();

  await row.getByRole('button', { name: `Remove ${names.ben}` }).click();
  const sure = ann.page.getByRole('alertdialog', { name: `Remove ${names.ben}?` });
  await sure.getByRole('button', { name: 'Remove' }).click();
  await expect(ben.getByRole('heading', { name: 'You can no longer see this board' })).toBeVisible({
    timeout: 3_000,
  });
  await expect(ben.getByText('Apple')).toHaveCount(0);
  await auditInBothThemes(ben);
});

test('a public board is readable and live without signing in', async ({ makeBoard, browserOf }) => {
  const board = await makeBoard({ key: 'RO', columns, visibility: 'PUBLIC' });
  const anybody = await BoardScreen.open(await browserOf(null), 'RO');
  await anybody.expectBoard(columns);
  await expect(anybody.page.getByText('View only')).toBeVisible();
  await board.addCard('Done', 'Elder');
  await anybody.expectTitles('Done', ['Elder']);
  await auditInBothThemes(anybody.page);
  await anybody.link('Elder').click();
  await expect(anybody.page.getByRole('dialog').getByText('Sign in to comment.')).toBeVisible();
  await audit(anybody.page);
});
