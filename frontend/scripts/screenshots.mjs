/**
 * Pictures of every page, at 1440 and 390 pixels, light and dark, for people to look at:
 *   BASE_URL=http://127.0.0.1:8080 CAIRN_USER=... CAIRN_PASSWORD=... node scripts/screenshots.mjs OUT_DIR
 * Left out, they are the demo community's. BOARD and CARD name what is pictured. CHROMIUM names the
 * browser; the system's is taken otherwise.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const base = process.env['BASE_URL'] ?? 'http://127.0.0.1:8080';
const username = process.env['CAIRN_USER'] ?? 'amara';
const password = process.env['CAIRN_PASSWORD'] ?? 'cairn-demo';
const boardKey = process.env['BOARD'] ?? 'LH';
const cardKey = process.env['CARD'] ?? `${boardKey}-13`;
const only = process.env['ONLY'];
const out = process.argv[2] ?? 'screenshots';

const sizes = {
  wide: { viewport: { width: 1440, height: 900 } },
  phone: {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  },
};

/** A name, a path, and what to do there before the picture is taken. */
const shots = [
  ['sign-in', '/sign-in', null, { signedOut: true }],
  ['setup', '/setup?token=example', null, { signedOut: true }],
  ['boards', '/'],
  ['new-board', '/', (page) => press(page, 'New board')],
  ['board', `/b/${boardKey}`],
  ['board-filter', `/b/${boardKey}`, filter],
  ['board-card-menu', `/b/${boardKey}`, (page) => page.locator('[data-card-menu]').first().click()],
  ['board-composer', `/b/${boardKey}`, (page) => press(page, 'Add a card')],
  ['board-column-menu', `/b/${boardKey}`, columnMenu],
  ['board-column-settings', `/b/${boardKey}`, columnSettings],
  ['board-move', `/b/${boardKey}`, (page) => key(page, 'm')],
  ['board-labels', `/b/${boardKey}`, (page) => key(page, 'l')],
  ['board-due', `/b/${boardKey}`, (page) => key(page, 'd')],
  ['board-dragging', `/b/${boardKey}`, drag, { wideOnly: true }],
  ['board-share', `/b/${boardKey}`, (page) => press(page, 'Share')],
  ['board-settings', `/b/${boardKey}`, boardSettings],
  ['card', `/c/${cardKey}`],
  ['card-editing', `/c/${cardKey}`, editDescription],
  ['milestones', `/b/${boardKey}/milestones`],
  ['archive', `/b/${boardKey}/archive`],
  ['settings', '/settings'],
  ['palette', `/b/${boardKey}`, palette],
  ['shortcuts', `/b/${boardKey}`, (page) => page.keyboard.press('?')],
  ['offline', `/b/${boardKey}`, offline],
  ['not-found', '/nowhere'],
  ['no-board', '/b/NOPE'],
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
try {
  for (const [size, options] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark']) await takeAll(size, options, colorScheme);
  }
} finally {
  await browser.close();
}

async function takeAll(size, options, colorScheme) {
  const signedOut = await browser.newContext({ ...options, colorScheme, baseURL: base });
  const signedIn = await browser.newContext({ ...options, colorScheme, baseURL: base });
  await signIn(signedIn);
  for (const [name, path, act, flags = {}] of shots) {
    if ((only && !only.split(',').includes(name)) || (flags.wideOnly && size !== 'wide')) continue;
    const page = await (flags.signedOut ? signedOut : signedIn).newPage();
    const complaints = [];
    page.on(
      'console',
      (message) => message.type() === 'error' && complaints.push(message.text().split('\n')[0]),
    );
    page.on('pageerror', (error) => complaints.push(String(error).split('\n')[0]));
    try {
      await page.goto(path);
      await settle(page);
      await act?.(page);
      // A dialog with a text field waits for a phone's keyboard before it shows.
      await page.waitForTimeout(size === 'phone' ? 1500 : 700);
    } catch (error) {
      complaints.push(String(error).split('\n')[0]);
    }
    await page.screenshot({ path: join(out, `${name}-${size}-${colorScheme}.png`) });
    await page.context().setOffline(false);
    await page.close();
    for (const complaint of complaints)
      process.stdout.write(`${name} ${size} ${colorScheme}: ${complaint}\n`);
  }
  await signedIn.close();
  await signedOut.close();
}

async function signIn(context) {
  const response = await context.request.post('/auth/sign-in', {
    data: { username, password },
    headers: { origin: base },
  });
  if (!response.ok())
    throw new Error(`Signing in as ${username} failed with ${response.status()}.`);
}

async function settle(page) {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(500);
}

async function press(page, name) {
  await page.getByRole('button', { name, exact: true }).first().click();
}

async function key(page, letter) {
  await page.locator('[data-card-id] a').first().focus();
  await page.keyboard.press(letter);
}

async function filter(page) {
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByLabel('Filter by words or key').fill('the');
}

async function columnMenu(page) {
  await page
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click();
}

async function columnSettings(page) {
  await columnMenu(page);
  await page.getByRole('menuitem', { name: 'Column settings' }).click();
}

async function boardSettings(page) {
  await page.getByRole('button', { name: 'More about this board' }).click();
  await page.getByRole('menuitem', { name: 'Board settings' }).click();
}

async function editDescription(page) {
  await page
    .getByRole('button', { name: /description/ })
    .first()
    .click();
}

async function palette(page) {
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').fill('release');
  await page.waitForTimeout(500);
}

async function offline(page) {
  await page.context().setOffline(true);
  await press(page, 'Add a card');
  await page.keyboard.type('Written without a connection');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1500);
}

async function drag(page) {
  const from = await page.locator('[data-card-id]').nth(1).boundingBox();
  const column = await page.locator('[data-column-id]').nth(1).boundingBox();
  if (!from || !column) return;
  await page.mouse.move(from.x + 60, from.y + 30);
  await page.mouse.down();
  await page.mouse.move(from.x + 90, from.y + 50, { steps: 4 });
  await page.mouse.move(column.x + 120, column.y + 200, { steps: 8 });
}
