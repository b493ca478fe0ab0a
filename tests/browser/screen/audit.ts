/** What an accessibility checker has to say about a page as it is shown. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const grave = ['moderate', 'serious', 'critical'];

/** Fails on everything but minor findings. */
export async function audit(page: Page): Promise<void> {
  await comeToRest(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations
    .filter(({ impact }) => grave.includes(impact ?? 'critical'))
    .map(({ id, impact, help, nodes }) => ({
      rule: `${id} (${impact}): ${help}`,
      nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
  expect(found).toEqual([]);
}

/** Audits in the light and in the dark theme. */
export async function auditInBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await audit(page);
  }
}

/** Tooltips stand outside the landmarks, and colours in the middle of a transition are nobody's choice. */
async function comeToRest(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}
