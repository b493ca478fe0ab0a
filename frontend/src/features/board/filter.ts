import type { CardEntity, LabelId, MilestoneId, UserId } from '../../sync';

export interface CardFilter {
  readonly text: string;
  /** Any of them; none: all cards. The same for people. */
  readonly labelIds: readonly LabelId[];
  readonly assigneeIds: readonly UserId[];
  readonly milestoneId: MilestoneId | null;
}

export const emptyFilter: CardFilter = {
  text: '',
  labelIds: [],
  assigneeIds: [],
  milestoneId: null,
};

export function isActive(filter: CardFilter): boolean {
  return (
    filter.text.trim() !== '' ||
    filter.labelIds.length > 0 ||
    filter.assigneeIds.length > 0 ||
    filter.milestoneId !== null
  );
}

/** Every word must stand in the title or key; kinds of conditions are joined by "and". */
export function matches(filter: CardFilter, card: CardEntity): boolean {
  const text = `${card.key} ${card.title}`.toLocaleLowerCase();
  const words = filter.text.toLocaleLowerCase().split(/\s+/);
  return (
    words.every((word) => text.includes(word)) &&
    anyOf(filter.labelIds, card.labelIds) &&
    anyOf(filter.assigneeIds, card.assigneeIds) &&
    (filter.milestoneId === null || card.milestoneId === filter.milestoneId)
  );
}

function anyOf(wanted: readonly string[], present: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((id) => present.includes(id));
}
