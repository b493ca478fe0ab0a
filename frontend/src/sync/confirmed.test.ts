import { describe, expect, it } from 'vitest';
import { boardPage, cardChange, cardsPage, event, sampleCard } from '../../test/world/samples';
import { ConfirmedBoard } from './confirmed';
import type { Change } from './wire';

const comment = (cardId: string): Change => ({
  kind: 'comment',
  created: true,
  comment: {
    id: 'comment',
    cardId,
    body: '',
    author: null,
    createdAt: '',
    editedAt: null,
    pending: false,
  },
});

describe('pages and events of a board', () => {
  it('applies events in turn', () => {
    const board = new ConfirmedBoard(boardPage(4, [sampleCard({ id: 'a', version: 3 })]));
    board.endLoading();
    board.applyEvent(event(5, cardChange(sampleCard({ id: 'a', title: 'New', version: 5 }))));
    board.applyEvent(event(6, comment('a')));
    expect(board.seq).toBe(6);
    expect(board.tables.cards.get('a')).toMatchObject({
      title: 'New',
      version: 5,
      commentCount: 1,
    });
  });

  it('does not take a card back to an event that its page holds already', () => {
    const board = new ConfirmedBoard(boardPage(4, []));
    board.addCards(cardsPage(7, [sampleCard({ id: 'a', title: 'Seven', version: 7 })]));
    board.applyEvent(event(5, cardChange(sampleCard({ id: 'a', title: 'Five', version: 5 }))));
    expect(board.tables.cards.get('a')?.title).toBe('Seven');
  });

  it('does not take a card back to a page that is older than its event', () => {
    const board = new ConfirmedBoard(boardPage(4, []));
    board.applyEvent(event(5));
    board.applyEvent(event(6, cardChange(sampleCard({ id: 'a', title: 'Six', version: 6 }))));
    board.addCards(cardsPage(5, [sampleCard({ id: 'a', title: 'Two', version: 2 })]));
    expect(board.tables.cards.get('a')?.title).toBe('Six');
  });

  it('does not bring back with an old page what an event has deleted', () => {
    const board = new ConfirmedBoard(boardPage(4, []));
    board.applyEvent(event(5, { kind: 'cardDeleted', id: 'a' }));
    board.addCards(cardsPage(4, [sampleCard({ id: 'a' })]));
    expect(board.tables.cards.has('a')).toBe(false);
  });

  it('counts each comment once, whether the page or the event came first', () => {
    const board = new ConfirmedBoard(boardPage(4, []));
    board.applyEvent(event(5, comment('early')));
    board.addCards(cardsPage(4, [sampleCard({ id: 'early', commentCount: 2 })]));
    board.addCards(cardsPage(6, [sampleCard({ id: 'late', commentCount: 2 })]));
    board.applyEvent(event(6, comment('late')));
    board.applyEvent(event(7, comment('late')));
    expect(board.tables.cards.get('early')?.commentCount).toBe(3);
    expect(board.tables.cards.get('late')?.commentCount).toBe(3);
  });

  it('keeps this person’s role, which an event does not know', () => {
    const page = boardPage(4, []);
    const board = new ConfirmedBoard(page);
    const renamed = { ...page.board, title: 'Renamed', viewerRole: null };
    board.applyEvent(event(5, { kind: 'board', board: renamed }));
    expect(board.tables.board).toMatchObject({ title: 'Renamed', viewerRole: 'EDITOR' });
  });
});
