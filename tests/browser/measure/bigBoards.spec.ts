/** How boards of 1,000 and 10,000 cards feel: until they can be used, while they load, while one drags. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { Cairn } from '../world/cairn.ts';
import { password } from '../world/person.ts';
import { archiveOf } from './archive.ts';
import { median, summary, watch } from './watch.ts';

const sizes = [1_000, 10_000] as const;
const rounds = 5;

let cairn: Cairn;
/** The boards' keys, by their sizes. */
const keys = new Map<number, string>();

test.beforeAll(async () => {
  cairn = await Cairn.create();
  await cairn.run(['migrate']);
  await cairn.run(['user', 'add', 'ann', '--admin', '--password-stdin'], `${password}\n`);
  for (const size of sizes) {
    const file = join(cairn.folder, `${size}.boardarchive`);
    await writeFile(file, archiveOf(size));
    const report = JSON.parse(await cairn.run(['import', 'focalboard', '--json', file]));
    keys.set(size, report.files[0].boards[0].key);
  }
  await cairn.start();
});

test.afterAll(async () => {
  await cairn.remove();
});

for (const size of sizes) {
  test(`a cold load of ${size} cards`, async ({ browser }) => {
    const usable: number[] = [];
    const longTasks: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const context = await browser.newContext({ baseURL: cairn.url });
      const page = await open(context, size);
      usable.push(await page.evaluate(() => window.usableAt));
      await everyCard(page, size);
      longTasks.push(...(await page.evaluate(() => window.tasksAfterUsable())));
      await context.close();
    }
    print(`${size} cards: usable after ${median(usable).toFixed(0)} ms (median of ${rounds})`);
    print(`${size} cards: tasks over 50 ms while the rest loaded: ${summary(longTasks)}`);
  });
}

test('a drag over 10,000 cards', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: cairn.url });
  const page = await open(context, 10_000);
  await everyCard(page, 10_000);
  const box = await page.getByRole('article').first().boundingBox();
  if (box === null) throw new Error('the card has no place');
  await page.mouse.move(box.x + 60, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + 70, box.y + 40, { steps: 4 });
  await page.evaluate(() => window.startFrames());
  for (let step = 0; step <= 240; step += 1) {
    const across = Math.abs(120 - step) * 8;
    await page.mouse.move(box.x + across, box.y + 60 + ((step * 7) % 500));
    await page.waitForTimeout(8);
  }
  const frames = await page.evaluate(() => window.frameTimes());
  await page.mouse.up();
  print(`drag: between frames ${summary(frames)}`);
  await context.close();
});

async function open(context: BrowserContext, size: number): Promise<Page> {
  const data = { username: 'ann', password };
  await context.request.post('/auth/sign-in', { data, headers: { origin: cairn.url } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(`/b/${keys.get(size)}`);
  await page.waitForFunction(() => window.usableAt > 0);
  return page;
}

/** Waits until the biggest column knows all its cards: four of ten. */
async function everyCard(page: Page, size: number): Promise<void> {
  await expect(page.getByText(`${(size * 4) / 10} cards`).first()).toBeAttached();
}

function print(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
