/** What of a Markdown tree matters here. */
interface Node {
  readonly type: string;
  depth?: number;
  readonly children?: readonly Node[];
}

/** The deepest heading of the page that a text stands below. */
const pageDepth = 2;
const deepest = 6;

/**
 * A remark plugin: a text's headings go on from the page's own, and none skips a level, whichever level the
 * writer began with. Otherwise "## Steps" as the first heading would have a hole above it.
 */
export function headingsBelowPage(): (tree: Node) => void {
  return (tree) => {
    const above: number[] = [];
    for (const heading of headingsOf(tree)) {
      const depth = heading.depth ?? 1;
      while ((above.at(-1) ?? 0) >= depth) above.pop();
      above.push(depth);
      heading.depth = Math.min(deepest, pageDepth + above.length);
    }
  };
}

function headingsOf(node: Node): readonly Node[] {
  if (node.type === 'heading') return [node];
  return (node.children ?? []).flatMap(headingsOf);
}
