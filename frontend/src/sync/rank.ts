/**
 * The one total order: ranks compare as bytes, ties by id. The server makes ranks; a rank made here is
 * provisional, for a card that was dropped and is not confirmed, and never leaves this browser.
 */

/** ASCII order is byte order, so `<` on these strings compares as the server does. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const MIDDLE = 'V';

export interface Ranked {
  readonly id: string;
  readonly rank: string;
}

/** Negative where `a` comes first. */
export function compareRanked(a: Ranked, b: Ranked): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/**
 * A rank between two neighbours; null stands for the column's edge. Where none exists (equal ranks, or
 * nothing below the lower edge) the answer is the nearest there is: right after `above`, or the lowest.
 */
export function rankBetween(above: string | null, below: string | null): string {
  const low = above ?? '';
  if (below === null) return rankAfter(low);
  if (low >= below) return low + MIDDLE;
  return midpoint(low, below) ?? low;
}

/** Where a card goes among others that are sorted and do not contain it; see `CardPlace`. */
export function rankForPlace(
  others: readonly Ranked[],
  place: { readonly afterId?: string | null; readonly beforeId?: string | null },
): string {
  const index = indexForPlace(others, place);
  return rankBetween(others[index - 1]?.rank ?? null, others[index]?.rank ?? null);
}

function indexForPlace(
  others: readonly Ranked[],
  place: { readonly afterId?: string | null; readonly beforeId?: string | null },
): number {
  const above = place.afterId == null ? -1 : others.findIndex(({ id }) => id === place.afterId);
  if (above >= 0) return above + 1;
  const below = place.beforeId == null ? -1 : others.findIndex(({ id }) => id === place.beforeId);
  return below >= 0 ? below : others.length;
}

/** The next rank at the end: the last digit that can grow does, so appending keeps ranks short. */
function rankAfter(low: string): string {
  for (let index = 0; index < low.length; index += 1) {
    const digit = DIGITS.indexOf(low.charAt(index));
    if (digit < 0) break;
    const next = DIGITS[digit + 1];
    if (next !== undefined) return low.slice(0, index) + next;
  }
  return low + MIDDLE;
}

/** The string halfway between two, with `low < high`; null where only a trailing zero lies between. */
function midpoint(low: string, high: string): string | null {
  let prefix = '';
  for (let index = 0; index < high.length; index += 1) {
    const lowDigit = index < low.length ? DIGITS.indexOf(low.charAt(index)) : -1;
    const highDigit = DIGITS.indexOf(high.charAt(index));
    const floor = Math.max(lowDigit, 0);
    if (floor === highDigit && (index < low.length || high.charAt(index) === DIGITS[0])) {
      prefix += high.charAt(index);
      continue;
    }
    if (highDigit - floor > 1) return prefix + DIGITS.charAt((floor + highDigit) >> 1);
    if (index >= low.length) return `${prefix}${DIGITS.charAt(0)}${MIDDLE}`;
    return `${prefix}${low.charAt(index)}${rankAfter(low.slice(index + 1))}`;
  }
  return null;
}
