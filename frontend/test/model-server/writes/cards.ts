import type { Intent } from '../../../src/sync';
import { rankForPlace } from '../../../src/sync/rank';
import type { ModelBoard, Writer } from '../board';
import type { Community } from '../community';
import { notFound, Refused } from '../errors';
import { type CardRow, type Change, cardChangeOf } from '../rows';

type Input<Type extends Intent['type']> = Omit<Extract<Intent, { type: Type }>, 'type'>;
interface Decision {
  readonly id: string;
  readonly changes: readonly Change[];
}

export function createCard(
  community: Community,
  board: ModelBoard,
  writer: Writer,
  input: Input<'createCard'>,
): Decision {
  refuseIfBoardArchived(board);
  const title = requireTitle(input.title);
  refuseOverLimit(board, input.columnId, null);
  board.lastNumber += 1;
  const row: CardRow = {
    id: community.newId('card'),
    number: board.lastNumber,
    columnId: input.columnId,
    rank: rankForPlace(board.cardsIn(input.columnId), input),
    title,
    icon: input.icon ?? null,
    description: input.description ?? '',
    labelIds: (input.labelIds ?? []).filter((id) => board.labels.has(id)),
    assigneeIds: (input.assigneeIds ?? []).filter((id) => community.users.has(id)),
    startOn: input.startOn ?? null,
    dueOn: input.dueOn ?? null,
    estimate: input.estimate ?? null,
    milestoneId: knownMilestone(board, input.milestoneId ?? null),
    createdById: writer.actorId,
    createdAt: writer.at,
    updatedAt: writer.at,
    archivedAt: null,
    version: 0,
  };
  return { id: row.id, changes: [cardChangeOf(row, ['*'])] };
}

export function updateCard(
  community: Community,
  board: ModelBoard,
  input: Input<'updateCard'>,
): Decision {
  const card = writableCard(board, input.cardId);
  if (input.expectedVersion != null && card.version > input.expectedVersion) {
    throw new Refused('CONFLICT', 'Somebody else has changed the card meanwhile.');
  }
  const row: CardRow = {
    ...card,
    title: input.title === undefined ? card.title : requireTitle(input.title),
    description: input.description ?? card.description,
    icon: input.icon === undefined ? card.icon : input.icon,
    startOn: input.startOn === undefined ? card.startOn : input.startOn,
    dueOn: input.dueOn === undefined ? card.dueOn : input.dueOn,
    estimate: input.estimate === undefined ? card.estimate : input.estimate,
    milestoneId:
      input.milestoneId === undefined ? card.milestoneId : knownMilestone(board, input.milestoneId),
    labelIds: changed(
      card.labelIds,
      (input.addLabelIds ?? []).filter((id) => board.labels.has(id)),
      input.removeLabelIds ?? [],
    ),
    assigneeIds: changed(
      card.assigneeIds,
      (input.addAssigneeIds ?? []).filter((id) => community.users.has(id)),
      input.removeAssigneeIds ?? [],
    ),
  };
  const fields = changedFields(card, row);
  return { id: card.id, changes: fields.length === 0 ? [] : [cardChangeOf(row, fields)] };
}

export function moveCard(board: ModelBoard, input: Input<'moveCard'>): Decision {
  const card = writableCard(board, input.cardId);
  if (card.columnId !== input.columnId) refuseOverLimit(board, input.columnId, card.id);
  if (!board.columns.has(input.columnId)) throw notFound('column');
  const others = board.cardsIn(input.columnId).filter(({ id }) => id !== card.id);
  const row = { ...card, columnId: input.columnId, rank: rankForPlace(others, input) };
  const fields = card.columnId === row.columnId ? ['rank'] : ['column', 'rank'];
  return { id: card.id, changes: [cardChangeOf(row, fields)] };
}

export function archiveCard(board: ModelBoard, writer: Writer, cardId: string): Decision {
  refuseIfBoardArchived(board);
  const card = board.cards.get(cardId);
  if (card === undefined) throw notFound('card');
  if (card.archivedAt !== null) return { id: cardId, changes: [] };
  const row = { ...card, archivedAt: writer.at };
  return { id: cardId, changes: [cardChangeOf(row, ['archivedAt'])] };
}

export function restoreCard(board: ModelBoard, cardId: string): Decision {
  refuseIfBoardArchived(board);
  const card = board.cards.get(cardId);
  if (card === undefined) throw notFound('card');
  if (card.archivedAt === null) return { id: cardId, changes: [] };
  refuseOverLimit(board, card.columnId, card.id);
  const row = { ...card, archivedAt: null };
  return { id: cardId, changes: [cardChangeOf(row, ['archivedAt'])] };
}

export function deleteCard(board: ModelBoard, cardId: string): Decision {
  refuseIfBoardArchived(board);
  if (!board.cards.has(cardId)) throw notFound('card');
  return { id: cardId, changes: [{ kind: 'cardDeleted', id: cardId }] };
}

/** Gives a column's cards new ranks without changing their order, as a server does once in a while. */
export function rebalance(board: ModelBoard, columnId: string): readonly Change[] {
  return board
    .cardsIn(columnId)
    .map((card, index) =>
      cardChangeOf({ ...card, rank: `M${String(index).padStart(4, '0')}V` }, ['rank']),
    );
}

export function refuseIfBoardArchived(board: ModelBoard): void {
  if (board.row.archivedAt !== null) throw new Refused('ARCHIVED', 'The board is archived.');
}

export function requireTitle(title: string): string {
  if (title.trim() === '') throw new Refused('REQUIRED', 'A title is needed.', ['title']);
  if (title.length > 500) throw new Refused('TOO_LONG', 'The title is too long.', ['title']);
  return title.trim();
}

/** The card, if it and its board accept changes. */
export function writableCard(board: ModelBoard, cardId: string): CardRow {
  refuseIfBoardArchived(board);
  const card = board.cards.get(cardId);
  if (card === undefined) throw notFound('card');
  if (card.archivedAt !== null) throw new Refused('ARCHIVED', 'The card is archived.');
  return card;
}

function refuseOverLimit(board: ModelBoard, columnId: string, movedId: string | null): void {
  const column = board.columns.get(columnId);
  if (column === undefined) throw notFound('column');
  if (column.wipLimit === null || column.wipPolicy === 'WARN') return;
  const others = board.cardsIn(columnId).filter(({ id }) => id !== movedId);
  if (others.length >= column.wipLimit) {
    throw new Refused('WIP_LIMIT', `“${column.title}” holds ${column.wipLimit} cards at most.`);
  }
}

function knownMilestone(board: ModelBoard, id: string | null): string | null {
  if (id !== null && !board.milestones.has(id)) throw notFound('milestone');
  return id;
}

function changed(
  ids: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): readonly string[] {
  const next = [...new Set([...ids, ...add])].filter((id) => !remove.includes(id));
  return next.length === ids.length && next.every((id) => ids.includes(id)) ? ids : next;
}

const FIELD_NAMES: Partial<Record<keyof CardRow, string>> = {
  labelIds: 'labels',
  assigneeIds: 'assignees',
  milestoneId: 'milestone',
};

function changedFields(before: CardRow, after: CardRow): string[] {
  return (Object.keys(after) as (keyof CardRow)[])
    .filter((field) => before[field] !== after[field])
    .map((field) => FIELD_NAMES[field] ?? field);
}
