import { expect } from 'vitest';
import type { BoardStore, CardEntity } from '../../src/sync';
import type { ModelBoard } from '../model-server/board';
import type { CardRow } from '../model-server/rows';

/** What must hold of any view at any time: every card stands in one place, and columns are sorted. */
export function checkView(store: BoardStore): void {
  const seen = new Set<string>();
  for (const column of store.columns()) {
    let last: CardEntity | undefined;
    for (const id of store.cardIds(column.id)) {
      const card = store.card(id);
      if (card === undefined || card.columnId !== column.id || card.archivedAt !== null) {
        throw new Error(`Card ${id} does not belong in column ${column.id}.`);
      }
      if (last !== undefined && !isBefore(last, card)) throw new Error(`${id} is out of order.`);
      if (seen.has(id)) throw new Error(`Card ${id} stands in two places.`);
      seen.add(id);
      last = card;
    }
  }
  // A card may be ahead of its column's creation while pages and events are still meeting.
  const columns = new Set(store.columns().map(({ id }) => id));
  const standing = store.cards().filter(({ columnId }) => columns.has(columnId));
  if (standing.length !== seen.size) throw new Error('A card stands in no column.');
}

/** The view is what the server has, and nothing is pending. */
export function expectEqual(store: BoardStore, board: ModelBoard): void {
  const columns = board.columnsInOrder();
  expect(store.connection()).toEqual({ kind: 'live', pending: 0 });
  expect(store.columns()).toEqual(columns.map((column) => ({ ...column, pending: false })));
  expect(columns.map(({ id }) => store.cardIds(id).map((cardId) => store.card(cardId)))).toEqual(
    columns.map(({ id }) => board.cardsIn(id).map((row) => cardOf(board, row))),
  );
  expect(store.cards()).toHaveLength(
    [...board.cards.values()].filter(({ archivedAt }) => archivedAt === null).length,
  );
  expect(byId(store.labels())).toEqual(
    byId([...board.labels.values()].map((label) => ({ ...label, pending: false }))),
  );
  expect(byId(store.milestones())).toEqual(
    byId([...board.milestones.values()].map((milestone) => ({ ...milestone, pending: false }))),
  );
  expect(new Map(store.members().map(({ userId, role }) => [userId, role]))).toEqual(
    new Map([...board.members.values()].map(({ userId, role }) => [userId, role])),
  );
  expect(store.board()).toMatchObject({ title: board.row.title, archivedAt: board.row.archivedAt });
}

function cardOf(board: ModelBoard, row: CardRow): CardEntity {
  const { description, createdById, labelIds, ...values } = row;
  return {
    ...values,
    key: `${board.row.key}-${row.number}`,
    labelIds,
    commentCount: board.commentsOn(row.id).length,
    checklist: { done: 0, total: 0 },
    hasDescription: description !== '',
    pending: false,
  };
}

function byId<Entity extends { readonly id: string }>(entities: readonly Entity[]): Entity[] {
  return [...entities].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function isBefore(a: CardEntity, b: CardEntity): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.id < b.id);
}
