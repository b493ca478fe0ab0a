/** Relay connections over arrays. A cursor is the item's sort key, so it survives the item. */
import { ApiError } from './errors';

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface Keyed<Node> {
  readonly key: string;
  readonly node: () => Node;
}

export interface ConnectionOptions {
  readonly descending?: boolean;
  /** A page is never longer than this, whatever is asked for. */
  readonly limit?: number;
}

/** `items` sorted by key, ascending or (with `descending`) the other way round. */
export function connection<Node>(
  items: readonly Keyed<Node>[],
  page: PageArguments,
  { descending = false, limit = 1000 }: ConnectionOptions = {},
) {
  const asked = page.first ?? page.last ?? 50;
  if (asked < 1 || asked > 1000) throw new ApiError('BAD_REQUEST', 'A page is 1 to 1000 long.');
  const size = Math.min(asked, limit);
  const isPast = (key: string, cursor: string) => (descending ? key < cursor : key > cursor);
  const { after, before } = page;
  const within = items.filter(
    ({ key }) =>
      (after == null || isPast(key, after)) &&
      (before == null || (key !== before && !isPast(key, before))),
  );
  const fromEnd = page.first == null && page.last != null;
  const chosen = fromEnd ? within.slice(-size) : within.slice(0, size);
  const edges = chosen.map(({ key, node }) => ({ cursor: key, node: node() }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    totalCount: items.length,
    pageInfo: {
      hasNextPage: fromEnd ? before != null : within.length > size,
      hasPreviousPage: fromEnd ? within.length > size : after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Numbers as keys that sort as strings do. */
export function numberKey(value: number): string {
  return String(value).padStart(12, '0');
}
