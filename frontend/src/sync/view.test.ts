import { describe, expect, it } from 'vitest';
import { boardPage, cardChange, event, sampleCard } from '../../test/world/samples';
import { ConfirmedBoard } from './confirmed';
import type { Intent } from './intents';
import type { PendingIntent } from './project';
import { compareRanked, rankForPlace } from './rank';
import { BoardView } from './view';

const CARDS = ['A', 'B', 'C'].map((rank, index) =>
  sampleCard({ id: rank.toLowerCase(), number: index + 1, rank }),
);

const pending = (intent: Intent, localId: string | null = null): PendingIntent => ({
  intent,
  localId,
  at: '2026-01-02T00:00:00Z',
});

function newView() {
  const confirmed = new ConfirmedBoard(boardPage(1, CARDS));
  const view = new BoardView(confirmed.tables);
  view.replaceConfirmed(confirmed.tables, []);
  return { confirmed, view };
}

describe('a view', () => {
  it('shows pending moves between their neighbours', () => {
    const { view } = newView();
    view.append(pending({ type: 'moveCard', cardId: 'c', columnId: 'todo', beforeId: 'b' }));
    view.append(pending({ type: 'moveCard', cardId: 'a', columnId: 'todo', afterId: 'c' }));
    expect(view.cardIds('todo')).toEqual(['c', 'a', 'b']);
  });

  it('puts a card where the server will put it, wherever it is dropped', () => {
    const places = ['a', 'b', 'c', 'gone', null].flatMap((afterId) =>
      ['a', 'b', 'c', 'gone', null].map((beforeId) => ({ afterId, beforeId })),
    );
    for (const place of places) {
      const { view } = newView();
      const others = CARDS.filter(({ id }) => id !== 'b');
      const expected = [...others, { id: 'b', rank: rankForPlace(others, place) }];
      view.append(pending({ type: 'moveCard', cardId: 'b', columnId: 'todo', ...place }));
      expect(view.cardIds('todo')).toEqual(expected.sort(compareRanked).map(({ id }) => id));
    }
  });

  it('replays pending intents over an event, and drops to the confirmed board without them', () => {
    const { confirmed, view } = newView();
    const move = pending({ type: 'moveCard', cardId: 'c', columnId: 'todo', beforeId: 'a' });
    view.append(move);
    const patch = confirmed.applyEvent(
      event(2, cardChange(sampleCard({ id: 'a', number: 1, columnId: 'doing', version: 2 }))),
    );
    view.rebase(patch, [move]);
    expect(view.cardIds('doing')).toEqual(['a']);
    // The neighbour has left: the card goes to the end, as the server will have it.
    expect(view.cardIds('todo')).toEqual(['b', 'c']);
    view.rebase(null, []);
    expect(view.cards.get('c')).toBe(confirmed.tables.cards.get('c'));
  });

  it('keeps the identity of what comes out equal', () => {
    const { confirmed, view } = newView();
    const move = pending({ type: 'moveCard', cardId: 'c', columnId: 'doing' });
    view.append(move);
    const moved = view.cards.get('c');
    const ids = view.cardIds('todo');
    const patch = confirmed.applyEvent(
      event(2, cardChange(sampleCard({ id: 'b', number: 2, rank: 'B', title: 'New', version: 2 }))),
    );
    const changes = view.rebase(patch, [move]);
    expect([...changes.cards]).toEqual(['b']);
    expect(changes.columns).toEqual([]);
    expect(view.cards.get('c')).toBe(moved);
    expect(view.cardIds('todo')).toBe(ids);
  });

  it('gives the same answer however often the same intents are replayed', () => {
    const intents = [
      pending({ type: 'createCard', columnId: 'todo', title: 'New', afterId: 'a' }, 'local_1'),
      pending({ type: 'moveCard', cardId: 'local_1', columnId: 'doing' }),
      pending({ type: 'deleteColumn', columnId: 'todo', moveCardsTo: 'doing' }),
      pending({ type: 'updateCard', cardId: 'a', title: 'Changed', dueOn: null }),
    ];
    const { view } = newView();
    for (const intent of intents) view.append(intent);
    const first = view.cardIds('doing');
    expect(first).toEqual(['local_1', 'a', 'b', 'c']);
    expect(view.rebase(null, intents).columns).toEqual([]);
    expect(view.cardIds('doing')).toBe(first);
  });

  it('hides an archived card from its column and still knows it', () => {
    const { view } = newView();
    view.append(pending({ type: 'archiveCard', cardId: 'b' }));
    expect(view.cardIds('todo')).toEqual(['a', 'c']);
    expect(view.cards.get('b')?.archivedAt).not.toBeNull();
    expect(view.cardByNumber(2)?.id).toBe('b');
  });

  it('changes nothing for an intent whose card is gone', () => {
    const { view } = newView();
    const changes = view.append(pending({ type: 'moveCard', cardId: 'gone', columnId: 'doing' }));
    expect(changes).toMatchObject({ board: false, columns: [] });
    expect(changes.cards.size).toBe(0);
  });
});
