import { defineConfig } from '@playwright/test';
import specs from './playwright.config.ts';

/** `npm run measure`: times, one after another, for eyes to read; nothing here fails for being slow. */
export default defineConfig({
  ...specs,
  testDir: 'measure',
  workers: 1,
  use: { ...specs.use, trace: 'off' },
});
