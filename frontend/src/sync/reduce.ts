import type { CardEntity, UserEntity } from './entities';
import type { CardId } from './ids';
import { Patch, type ReadonlyTables, sameValue } from './tables';
import type { BoardEvent, Change } from './wire';

/**
 * What one event does to a board. Pure; the caller sees to it that the event is the next one.
 *
 * While pages are loading, a card may be ahead of the event: an image of version v holds all events up
 * to v, and `countedThrough` says through which event a card's comments are counted already.
 */
export function reduceEvent(
  tables: ReadonlyTables,
  event: BoardEvent,
  countedThrough: (cardId: CardId) => number,
): Patch {
  const patch = new Patch();
  for (const change of event.changes) {
    reduceChange({ tables, patch, seq: event.seq, countedThrough }, change);
  }
  return patch;
}

interface Reduction {
  readonly tables: ReadonlyTables;
  readonly patch: Patch;
  readonly seq: number;
  readonly countedThrough: (cardId: CardId) => number;
}

function reduceChange(reduction: Reduction, change: Change): void {
  const { tables, patch } = reduction;
  switch (change.kind) {
    case 'board':
      patch.board = { ...change.board, viewerRole: tables.board?.viewerRole ?? null };
      return;
    case 'column':
      patch.put('columns', change.column.id, change.column);
      return;
    case 'columnDeleted':
      patch.remove('columns', change.id);
      return;
    case 'card':
      reduceCard(reduction, change.card);
      putUsers(reduction, change.users);
      return;
    case 'cardDeleted':
      patch.remove('cards', change.id);
      return;
    case 'label':
      patch.put('labels', change.label.id, change.label);
      return;
    case 'labelDeleted':
      patch.remove('labels', change.id);
      return;
    case 'milestone':
      patch.put('milestones', change.milestone.id, change.milestone);
      return;
    case 'milestoneDeleted':
      patch.remove('milestones', change.id);
      return;
    case 'comment':
      if (change.created) countComment(reduction, change.comment.cardId, 1);
      return;
    case 'commentDeleted':
      countComment(reduction, change.cardId, -1);
      return;
    case 'member':
      patch.put('members', change.member.userId, change.member);
      putUsers(reduction, [change.user]);
      return;
    case 'memberRemoved':
      patch.remove('members', change.userId);
      return;
    default:
      change satisfies never;
  }
}

function reduceCard({ tables, patch, seq }: Reduction, image: CardEntity): void {
  const known = tables.cards.get(image.id);
  if (known === undefined) {
    patch.put('cards', image.id, image);
    return;
  }
  if (known.version >= seq) return;
  // Comments are counted by their own events; an event's image does not count them.
  patch.put('cards', image.id, { ...image, commentCount: known.commentCount });
}

function countComment(
  { tables, patch, seq, countedThrough }: Reduction,
  id: CardId,
  by: number,
): void {
  const card = patch.get('cards', id) ?? tables.cards.get(id);
  if (card === undefined || seq <= countedThrough(id)) return;
  patch.put('cards', id, { ...card, commentCount: Math.max(0, card.commentCount + by) });
}

function putUsers({ tables, patch }: Reduction, users: readonly UserEntity[]): void {
  for (const user of users) {
    if (!sameValue(tables.users.get(user.id), user)) patch.put('users', user.id, user);
  }
}
