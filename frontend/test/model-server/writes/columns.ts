import type { Intent } from '../../../src/sync';
import { rankBetween, rankForPlace } from '../../../src/sync/rank';
import type { ModelBoard } from '../board';
import type { Community } from '../community';
import { notFound, Refused } from '../errors';
import { type Change, type ColumnRow, cardChangeOf } from '../rows';
import { refuseIfBoardArchived, requireTitle } from './cards';

type Input<Type extends Intent['type']> = Omit<Extract<Intent, { type: Type }>, 'type'>;
interface Decision {
  readonly id: string;
  readonly changes: readonly Change[];
}

export function createColumn(
  community: Community,
  board: ModelBoard,
  input: Input<'createColumn'>,
): Decision {
  refuseIfBoardArchived(board);
  const row: ColumnRow = {
    id: community.newId('column'),
    title: requireTitle(input.title),
    color: input.color ?? 'GRAY',
    kind: input.kind ?? 'ACTIVE',
    wipLimit: input.wipLimit ?? null,
    wipPolicy: input.wipPolicy ?? 'WARN',
    description: '',
    rank: rankForPlace(board.columnsInOrder(), input),
  };
  return { id: row.id, changes: [{ kind: 'column', row, fields: ['*'] }] };
}

export function updateColumn(board: ModelBoard, input: Input<'updateColumn'>): Decision {
  refuseIfBoardArchived(board);
  const column = requireColumn(board, input.columnId);
  const row: ColumnRow = {
    ...column,
    title: input.title === undefined ? column.title : requireTitle(input.title),
    color: input.color ?? column.color,
    kind: input.kind ?? column.kind,
    wipLimit: input.wipLimit === undefined ? column.wipLimit : input.wipLimit,
    wipPolicy: input.wipPolicy ?? column.wipPolicy,
    description: input.description ?? column.description,
  };
  const fields = (Object.keys(row) as (keyof ColumnRow)[]).filter(
    (field) => row[field] !== column[field],
  );
  return { id: row.id, changes: fields.length === 0 ? [] : [{ kind: 'column', row, fields }] };
}

export function moveColumn(board: ModelBoard, input: Input<'moveColumn'>): Decision {
  refuseIfBoardArchived(board);
  const column = requireColumn(board, input.columnId);
  const others = board.columnsInOrder().filter(({ id }) => id !== column.id);
  const rank =
    input.afterId === null
      ? rankBetween(null, others[0]?.rank ?? null)
      : rankForPlace(others, { afterId: input.afterId });
  return {
    id: column.id,
    changes: [{ kind: 'column', row: { ...column, rank }, fields: ['rank'] }],
  };
}

export function deleteColumn(board: ModelBoard, input: Input<'deleteColumn'>): Decision {
  refuseIfBoardArchived(board);
  requireColumn(board, input.columnId);
  const held = [...board.cards.values()].filter(({ columnId }) => columnId === input.columnId);
  const gone: Change = { kind: 'columnDeleted', id: input.columnId };
  if (held.length === 0) return { id: input.columnId, changes: [gone] };
  if (input.moveCardsTo === undefined) {
    throw new Refused('REQUIRED', 'Say where its cards go.', ['moveCardsTo']);
  }
  const target = requireColumn(board, input.moveCardsTo);
  if (target.id === input.columnId) throw new Refused('INVALID', 'Cards cannot stay there.');
  const moved = [
    ...board.cardsIn(input.columnId),
    ...held.filter((card) => card.archivedAt !== null),
  ];
  let last = board.cardsIn(target.id).at(-1)?.rank ?? null;
  const changes = moved.map((card) => {
    last = rankBetween(last, null);
    return cardChangeOf({ ...card, columnId: target.id, rank: last }, ['column', 'rank']);
  });
  return { id: input.columnId, changes: [...changes, gone] };
}

function requireColumn(board: ModelBoard, id: string): ColumnRow {
  const column = board.columns.get(id);
  if (column === undefined) throw notFound('column');
  return column;
}
