import { expect, it } from 'vitest';
import { keyFromTitle } from './boardKey';

it.each([
  ['Website relaunch', 'WR'],
  ['Roadmap', 'ROAD'],
  ['Über uns', 'UU'],
  ['2026 plans for the shop', 'PFTS'],
  ['x', ''],
  ['', ''],
  ['木の板', ''],
])('suggests a key for “%s”', (title, key) => {
  expect(keyFromTitle(title)).toBe(key);
});
