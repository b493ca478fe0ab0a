import type { BoardStore, CardEntity, Intent } from '../../src/sync';
import type { Step } from './plan';

/** The intents that a step means for what its device shows now; none where it means nothing. */
export function intentsOf(step: Step, store: BoardStore): readonly Intent[] {
  const [first, second, third] = step.picks;
  const card = pick(store.cards(), first);
  const column = pick(store.columns(), second);
  switch (step.kind) {
    case 'moveCard':
    case 'moveCardLocally': {
      if (card === undefined || column === undefined) return [];
      const target = step.kind === 'moveCard' ? column.id : card.columnId;
      return [
        { type: 'moveCard', cardId: card.id, columnId: target, ...place(store, target, third) },
      ];
    }
    case 'createCard':
      if (column === undefined) return [];
      return [
        {
          type: 'createCard',
          columnId: column.id,
          title: `Card ${first}`,
          ...place(store, column.id, third),
        },
      ];
    case 'labelCard': {
      const label = pick(store.labels(), second);
      if (card === undefined || label === undefined) return [];
      const ids = [label.id];
      const change = third % 2 === 0 ? { addLabelIds: ids } : { removeLabelIds: ids };
      return [{ type: 'updateCard', cardId: card.id, ...change }];
    }
    case 'restoreCard':
      return card === undefined ? [] : [{ type: 'restoreCard', cardId: card.id }];
    case 'updateCard':
    case 'archiveCard':
    case 'deleteCard':
    case 'comment':
      return card === undefined ? [] : [onCard(step, store, card)];
    default:
      return onBoard(step, store);
  }
}

function onCard(step: Step, store: BoardStore, card: CardEntity): Intent {
  const [, second, third] = step.picks;
  const cardId = card.id;
  if (step.kind === 'archiveCard') return { type: 'archiveCard', cardId };
  if (step.kind === 'deleteCard') return { type: 'deleteCard', cardId };
  if (step.kind === 'comment') return { type: 'addComment', cardId, body: `Comment ${second}` };
  switch (second % 5) {
    case 0:
      return { type: 'updateCard', cardId, title: third % 7 === 0 ? ' ' : `Card ${third}` };
    case 1:
      return { type: 'updateCard', cardId, dueOn: third % 3 === 0 ? null : '2026-03-04' };
    case 2:
      return { type: 'updateCard', cardId, estimate: third % 9 };
    case 3: {
      const { version } = card;
      const description = `Text ${third}`;
      return { type: 'updateCard', cardId, description, expectedVersion: version };
    }
    default:
      return {
        type: 'updateCard',
        cardId,
        milestoneId: pick(store.milestones(), third)?.id ?? null,
      };
  }
}

function onBoard(step: Step, store: BoardStore): readonly Intent[] {
  const [first, second, third] = step.picks;
  const column = pick(store.columns(), first);
  const other = pick(store.columns(), second);
  const label = pick(store.labels(), first);
  const milestone = pick(store.milestones(), first);
  switch (step.kind) {
    case 'createColumn':
      if (store.columns().length > 6) return [];
      return [{ type: 'createColumn', title: `Column ${first}`, afterId: column?.id ?? null }];
    case 'updateColumn': {
      if (column === undefined) return [];
      const wipLimit = third % 3 === 0 ? null : 3 + (third % 8);
      return [{ type: 'updateColumn', columnId: column.id, wipLimit, wipPolicy: 'BLOCK' }];
    }
    case 'moveColumn':
      if (column === undefined || column === other) return [];
      return [
        {
          type: 'moveColumn',
          columnId: column.id,
          afterId: third % 4 === 0 ? null : (other?.id ?? null),
        },
      ];
    case 'deleteColumn':
      if (column === undefined || other === undefined || store.columns().length < 3) return [];
      return [{ type: 'deleteColumn', columnId: column.id, moveCardsTo: other.id }];
    case 'createLabel':
      return [{ type: 'createLabel', name: `Label ${first % 20}`, color: 'RED' }];
    case 'deleteLabel':
      return label === undefined ? [] : [{ type: 'deleteLabel', labelId: label.id }];
    case 'createMilestone':
      return [{ type: 'createMilestone', title: `Milestone ${first}` }];
    case 'updateMilestone':
      if (milestone === undefined) return [];
      return [
        {
          type: 'updateMilestone',
          milestoneId: milestone.id,
          state: second % 2 === 0 ? 'OPEN' : 'CLOSED',
        },
      ];
    case 'deleteMilestone':
      return milestone === undefined
        ? []
        : [{ type: 'deleteMilestone', milestoneId: milestone.id }];
    case 'updateBoard':
      return [{ type: 'updateBoard', title: `Board ${first}` }];
    default:
      return [];
  }
}

function place(store: BoardStore, columnId: string, chosen: number) {
  const neighbour = pick(store.cardIds(columnId), chosen);
  if (neighbour === undefined || chosen % 5 === 0) return {};
  return chosen % 2 === 0 ? { afterId: neighbour } : { beforeId: neighbour };
}

export function pick<Item>(items: readonly Item[], chosen: number): Item | undefined {
  return items[chosen % items.length];
}
