import { expect, test } from 'vitest';
import { safeAddress } from './address';

test.each(['https://example.org/?a=b:c', 'mailto:ann@example.org', '/b/RL', 'page?x=1:2', '#top'])(
  'a link may lead to %s',
  (address) => {
    expect(safeAddress(address)).toBe(address);
  },
);

test.each([
  'javascript:alert(1)',
  ' JaVaScript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
])('no link leads to %j', (address) => {
  expect(safeAddress(address)).toBeUndefined();
});
