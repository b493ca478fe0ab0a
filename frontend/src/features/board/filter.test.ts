import { describe, expect, it } from 'vitest';
import type { CardEntity } from '../../sync';
import { emptyFilter, isActive, matches } from './filter';

const card = {
  key: 'RL-42',
  title: 'Fix the door',
  labelIds: ['label_bug'],
  assigneeIds: ['user_ann', 'user_ben'],
  milestoneId: 'milestone_1',
} as unknown as CardEntity;

describe('a filter', () => {
  it('lets everything through while it is empty', () => {
    expect(isActive(emptyFilter)).toBe(false);
    expect(matches(emptyFilter, card)).toBe(true);
  });

  it('wants every word, in the title or the key, in any case', () => {
    expect(matches({ ...emptyFilter, text: 'DOOR rl-42' }, card)).toBe(true);
    expect(matches({ ...emptyFilter, text: 'door window' }, card)).toBe(false);
  });

  it('wants any of the labels, and any of the people', () => {
    const labelIds = ['label_docs', 'label_bug'];
    expect(matches({ ...emptyFilter, labelIds, assigneeIds: ['user_ben'] }, card)).toBe(true);
    expect(matches({ ...emptyFilter, labelIds, assigneeIds: ['user_cy'] }, card)).toBe(false);
  });

  it('wants the milestone', () => {
    expect(matches({ ...emptyFilter, milestoneId: 'milestone_2' }, card)).toBe(false);
  });
});
