import { expect, test } from 'vitest';
import { headingsBelowPage } from './headings';

test.each([
  { written: [1, 2, 3], shown: [3, 4, 5] },
  { written: [2, 2, 2], shown: [3, 3, 3] },
  { written: [3, 1, 4], shown: [3, 3, 4] },
  { written: [1, 2, 3, 4, 5, 6], shown: [3, 4, 5, 6, 6, 6] },
])('headings written as $written are shown as $shown', ({ written, shown }) => {
  const headings = written.map((depth) => ({ type: 'heading', depth, children: [] }));
  const quoted = { type: 'blockquote', children: headings };
  headingsBelowPage()({ type: 'root', children: [quoted] });
  expect(headings.map(({ depth }) => depth)).toEqual(shown);
});
