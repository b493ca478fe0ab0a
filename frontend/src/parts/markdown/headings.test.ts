import { expect, test } from 'vitest';
import { shownLevels } from './headings';

test.each([
  { written: [1, 2, 3], shown: [3, 4, 5] },
  { written: [2, 2, 2], shown: [3, 3, 3] },
  { written: [3, 1, 4], shown: [3, 3, 4] },
  { written: [1, 2, 3, 4, 5, 6], shown: [3, 4, 5, 6, 6, 6] },
])('headings written as $written are shown as $shown', ({ written, shown }) => {
  expect(shownLevels(written)).toEqual(shown);
});
