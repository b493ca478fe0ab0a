import { describe, expect, it } from 'vitest';
import { compareRanked, rankBetween, rankForPlace } from './rank';

describe('rankBetween', () => {
  it.each([
    [null, null],
    ['V', null],
    [null, 'V'],
    [null, '1'],
    ['0V', '1'],
    ['A', 'B'],
    ['A', 'AV'],
    ['A', 'A1'],
    ['A', 'A01'],
    ['Az', 'B'],
    ['Azz', 'B'],
    ['A5', 'A6V'],
    ['z', null],
    ['zz', null],
    ['a0', 'a1'],
  ])('lies between %s and %s', (above, below) => {
    const rank = rankBetween(above, below);
    if (above !== null) expect(rank > above).toBe(true);
    if (below !== null) expect(rank < below).toBe(true);
  });

  it('stays between under ten thousand insertions at random places', () => {
    const ranks: string[] = [];
    let seed = 1;
    for (let count = 0; count < 10_000; count += 1) {
      seed = (seed * 48_271) % 2_147_483_647;
      const index = seed % (ranks.length + 1);
      ranks.splice(index, 0, rankBetween(ranks[index - 1] ?? null, ranks[index] ?? null));
    }
    expect(ranks).toEqual([...new Set(ranks)].sort());
  });

  it('goes right after the upper neighbour where nothing lies between', () => {
    expect(rankBetween('A', 'A') > 'A').toBe(true);
    expect(rankBetween('A', 'A0')).toBe('A');
    expect(rankBetween(null, '0')).toBe('');
  });
});

describe('rankForPlace', () => {
  const others = [
    { id: 'a', rank: 'A' },
    { id: 'b', rank: 'B' },
    { id: 'c', rank: 'C' },
  ];
  const orderWith = (rank: string) =>
    [...others, { id: 'x', rank }].sort(compareRanked).map(({ id }) => id);

  it('goes after, before, or to the end', () => {
    expect(orderWith(rankForPlace(others, { afterId: 'a' }))).toEqual(['a', 'x', 'b', 'c']);
    expect(orderWith(rankForPlace(others, { beforeId: 'a' }))).toEqual(['x', 'a', 'b', 'c']);
    expect(orderWith(rankForPlace(others, {}))).toEqual(['a', 'b', 'c', 'x']);
  });

  it('ignores a neighbour that is gone', () => {
    expect(orderWith(rankForPlace(others, { afterId: 'gone', beforeId: 'c' }))).toEqual([
      'a',
      'b',
      'x',
      'c',
    ]);
    expect(orderWith(rankForPlace(others, { afterId: 'gone' }))).toEqual(['a', 'b', 'c', 'x']);
  });
});
