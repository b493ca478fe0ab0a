import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { auditInBothThemes } from '../screen/audit.ts';
import { BoardScreen } from '../screen/board.ts';
import { expect, test } from '../world/test.ts';

const archive = fileURLToPath(
  new URL('../../../../shared/fixtures/focalboard/project-tasks.boardarchive', import.meta.url),
);

test('an imported board looks as it did where it came from', async ({ cairn, browserOf }) => {
  const isThere = existsSync(archive);
  // An archive from elsewhere is no part of this repository; without it nothing is proved here.
  if (!isThere) process.stderr.write(`SKIPPED: ${archive} is not there: no import was seen\n`);
  test.skip(!isThere, 'the archive to import is not there');

  const printed = await cairn.run(['import', 'focalboard', '--json', archive]);
  const key = /"key":\s*"([A-Z][A-Z0-9]+)"/.exec(printed)?.[1];
  if (key === undefined) throw new Error(`no board key was printed:\n${printed}`);
  const ann = await BoardScreen.open(await browserOf('ann'), key);
  await expect(ann.page.getByRole('heading', { level: 1 })).toContainText('Project Tasks');
  await ann.expectBoard({
    'Not Started': [
      '💵Project budget approval',
      '🖋️Requirements sign-off',
      '🔗Identify dependencies',
    ],
    'In Progress': ['📈Conduct market analysis', '🔬Define project scope'],
    Blocked: [],
    'Completed 🙌': [],
    Archived: [],
  });
  await expect(ann.page.getByRole('article').first()).toContainText('1. High');
  await auditInBothThemes(ann.page);

  await ann.page.getByRole('link', { name: /Requirements sign-off/ }).click();
  const card = ann.page.getByRole('dialog');
  await expect(card.getByRole('heading', { name: 'Checklist' })).toBeVisible();
  await expect(card.getByRole('checkbox')).toHaveCount(4);
  await auditInBothThemes(ann.page);
});
