import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { compressed } from './scripts/compressed';

/** Where `npm run dev` finds the server; `cairn serve` listens there unless told otherwise. */
const server = process.env['CAIRN_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

/**
 * React Aria brings its few own texts in thirty languages. As long as ours are in English only, its
 * English ones stand for them all; a new language takes its name out of the pattern here.
 */
const ariaInEnglish: Plugin = {
  name: 'aria-in-english',
  load: (id) =>
    /\/react-(aria|stately|aria-components)\/.*\/intl\/.*\/(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/.test(
      id,
    )
      ? "export { default } from './en-US.mjs';"
      : null,
};

const router = fileURLToPath(
  new URL('node_modules/react-router/dist/production/index.mjs', import.meta.url),
);

export default defineConfig({
  plugins: [react(), ariaInEnglish, compressed()],
  // The package leads to its development build by default.
  resolve: { alias: [{ find: /^react-router$/, replacement: router }] },
  build: {
    outDir: 'dist',
    // Every file under assets/ carries a content hash, so the server may call it immutable.
    assetsDir: 'assets',
    // The page's CSP has no data: fonts and no inline styles, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      output: {
        // What every page needs changes a few times a year and the app every day: it stays cached.
        codeSplitting: {
          groups: [
            {
              name: 'libraries',
              test: /node_modules\/(react|react-dom|scheduler|react-router|i18next|react-i18next|use-sync-external-store)\//,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/graphql': { target: server, ws: true },
      '/auth': { target: server },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    environment: 'node',
    // A simulated run takes 50 ms on an idle machine, and seconds beside a compiler.
    testTimeout: 30_000,
  },
});
