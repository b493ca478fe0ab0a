import { audit } from '../screen/audit.ts';
import { BoardScreen } from '../screen/board.ts';
import { expect, test } from '../world/test.ts';

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);

test('a board of 1,000 cards draws those in view, and its ends can be reached and dropped on', async ({
  makeBoard,
  browserOf,
}) => {
  const board = await makeBoard({
    key: 'BIG',
    columns: { Ideas: numbered('Idea', 700), Doing: numbered('Job', 298), Done: ['Fence', 'Gate'] },
  });
  const page = await browserOf('ann');
  await page.goto('/b/BIG');
  const ann = new BoardScreen(page);
  await expect(ann.link('Idea 1')).toBeVisible();
  await expect(ann.link('Job 1')).toBeVisible();
  await ann.expectLive();
  await expect(ann.column('Ideas')).toContainText('700 cards');
  await expect(ann.column('Doing')).toContainText('298 cards');
  expect(await page.getByRole('article').count()).toBeLessThan(100);
  await audit(page);

  await scrollTo(ann, 'Ideas', 'Idea 700');
  expect(await page.getByRole('article').count()).toBeLessThan(100);
  await ann.drag('Gate', { endOf: 'Ideas' });
  await expect(ann.links('Ideas').last()).toHaveText('Gate');
  await ann.drag('Idea 699', { before: 'Fence' });
  await ann.expectTitles('Done', ['Idea 699', 'Fence']);
  await expect
    .poll(async () => (await board.titles())['Ideas']?.slice(-3))
    .toEqual(['Idea 698', 'Idea 700', 'Gate']);
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(ann.link('Idea 699')).toBeFocused();
  await ann.expectAnnounced('BIG-699 Idea 699 moved from Doing, 1 of 299 to Ideas, 1 of 701.');
  await expect(ann.link('Idea 699')).toBeInViewport();
});

/** Turns the wheel over a column until a card has come. */
async function scrollTo(screen: BoardScreen, column: string, title: string): Promise<void> {
  await screen.links(column).first().hover();
  await expect(async () => {
    await screen.page.mouse.wheel(0, 20_000);
    await expect(screen.link(title)).toBeInViewport({ timeout: 200 });
  }).toPass();
}
