import type { BoardStore, CardEntity, Intent } from '../../src/sync';
import type { Step, StepKind } from './plan';

/** The intents that a step means for what its device shows now; none where it means nothing. */
export function intentsOf(step: Step, store: BoardStore): readonly Intent[] {
  const [first, second, third] = step.picks;
  if (step.kind === 'createCard') {
    const columnId = pick(store.columns(), second)?.id;
    if (columnId === undefined) return [];
    const title = `Card ${first}`;
    return [{ type: 'createCard', columnId, title, ...place(store, columnId, third) }];
  }
  if (!CARD_STEPS.has(step.kind)) return onBoard(step, store);
  const card = pick(store.cards(), first);
  const intent = card === undefined ? null : onCard(step, store, card);
  return intent === null ? [] : [intent];
}

const CARD_STEPS: ReadonlySet<StepKind> = new Set([
  'moveCard',
  'moveCardLocally',
  'updateCard',
  'labelCard',
  'archiveCard',
  'deleteCard',
  'comment',
]);

function onCard(step: Step, store: BoardStore, card: CardEntity): Intent | null {
  const [, second, third] = step.picks;
  const cardId = card.id;
  switch (step.kind) {
    case 'moveCard': {
      const columnId = pick(store.columns(), second)?.id;
      if (columnId === undefined) return null;
      return { type: 'moveCard', cardId, columnId, ...place(store, columnId, third) };
    }
    case 'moveCardLocally': {
      const { columnId } = card;
      return { type: 'moveCard', cardId, columnId, ...place(store, columnId, third) };
    }
    case 'labelCard': {
      const labelIds = store.labels().length === 0 ? [] : [pick(store.labels(), second)?.id ?? ''];
      const change = third % 2 === 0 ? { addLabelIds: labelIds } : { removeLabelIds: labelIds };
      return { type: 'updateCard', cardId, ...change };
    }
    case 'archiveCard':
    case 'deleteCard':
      return { type: step.kind, cardId };
    case 'comment':
      return { type: 'addComment', cardId, body: `Comment ${second}` };
    default:
      return update(step, store, card);
  }
}

function update(step: Step, store: BoardStore, { id: cardId, version }: CardEntity): Intent {
  const [, second, third] = step.picks;
  switch (second % 5) {
    case 0:
      return { type: 'updateCard', cardId, title: third % 7 === 0 ? ' ' : `Card ${third}` };
    case 1:
      return { type: 'updateCard', cardId, dueOn: third % 3 === 0 ? null : '2026-03-04' };
    case 2:
      return { type: 'updateCard', cardId, estimate: third % 9 };
    case 3:
      return {
        type: 'updateCard',
        cardId,
        description: `Text ${third}`,
        expectedVersion: version,
      };
    default:
      return {
        type: 'updateCard',
        cardId,
        milestoneId: pick(store.milestones(), third)?.id ?? null,
      };
  }
}

function onBoard(step: Step, store: BoardStore): readonly Intent[] {
  const [first, second] = step.picks;
  const label = pick(store.labels(), first);
  const milestone = pick(store.milestones(), first);
  switch (step.kind) {
    case 'createLabel':
      return [{ type: 'createLabel', name: `Label ${first % 20}`, color: 'RED' }];
    case 'deleteLabel':
      return label === undefined ? [] : [{ type: 'deleteLabel', labelId: label.id }];
    case 'createMilestone':
      return [{ type: 'createMilestone', title: `Milestone ${first}` }];
    case 'updateMilestone': {
      const state = second % 2 === 0 ? 'OPEN' : 'CLOSED';
      if (milestone === undefined) return [];
      return [{ type: 'updateMilestone', milestoneId: milestone.id, state }];
    }
    case 'deleteMilestone':
      if (milestone === undefined) return [];
      return [{ type: 'deleteMilestone', milestoneId: milestone.id }];
    case 'updateBoard':
      return [{ type: 'updateBoard', title: `Board ${first}` }];
    default: {
      const intent = onColumn(step, store);
      return intent === null ? [] : [intent];
    }
  }
}

function onColumn(step: Step, store: BoardStore): Intent | null {
  const [first, second, third] = step.picks;
  const columnId = pick(store.columns(), first)?.id;
  const otherId = pick(store.columns(), second)?.id;
  const count = store.columns().length;
  if (columnId === undefined || otherId === undefined) return null;
  switch (step.kind) {
    case 'createColumn':
      if (count > 6) return null;
      return { type: 'createColumn', title: `Column ${first}`, afterId: otherId };
    case 'updateColumn': {
      const wipLimit = third % 3 === 0 ? null : 3 + (third % 8);
      return { type: 'updateColumn', columnId, wipLimit, wipPolicy: 'BLOCK' };
    }
    case 'moveColumn': {
      const afterId = third % 4 === 0 ? null : otherId;
      return afterId === columnId ? null : { type: 'moveColumn', columnId, afterId };
    }
    case 'deleteColumn':
      return count < 3 ? null : { type: 'deleteColumn', columnId, moveCardsTo: otherId };
    default:
      return null;
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
