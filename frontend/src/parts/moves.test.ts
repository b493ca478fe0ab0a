import { expect, it } from 'vitest';
import { placeAt } from './moves';

it('names the card before, which is what a person sees above the slot', () => {
  expect(placeAt(['a', 'b', 'c'], 2)).toEqual({ afterId: 'b' });
  expect(placeAt(['a', 'b', 'c'], 3)).toEqual({ afterId: 'c' });
});

it('names the card after only at the top', () => {
  expect(placeAt(['a', 'b'], 0)).toEqual({ beforeId: 'a' });
});

it('names nobody in an empty column', () => {
  expect(placeAt([], 0)).toEqual({});
});
