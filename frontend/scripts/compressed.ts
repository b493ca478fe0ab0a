/**
 * Part of the build: writes a `.br` beside every file that compresses, as small as brotli makes it, and
 * fails where a first visit to a board or to a card would load more than 200 kB of JavaScript.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** Bytes of compressed JavaScript. */
const BOUND = 200_000;

/** What a page loads beside the entry until it can be used. A card's texts come after that: Markdown is 15 kB more. */
const PAGES = {
  'a board': ['src/app/BoardLayout.tsx'],
  'a card': ['src/app/BoardLayout.tsx', 'src/app/CardRoute.tsx'],
};

/** Smaller ones are not worth a header. */
const FROM_BYTES = 1024;
const COMPRESSES = /\.(html|js|css|svg|json|webmanifest|txt)$/;

const compress = promisify(brotliCompress);

export function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = 'dist' }, bundle) {
      const sizes = new Map<string, number>();
      for (const file of Object.values(bundle)) {
        const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        sizes.set(file.fileName, content.length);
        if (content.length < FROM_BYTES || !COMPRESSES.test(file.fileName)) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        const smaller = await compress(content, { params });
        sizes.set(file.fileName, smaller.length);
        await writeFile(join(dir, `${file.fileName}.br`), smaller);
      }
      for (const [page, modules] of Object.entries(PAGES)) {
        const size = firstLoad(bundle, modules).reduce(
          (sum, name) => sum + (sizes.get(name) ?? 0),
          0,
        );
        this.info(`${page} loads ${(size / 1000).toFixed(1)} kB of compressed JavaScript`);
        if (size > BOUND) this.error(`${page} loads ${size} bytes; the bound is ${BOUND}`);
      }
    },
  };
}

/** The files that the entry and the modules' chunks import, theirs included. */
function firstLoad(bundle: Rolldown.OutputBundle, modules: readonly string[]): string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const files = new Set<string>();
  const add = (name: string) => {
    const chunk = bundle[name];
    if (files.has(name) || chunk?.type !== 'chunk') return;
    files.add(name);
    chunk.imports.forEach(add);
  };
  for (const chunk of chunks) if (chunk.isEntry) add(chunk.fileName);
  for (const module of modules) {
    const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
    if (chunk === undefined) throw new Error(`${module} has no chunk of its own any more`);
    add(chunk.fileName);
  }
  return [...files];
}
