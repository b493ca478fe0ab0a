/** Entities with nothing remarkable about them, for tests that care about one field. */
import type { CardEntity, ColumnEntity } from '../../src/sync';
import type { BoardEvent, BoardPage, CardsPage, Change } from '../../src/sync/wire';

export function sampleCard(card: Partial<CardEntity> & { readonly id: string }): CardEntity {
  return {
    key: 'RL-1',
    number: 1,
    columnId: 'todo',
    rank: 'V',
    title: card.id,
    icon: null,
    labelIds: [],
    assigneeIds: [],
    startOn: null,
    dueOn: null,
    estimate: null,
    milestoneId: null,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
    archivedAt: null,
    version: 1,
    commentCount: 0,
    checklist: { done: 0, total: 0 },
    hasDescription: false,
    pending: false,
    ...card,
  };
}

export function sampleColumn(id: string, rank: string): ColumnEntity {
  return {
    id,
    title: id,
    color: 'GRAY',
    kind: 'ACTIVE',
    wipLimit: null,
    wipPolicy: 'WARN',
    description: '',
    rank,
    pending: false,
  };
}

export function cardsPage(
  seq: number,
  cards: readonly CardEntity[],
  next: string | null = null,
): CardsPage {
  return { epoch: 'epoch', seq, cards, users: [], next };
}

export function boardPage(seq: number, cards: readonly CardEntity[]): BoardPage {
  return {
    epoch: 'epoch',
    seq,
    viewer: null,
    board: {
      id: 'board',
      key: 'RL',
      title: 'Release',
      description: '',
      icon: null,
      visibility: 'PRIVATE',
      viewerRole: 'EDITOR',
      archivedAt: null,
      team: null,
    },
    columns: [sampleColumn('todo', 'A'), sampleColumn('doing', 'B'), sampleColumn('done', 'C')],
    labels: [],
    milestones: [],
    members: { epoch: 'epoch', seq, members: [], users: [], next: null },
    cards: cardsPage(seq, cards),
    totalCards: cards.length,
  };
}

export function event(seq: number, ...changes: readonly Change[]): BoardEvent {
  return { epoch: 'epoch', seq, actor: null, clientMutationId: null, changes };
}

export function cardChange(card: CardEntity, fields: readonly string[] = ['title']): Change {
  return { kind: 'card', card, users: [], fields, created: fields.includes('*') };
}
