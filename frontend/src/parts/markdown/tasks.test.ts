import { expect, test } from 'vitest';
import { tickTask } from './tasks';

test('a task is ticked where it stands, and its neighbours stay', () => {
  const text = 'Before\n\n- [ ] one\n- [x] two\n  1. [ ] three\n';
  expect(tickTask(text, 0, true)).toBe('Before\n\n- [x] one\n- [x] two\n  1. [ ] three\n');
  expect(tickTask(text, 1, false)).toBe('Before\n\n- [ ] one\n- [ ] two\n  1. [ ] three\n');
  expect(tickTask(text, 2, true)).toBe('Before\n\n- [ ] one\n- [x] two\n  1. [x] three\n');
});

test('what only looks like a task is left alone', () => {
  const text = '```\n- [ ] code\n```\n\n> * [ ] quoted\n\n- [ ] real';
  expect(tickTask(text, 0, true)).toBe('```\n- [ ] code\n```\n\n> * [x] quoted\n\n- [ ] real');
  expect(tickTask(text, 1, true)).toBe('```\n- [ ] code\n```\n\n> * [ ] quoted\n\n- [x] real');
});

test('line ends stay as they were', () => {
  expect(tickTask('- [ ] one\r\n- [ ] two\r\n', 1, true)).toBe('- [ ] one\r\n- [x] two\r\n');
});

test('a task that is not there is not ticked', () => {
  expect(tickTask('No tasks', 0, true)).toBeNull();
  expect(tickTask('- [x] done', 0, true)).toBeNull();
});
