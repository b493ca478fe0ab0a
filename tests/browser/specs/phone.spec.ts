import { audit, auditInBothThemes } from '../screen/audit.ts';
import { BoardScreen } from '../screen/board.ts';
import { touch } from '../screen/touch.ts';
import { expect, test } from '../world/test.ts';

const plan = {
  key: 'PH',
  columns: { 'To do': ['Apple', 'Birch', 'Cedar'], Doing: ['Daisy'], Done: [] },
} as const;

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test('a held card is carried to another column by its name', async ({ makeBoard, browserOf }) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann', phone), 'PH');
  const strip = ann.page.getByRole('navigation', { name: 'Columns' });
  await auditInBothThemes(ann.page);

  const finger = await touch(ann.page, ann.card('Birch'));
  await ann.expectAnnounced('PH-2 Birch lifted.');
  await finger.slideTo(strip.getByRole('button', { name: 'Doing' }));
  await expect.poll(() => isInView(ann, 'Doing')).toBe(true);
  await finger.lift();
  await ann.expectAnnounced('PH-2 Birch moved from To do, 2 of 3 to Doing, 1 of 2.');
  const expected = { 'To do': ['Apple', 'Cedar'], Doing: ['Birch', 'Daisy'], Done: [] };
  await ann.expectBoard(expected);
  await expect.poll(() => board.titles()).toEqual(expected);
});

test('a held card is carried up and down its own column', async ({ makeBoard, browserOf }) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann', phone), 'PH');
  const finger = await touch(ann.page, ann.card('Cedar'));
  await ann.expectAnnounced('PH-3 Cedar lifted.');
  await finger.slideTo(ann.column('To do').getByRole('heading', { level: 2 }));
  await finger.lift();
  await ann.expectAnnounced('PH-3 Cedar moved from To do, 3 of 3 to To do, 1 of 3.');
  await expect
    .poll(async () => (await board.titles())['To do'])
    .toEqual(['Cedar', 'Apple', 'Birch']);
  await audit(ann.page);
});

test('the "Move…" sheet does it without dragging', async ({ makeBoard, browserOf }) => {
  const board = await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann', phone), 'PH');
  await ann.page.getByRole('button', { name: 'Actions for Apple' }).tap();
  await ann.page.getByRole('menuitem', { name: 'Move…' }).tap();
  const sheet = ann.page.getByRole('dialog', { name: 'Move PH-1 Apple' });
  await auditInBothThemes(ann.page);
  await sheet.getByRole('button', { name: /Column/ }).tap();
  await ann.page.getByRole('option', { name: 'Done' }).tap();
  await sheet.getByRole('button', { name: 'Move', exact: true }).tap();
  await ann.expectAnnounced('PH-1 Apple moved from To do, 1 of 3 to Done, 1 of 1.');
  await expect.poll(async () => (await board.titles())['Done']).toEqual(['Apple']);
});

test('a card is a page of its own', async ({ makeBoard, browserOf }) => {
  await makeBoard(plan);
  const ann = await BoardScreen.open(await browserOf('ann', phone), 'PH');
  await ann.link('Apple').tap();
  await expect(ann.page).toHaveURL(/\/c\/PH-1$/);
  await expect(ann.page.getByRole('textbox', { name: 'Title' })).toHaveValue('Apple');
  await auditInBothThemes(ann.page);
  await ann.page.getByRole('button', { name: 'Close the card' }).tap();
  await expect(ann.link('Apple')).toBeVisible();
});

/** A phone shows one column at a time. */
async function isInView(screen: BoardScreen, column: string): Promise<boolean> {
  const box = await screen.column(column).boundingBox();
  return box !== null && box.x >= 0 && box.x < phone.viewport.width / 2;
}
