import type { Page } from '@playwright/test';
import { auditInBothThemes } from '../screen/audit.ts';
import { BoardScreen } from '../screen/board.ts';
import { expect, test } from '../world/test.ts';

const plan = {
  key: 'DI',
  columns: { 'To do': ['Apple', 'Birch'], Doing: ['Daisy'], Done: [] },
  members: { ben: 'EDITOR' },
} as const;

test('what a board opens can be used by everybody', async ({ makeBoard, browserOf }) => {
  await makeBoard(plan);
  const { page } = await BoardScreen.open(await browserOf('ann'), 'DI');

  await chooseFrom(page, 'More about this board', 'Board settings');
  await auditDialog(page, 'Board settings');
  await chooseFrom(page, 'Actions for Doing', 'Column settings');
  await auditDialog(page, 'Column settings');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const share = page.getByRole('dialog', { name: /^Share/ });
  await expect(share).toBeVisible();
  await auditInBothThemes(page);
  await share.getByRole('button', { name: /^Remove Ben/ }).click();
  const sure = page.getByRole('alertdialog');
  await expect(sure).toBeVisible();
  await auditInBothThemes(page);
  await page.keyboard.press('Escape');
  await expect(sure).toHaveCount(0);
  await share.getByRole('button', { name: 'Close' }).click();
  await expect(share).toHaveCount(0);

  await page.keyboard.press('?');
  await auditDialog(page, 'Keyboard shortcuts');

  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').fill('Apple');
  await expect(page.getByRole('dialog').getByText('Apple')).toBeVisible();
  await auditInBothThemes(page);
});

test('what a card opens can be used by everybody', async ({ makeBoard, browserOf }) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'DI');
  for (const key of ['m', 'l', 'a', 'd']) {
    await ann.link('Apple').focus();
    await ann.page.keyboard.press(key);
    await expect(ann.page.getByRole('dialog')).toBeVisible();
    await auditInBothThemes(ann.page);
    await ann.page.keyboard.press('Escape');
    await expect(ann.page.getByRole('dialog')).toHaveCount(0);
  }
});

test('a description is written, previewed, and its tasks are ticked in place', async ({
  makeBoard,
  browserOf,
}) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'DI');
  const ben = await BoardScreen.open(await browserOf('ben'), 'DI');
  await ann.link('Apple').click();
  await ben.link('Apple').click();
  const card = ann.page.getByRole('dialog');
  await card.getByRole('button', { name: 'Add a description' }).click();
  const field = card.getByRole('textbox', { name: 'Description' });
  await field.fill('# Steps\n\n- [ ] Pick\n- [ ] **Wash** <b>\n\n| a | b |\n|---|---|\n| 1 | 2 |');
  await auditInBothThemes(ann.page);
  await card.getByRole('tab', { name: 'Preview' }).click();
  await expect(card.getByRole('heading', { name: 'Steps' })).toBeVisible();
  await expect(card.getByRole('checkbox', { name: 'Pick' })).toBeDisabled();
  await auditInBothThemes(ann.page);
  await ann.page.keyboard.press('Escape');

  for (const task of ['Pick', 'Wash <b>']) {
    await card.getByRole('checkbox', { name: task }).click();
    await expect(card.getByRole('checkbox', { name: task })).toBeChecked();
    await expect(ben.page.getByRole('checkbox', { name: task })).toBeChecked();
  }
  await auditInBothThemes(ann.page);
  await ann.page.keyboard.press('Escape');
  await expect(ann.card('Apple')).toContainText('2/2');
});

test('a filter can be given to others as an address', async ({ makeBoard, browserOf }) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann'), 'DI');
  await ann.page.getByRole('button', { name: 'Filter', exact: true }).click();
  await ann.page.getByRole('textbox', { name: 'Filter by words or key' }).fill('app le');
  await expect(ann.page).toHaveURL(/\/b\/DI\?q=app\+le$/);
  const ben = new BoardScreen(await browserOf('ben'));
  await ben.page.goto(ann.page.url());
  await ben.expectBoard({ 'To do': ['Apple'], Doing: [], Done: [] });
  await auditInBothThemes(ben.page);
  await ben.link('Apple').click();
  await expect(ben.page.getByRole('dialog', { name: /Apple/ })).toBeVisible();
  await ben.page.keyboard.press('Escape');
  await expect(ben.page).toHaveURL(/\/b\/DI\?q=app\+le$/);
  await ben.page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(ben.page).toHaveURL(/\/b\/DI$/);
  await ben.expectBoard(plan.columns);
});

async function auditDialog(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name });
  await expect(dialog).toBeVisible();
  await auditInBothThemes(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

async function chooseFrom(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}
