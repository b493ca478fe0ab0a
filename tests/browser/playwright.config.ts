import { defineConfig } from '@playwright/test';

/** Chromium as it stands on the machine; as root it runs only without its sandbox. */
const chromium = process.env['CAIRN_TEST_CHROMIUM'] ?? '/usr/bin/chromium';
const flags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  // Each test has a server of its own, so they may run side by side; more than two only wait for each other.
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  // Generous, for machines that compile beside it; a wait that succeeds costs nothing.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    // Filming every page costs a third of the time; what was clicked and drawn is in the trace all the same.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    launchOptions: { executablePath: chromium, args: flags },
  },
});
