import type { Page } from '@playwright/test';
import { audit, auditInBothThemes } from '../screen/audit.ts';
import { BoardScreen } from '../screen/board.ts';
import { expect, test } from '../world/test.ts';

const columns = { 'To do': ['Apple', 'Birch'], Doing: ['Daisy'], Done: ['Elder'] };

test('milestones show how far they are, live', async ({ makeBoard, browserOf }) => {
  const board = await makeBoard({ key: 'PA', columns, members: { ben: 'EDITOR' } });
  const ann = await browserOf('ann');
  await ann.goto('/b/PA/milestones');
  await expect(ann.getByRole('heading', { name: 'No milestones yet' })).toBeVisible();
  await ann.getByRole('button', { name: 'New milestone' }).click();
  const dialog = ann.getByRole('dialog', { name: 'New milestone' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Harvest');
  await dialog.getByRole('button', { description: 'Due date' }).click();
  await ann.getByRole('button', { name: 'In a week' }).click();
  await audit(ann);
  await dialog.getByRole('button', { name: 'Create' }).click();
  const harvest = ann.getByRole('article', { name: 'Harvest' });
  await expect(harvest).toContainText('No cards yet.');

  const ben = await BoardScreen.open(await browserOf('ben'), 'PA');
  for (const title of ['Apple', 'Elder']) {
    await ben.page.getByRole('button', { name: `Actions for ${title}` }).click();
    await ben.page.getByRole('menuitem', { name: 'Milestone' }).click();
    await ben.page.getByRole('option', { name: 'Harvest' }).click();
    await expect(ben.card(title)).toContainText('Harvest');
  }
  await expect(harvest).toContainText('1 of 2 done');
  await expect(harvest.getByRole('link')).toContainText(['Apple']);
  await ben.drag('Apple', { before: 'Elder' });
  await expect(harvest).toContainText('Everything is done.');
  await auditInBothThemes(ann);

  await ann.getByRole('button', { name: 'Actions for Harvest' }).click();
  await ann.getByRole('menuitem', { name: 'Close milestone' }).click();
  await expect(ann.getByRole('heading', { name: 'Closed' })).toBeVisible();
  expect((await board.titles())['Done']).toEqual(['Apple', 'Elder']);
});

test('an archived card comes back; a deleted one does not', async ({ makeBoard, browserOf }) => {
  await makeBoard({ key: 'PA', columns });
  const ann = await BoardScreen.open(await browserOf('ann'), 'PA');
  await archive(ann.page, 'Apple');
  await ann.page
    .getByRole('region', { name: 'Notifications' })
    .getByRole('button', { name: 'Restore' })
    .click();
  await ann.expectTitles('To do', columns['To do']);
  await archive(ann.page, 'Apple');
  await ann.expectTitles('To do', ['Birch']);
  await archive(ann.page, 'Daisy');
  await ann.expectTitles('Doing', []);

  await chooseFromBoardMenu(ann.page, 'Archived cards');
  await expect(ann.page).toHaveURL(/\/b\/PA\/archive$/);
  const apple = ann.page.getByRole('listitem').filter({ hasText: 'Apple' });
  const daisy = ann.page.getByRole('listitem').filter({ hasText: 'Daisy' });
  await auditInBothThemes(ann.page);
  await apple.getByRole('button', { name: 'Restore' }).click();
  await expect(apple).toHaveCount(0);
  await daisy.getByRole('button', { name: 'Delete' }).click();
  await ann.page
    .getByRole('alertdialog', { name: 'Delete PA-3 Daisy?' })
    .getByRole('button', { name: 'Delete' })
    .click();
  await expect(ann.page.getByRole('heading', { name: 'No archived cards' })).toBeVisible();
  await audit(ann.page);
  await ann.page.goto('/b/PA');
  await ann.expectBoard({ ...columns, Doing: [] });
});

test('a board is made, renamed, archived, restored and deleted', async ({ browserOf }) => {
  const ann = await browserOf('ann');
  await ann.goto('/');
  await ann.getByRole('button', { name: 'New board' }).click();
  const dialog = ann.getByRole('dialog', { name: 'New board' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Orchard');
  await dialog.getByRole('textbox', { name: 'Key' }).fill('ORCH');
  await auditInBothThemes(ann);
  await dialog.getByRole('button', { name: 'Create board' }).click();
  await expect(ann).toHaveURL(/\/b\/ORCH$/);
  await expect(ann.getByRole('heading', { level: 2 }).first()).toBeVisible();

  await chooseFromBoardMenu(ann, 'Board settings');
  const settings = ann.getByRole('dialog', { name: 'Board settings' });
  await settings.getByRole('textbox', { name: 'Name' }).fill('Old orchard');
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(ann.getByRole('heading', { level: 1, name: 'Old orchard' })).toBeVisible();
  await expect(
    ann.getByRole('navigation').getByRole('link', { name: 'Old orchard' }),
  ).toBeVisible();

  await chooseFromBoardMenu(ann, 'Board settings');
  await settings.getByRole('button', { name: 'Archive' }).click();
  await expect(ann.getByText('This board is archived and cannot be changed.')).toBeVisible();
  await expect(ann.getByRole('button', { name: 'Add a card', exact: true })).toHaveCount(0);
  await audit(ann);
  await ann.getByRole('button', { name: 'Restore board' }).click();
  await expect(ann.getByRole('button', { name: 'Add a column' })).toBeVisible();

  await chooseFromBoardMenu(ann, 'Board settings');
  await settings.getByRole('button', { name: 'Delete' }).click();
  const sure = ann.getByRole('alertdialog', { name: 'Delete “Old orchard”?' });
  const confirm = sure.getByRole('button', { name: 'Delete board' });
  await expect(confirm).toBeDisabled();
  await sure.getByRole('textbox', { name: 'Board key' }).fill('ORC');
  await expect(confirm).toBeDisabled();
  await sure.getByRole('textbox', { name: 'Board key' }).fill('ORCH');
  await audit(ann);
  await confirm.click();
  await expect(ann.getByRole('heading', { name: 'Start your first board' })).toBeVisible();
  await ann.goto('/b/ORCH');
  await expect(ann.getByRole('heading', { name: 'No such board' })).toBeVisible();
});

test('an API token is shown once, works, and stops working', async ({ cairn, browserOf }) => {
  const ann = await browserOf('ann');
  await ann.goto('/settings');
  await auditInBothThemes(ann);
  await ann.getByRole('textbox', { name: 'What is it for?' }).fill('Nightly report');
  await ann.getByRole('button', { name: 'Create token' }).click();
  const dialog = ann.getByRole('dialog', { name: 'API tokens' });
  const token = (await dialog.getByRole('code').textContent()) ?? '';
  await auditInBothThemes(ann);
  await dialog.getByRole('button', { name: 'I have copied it' }).click();
  await expect(ann.getByText(token)).toHaveCount(0);
  expect(await viewerWith(cairn.url, token)).toBe('ann');

  await ann.reload();
  const row = ann.getByRole('listitem').filter({ hasText: 'Nightly report' });
  await expect(row).toContainText('Created just now');
  await expect(ann.getByText(token)).toHaveCount(0);
  await audit(ann);
  await row.getByRole('button', { name: 'Revoke' }).click();
  await ann.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toHaveCount(0);
  await expect.poll(() => viewerWith(cairn.url, token)).toBeNull();
});

async function archive(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${title}` }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
}

async function chooseFromBoardMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More about this board' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Whom the server takes the bearer of a token for; null: for nobody. */
async function viewerWith(url: string, token: string): Promise<string | null> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ viewer { username } }' }),
  });
  const { data } = (await answer.json()) as { data?: { viewer: { username: string } | null } };
  return data?.viewer?.username ?? null;
}
