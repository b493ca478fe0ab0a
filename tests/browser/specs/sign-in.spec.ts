import { auditInBothThemes } from '../screen/audit.ts';
import { Cairn } from '../world/cairn.ts';
import { names, password } from '../world/person.ts';
import { expect, test } from '../world/test.ts';

test('a wrong password is refused in words, the right one goes on to where one wanted to be', async ({
  makeBoard,
  browserOf,
}) => {
  await makeBoard({ key: 'RL', columns: { 'To do': ['Paint the door'] } });
  const page = await browserOf(null);
  await page.goto('/b/RL');
  await expect(page.getByRole('heading', { name: 'No such board' })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();

  const username = page.getByRole('textbox', { name: 'Username' });
  const secret = page.getByRole('textbox', { name: 'Password' });
  const submit = page.getByRole('button', { name: 'Sign in' });
  await expect(username).toBeFocused();
  await username.fill('ann');
  await secret.fill('not the password');
  await submit.click();
  await expect(page.getByRole('alert')).toHaveText(
    'That username and password do not fit together.',
  );
  await auditInBothThemes(page);

  await secret.fill(password);
  await submit.click();
  await expect(page.getByRole('link', { name: 'Paint the door' })).toBeVisible();
  await expect(page).toHaveURL(/\/b\/RL$/);
});

test('signing out ends it, also for the pages seen before', async ({ makeBoard, browserOf }) => {
  await makeBoard({ key: 'RL', columns: { 'To do': ['Paint the door'] } });
  const page = await browserOf('ann');
  await page.goto('/b/RL');
  await expect(page.getByRole('link', { name: 'Paint the door' })).toBeVisible();
  await page.getByRole('button', { name: `Account: ${names.ann}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: /^Sign in to / })).toBeVisible();
  await page.goto('/b/RL');
  await expect(page.getByRole('heading', { name: 'No such board' })).toBeVisible();
  await auditInBothThemes(page);
});

test('the first administrator comes in through the one-time link', async ({ browser }) => {
  const cairn = await Cairn.create();
  try {
    await cairn.start();
    const context = await browser.newContext({ baseURL: cairn.url });
    const page = await context.newPage();
    await page.goto(await cairn.setupPath());
    await expect(page.getByRole('heading', { name: 'Set up Cairn' })).toBeVisible();
    await auditInBothThemes(page);
    await page.getByRole('textbox', { name: 'Your name' }).fill('Dora Dale');
    await page.getByRole('textbox', { name: 'Username' }).fill('dora');
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await expect(page.getByRole('heading', { name: 'Start your first board' })).toBeVisible();
    await auditInBothThemes(page);

    await page.goto('/settings');
    await expect(page.getByText('dora · Administrator')).toBeVisible();

    await page.goto(await cairn.setupPath());
    await page.getByRole('textbox', { name: 'Your name' }).fill('Eve');
    await page.getByRole('textbox', { name: 'Username' }).fill('eve');
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await expect(page.getByRole('alert')).toContainText('This link was used already');
  } finally {
    await cairn.remove();
  }
});
