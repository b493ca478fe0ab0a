/** What one change costs on a board of 10,000 cards: `npx vitest bench`. */
import { bench, describe } from 'vitest';
import { ConfirmedBoard } from '../src/sync/confirmed';
import type { PendingIntent } from '../src/sync/project';
import { BoardView } from '../src/sync/view';
import { boardPage, cardChange, event, sampleCard } from './world/samples';

const COUNT = 10_000;
const COLUMNS = ['todo', 'doing', 'done'] as const;

const cards = Array.from({ length: COUNT }, (_, index) =>
  sampleCard({
    id: `card_${index}`,
    number: index + 1,
    rank: String(index).padStart(6, '0'),
    columnId: COLUMNS[index % 3] ?? 'todo',
  }),
);

function open() {
  const confirmed = new ConfirmedBoard(boardPage(1, cards));
  confirmed.endLoading();
  const view = new BoardView(confirmed.tables);
  view.replaceConfirmed(confirmed.tables, []);
  return { confirmed, view };
}

/** Somebody moves one card to another column, each time another one. */
function mover(pending: readonly PendingIntent[]) {
  const { confirmed, view } = open();
  for (const intent of pending) view.append(intent);
  return () => {
    const seq = confirmed.seq + 1;
    const card = sampleCard({
      id: `card_${(seq * 7919) % COUNT}`,
      rank: String((seq * 104_729) % COUNT).padStart(6, '0'),
      columnId: COLUMNS[seq % 3] ?? 'todo',
      version: seq,
    });
    view.rebase(confirmed.applyEvent(event(seq, cardChange(card, ['column', 'rank']))), pending);
    return COLUMNS.map((columnId) => view.cardIds(columnId));
  };
}

const waiting = (count: number): PendingIntent[] =>
  Array.from({ length: count }, (_, index) => ({
    intent: {
      type: 'moveCard',
      cardId: `card_${index * 31}`,
      columnId: 'done',
      afterId: `card_${index * 3 + 2}`,
    },
    localId: null,
    at: '2026-01-01T00:00:00Z',
  }));

describe('a board of 10,000 cards', () => {
  const move = mover([]);
  bench('apply an event that moves a card, read all columns', () => {
    move();
  });

  const moveUnder = mover(waiting(20));
  bench('the same under 20 pending moves', () => {
    moveUnder();
  });

  bench('open the board', () => {
    open();
  });
});
