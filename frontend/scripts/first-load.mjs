/**
 * What a first visit to a page loads, compressed as the server sends it:
 *   BASE_URL=http://127.0.0.1:8080 node scripts/first-load.mjs /b/LH /c/LH-13
 * Signs in as `screenshots.mjs` does. CHROMIUM names the browser; the system's is taken otherwise.
 */
import { chromium } from 'playwright-core';

const base = process.env['BASE_URL'] ?? 'http://127.0.0.1:8080';
const username = process.env['CAIRN_USER'] ?? 'amara';
const password = process.env['CAIRN_PASSWORD'] ?? 'cairn-demo';
const paths = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
try {
  for (const path of paths.length > 0 ? paths : ['/b/LH', '/c/LH-13']) await measure(path);
} finally {
  await browser.close();
}

/** A context of its own has an empty cache. */
async function measure(path) {
  const context = await browser.newContext({ baseURL: base });
  await context.request.post('/auth/sign-in', {
    data: { username, password },
    headers: { origin: base },
  });
  const page = await context.newPage();
  const files = [];
  const encodings = new Set();
  page.on('requestfinished', async (request) => {
    const type = request.resourceType();
    if (type !== 'script' && type !== 'stylesheet') return;
    const [sizes, response] = await Promise.all([request.sizes(), request.response()]);
    encodings.add((await response?.allHeaders())?.['content-encoding'] ?? 'identity');
    files.push({ type, name: new URL(request.url()).pathname, bytes: sizes.responseBodySize });
  });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(1000);
  const sum = (type) =>
    files.filter((file) => file.type === type).reduce((all, { bytes }) => all + bytes, 0) / 1000;
  process.stdout.write(
    `${path}: ${sum('script').toFixed(1)} kB of JavaScript in ${files.filter(({ type }) => type === 'script').length} files, ` +
      `${sum('stylesheet').toFixed(1)} kB of styles (${[...encodings].join(', ')})\n`,
  );
  if (process.env['VERBOSE']) {
    for (const { name, bytes } of files.sort((one, other) => other.bytes - one.bytes))
      process.stdout.write(`  ${String(bytes).padStart(7)}  ${name}\n`);
  }
  await context.close();
}
