/** The deepest heading of the page that a text stands below. */
const pageDepth = 2;
const deepest = 6;

/**
 * A text's headings go on from the page's own, and none skips a level, whichever level the writer began with.
 * Otherwise "## Steps" as the first heading would have a hole above it. Takes and gives levels in the text's order.
 */
export function shownLevels(written: readonly number[]): readonly number[] {
  const above: number[] = [];
  return written.map((depth) => {
    while ((above.at(-1) ?? 0) >= depth) above.pop();
    above.push(depth);
    return Math.min(deepest, pageDepth + above.length);
  });
}
