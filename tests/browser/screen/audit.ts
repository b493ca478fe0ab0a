/** What an accessibility checker has to say about a page as it is shown. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const grave = ['moderate', 'serious', 'critical'];

/** Fails on everything but minor findings. */
export async function audit(page: Page): Promise<void> {
  // A page is code of its own, which may still be on its way.
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await comeToRest(page);
  await expectNothing(new AxeBuilder({ page }));
}

/** Audits in the light theme, and then the colours of the dark one: all else is the same there. */
export async function auditInBothThemes(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await audit(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await comeToRest(page);
  await expectNothing(new AxeBuilder({ page }).withRules('color-contrast'));
}

async function expectNothing(auditor: AxeBuilder): Promise<void> {
  const { violations } = await auditor.analyze();
  const found = violations
    .filter(({ impact }) => grave.includes(impact ?? 'critical'))
    .map(({ id, impact, help, nodes }) => ({
      rule: `${id} (${impact}): ${help}`,
      nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
  expect(found).toEqual([]);
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
