import { type CardFilter, emptyFilter } from './filter';

/** The filter as the end of an address, "?q=search&label=..", that can be given to others; empty without one. */
export function toSearch({ text, labelIds, assigneeIds, milestoneId }: CardFilter): string {
  const search = new URLSearchParams();
  if (text.trim() !== '') search.set('q', text);
  for (const id of labelIds) search.append('label', id);
  for (const id of assigneeIds) search.append('assignee', id);
  if (milestoneId !== null) search.set('milestone', milestoneId);
  return search.size > 0 ? `?${search}` : '';
}

/** The filter that an address asks for. */
export function fromSearch(written: string): CardFilter {
  const search = new URLSearchParams(written);
  return {
    text: search.get('q') ?? emptyFilter.text,
    labelIds: search.getAll('label'),
    assigneeIds: search.getAll('assignee'),
    milestoneId: search.get('milestone'),
  };
}
