import { expect, test } from 'vitest';
import { emptyFilter } from './filter';
import { fromSearch, toSearch } from './filterAddress';

test('a filter comes back from its address', () => {
  const filter = {
    text: 'move & “drop”',
    labelIds: ['l1', 'l2'],
    assigneeIds: ['u1'],
    milestoneId: 'm1',
  };
  expect(fromSearch(toSearch(filter))).toEqual(filter);
});

test('no filter leaves the address as it is', () => {
  expect(toSearch(emptyFilter)).toBe('');
  expect(toSearch({ ...emptyFilter, text: ' ' })).toBe('');
  expect(fromSearch('')).toEqual(emptyFilter);
});
