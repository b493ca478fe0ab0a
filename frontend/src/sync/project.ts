/**
 * What a pending intent would do to the board as it is shown now. Pure and deterministic: the same
 * intents over the same board give the same view, in every replay. Where an intent makes no sense any
 * more (its card is gone), it changes nothing; the server's answer settles it.
 */
import type { CardEntity, ColumnEntity } from './entities';
import type { CardId, ColumnId } from './ids';
import type { CardPlace, CreateCardIntent, Intent, UpdateCardIntent } from './intents';
import { compareRanked, rankBetween, rankForPlace } from './rank';
import { Patch, type ReadonlyTables } from './tables';

/** The view so far: confirmed, and the intents before this one. */
export interface ProjectionView extends ReadonlyTables {
  /** A column's cards that are not archived, top to bottom. */
  cardsIn(columnId: ColumnId): readonly CardEntity[];
  /** A rank for a place in a column, for a card that stands somewhere else or nowhere yet. */
  rankAt(columnId: ColumnId, place: CardPlace, movingId: CardId | null): string;
}

export interface PendingIntent {
  readonly intent: Intent;
  /** The id of the entity that the intent creates, for as long as it has no other. */
  readonly localId: string | null;
  /** When it was dispatched, RFC 3339. */
  readonly at: string;
}

export function projectIntent(view: ProjectionView, pending: PendingIntent): Patch {
  const { intent } = pending;
  switch (intent.type) {
    case 'createCard':
      return createCard(view, pending, intent);
    case 'updateCard':
      return changeCard(view, intent.cardId, (card) => updateCard(card, intent));
    case 'moveCard':
      return changeCard(view, intent.cardId, (card) => ({
        ...card,
        columnId: intent.columnId,
        rank: view.rankAt(intent.columnId, intent, intent.cardId),
      }));
    case 'archiveCard':
      return changeCard(view, intent.cardId, (card) => ({ ...card, archivedAt: pending.at }));
    case 'restoreCard':
      return changeCard(view, intent.cardId, (card) => ({ ...card, archivedAt: null }));
    case 'deleteCard':
      return new Patch().remove('cards', intent.cardId);
    case 'addComment':
      return changeCard(view, intent.cardId, (card) => countComment(card, 1));
    case 'deleteComment':
      return changeCard(view, intent.cardId, (card) => countComment(card, -1));
    case 'updateComment':
      return changeCard(view, intent.cardId, (card) => card);
    case 'createColumn':
    case 'updateColumn':
    case 'moveColumn':
    case 'deleteColumn':
      return projectColumn(view, pending, intent);
    case 'createLabel':
    case 'updateLabel':
    case 'deleteLabel':
      return projectLabel(view, pending, intent);
    case 'createMilestone':
    case 'updateMilestone':
    case 'deleteMilestone':
      return projectMilestone(view, pending, intent);
    case 'updateBoard':
    case 'archiveBoard':
    case 'restoreBoard':
    case 'deleteBoard':
      return projectBoard(view, pending, intent);
    case 'setBoardMember':
    case 'removeBoardMember':
      return projectMember(view, intent);
    default:
      return intent satisfies never;
  }
}

function changeCard(
  view: ProjectionView,
  id: CardId,
  change: (card: CardEntity) => CardEntity,
): Patch {
  const patch = new Patch();
  const card = view.cards.get(id);
  if (card !== undefined) patch.put('cards', id, { ...change(card), pending: true });
  return patch;
}

function createCard(
  view: ProjectionView,
  { localId, at }: PendingIntent,
  intent: CreateCardIntent,
): Patch {
  const patch = new Patch();
  if (localId === null || view.cards.has(localId)) return patch;
  return patch.put('cards', localId, {
    id: localId,
    key: '',
    number: 0,
    columnId: intent.columnId,
    rank: view.rankAt(intent.columnId, intent, null),
    title: intent.title,
    icon: intent.icon ?? null,
    labelIds: intent.labelIds ?? [],
    assigneeIds: intent.assigneeIds ?? [],
    startOn: intent.startOn ?? null,
    dueOn: intent.dueOn ?? null,
    estimate: intent.estimate ?? null,
    milestoneId: intent.milestoneId ?? null,
    createdAt: at,
    updatedAt: at,
    archivedAt: null,
    version: 0,
    commentCount: 0,
    checklist: { done: 0, total: 0 },
    hasDescription: (intent.description ?? '') !== '',
    pending: true,
  });
}

function updateCard(card: CardEntity, intent: UpdateCardIntent): CardEntity {
  const { type, cardId, description, expectedVersion, ...fields } = intent;
  const { addLabelIds, removeLabelIds, addAssigneeIds, removeAssigneeIds, ...values } = fields;
  return {
    ...card,
    ...values,
    hasDescription: description === undefined ? card.hasDescription : description !== '',
    labelIds: changedIds(card.labelIds, addLabelIds, removeLabelIds),
    assigneeIds: changedIds(card.assigneeIds, addAssigneeIds, removeAssigneeIds),
  };
}

function changedIds(
  ids: readonly string[],
  add: readonly string[] = [],
  remove: readonly string[] = [],
): readonly string[] {
  return [...new Set([...ids, ...add])].filter((id) => !remove.includes(id));
}

function countComment(card: CardEntity, by: number): CardEntity {
  return { ...card, commentCount: Math.max(0, card.commentCount + by) };
}

type Of<Type extends Intent['type']> = Extract<Intent, { readonly type: Type }>;

function projectColumn(
  view: ProjectionView,
  { localId }: PendingIntent,
  intent: Of<'createColumn' | 'updateColumn' | 'moveColumn' | 'deleteColumn'>,
): Patch {
  const patch = new Patch();
  const columns = [...view.columns.values()].sort(compareRanked);
  if (intent.type === 'createColumn') {
    if (localId === null || view.columns.has(localId)) return patch;
    const rank =
      intent.afterId === null
        ? rankBetween(null, columns[0]?.rank ?? null)
        : rankForPlace(columns, intent);
    return patch.put('columns', localId, newColumn(localId, rank, intent));
  }
  const column = view.columns.get(intent.columnId);
  if (column === undefined) return patch;
  switch (intent.type) {
    case 'updateColumn': {
      const { type, columnId, ...values } = intent;
      return patch.put('columns', column.id, { ...column, ...values, pending: true });
    }
    case 'moveColumn': {
      const others = columns.filter(({ id }) => id !== column.id);
      const rank =
        intent.afterId === null
          ? rankBetween(null, others[0]?.rank ?? null)
          : rankForPlace(others, intent);
      return patch.put('columns', column.id, { ...column, rank, pending: true });
    }
    default:
      return deleteColumn(view, column, intent.moveCardsTo);
  }
}

function newColumn(id: ColumnId, rank: string, intent: Of<'createColumn'>): ColumnEntity {
  return {
    id,
    title: intent.title,
    color: intent.color ?? 'GRAY',
    kind: intent.kind ?? 'ACTIVE',
    wipLimit: intent.wipLimit ?? null,
    wipPolicy: intent.wipPolicy ?? 'WARN',
    description: '',
    rank,
    pending: true,
  };
}

function deleteColumn(
  view: ProjectionView,
  { id }: ColumnEntity,
  moveCardsTo: ColumnId | undefined,
): Patch {
  const patch = new Patch();
  const cards = view.cardsIn(id);
  if (cards.length > 0 && (moveCardsTo === undefined || !view.columns.has(moveCardsTo))) {
    return patch;
  }
  if (moveCardsTo !== undefined) {
    let last = view.cardsIn(moveCardsTo).at(-1)?.rank ?? null;
    for (const card of cards) {
      last = rankBetween(last, null);
      patch.put('cards', card.id, { ...card, columnId: moveCardsTo, rank: last, pending: true });
    }
  }
  return patch.remove('columns', id);
}

function projectLabel(
  view: ProjectionView,
  { localId }: PendingIntent,
  intent: Of<'createLabel' | 'updateLabel' | 'deleteLabel'>,
): Patch {
  const patch = new Patch();
  if (intent.type === 'createLabel') {
    if (localId === null || view.labels.has(localId)) return patch;
    const { name, color = 'GRAY' } = intent;
    return patch.put('labels', localId, { id: localId, name, color, pending: true });
  }
  const label = view.labels.get(intent.labelId);
  if (label === undefined) return patch;
  if (intent.type === 'updateLabel') {
    const { type, labelId, ...values } = intent;
    return patch.put('labels', label.id, { ...label, ...values, pending: true });
  }
  for (const card of view.cards.values()) {
    if (!card.labelIds.includes(label.id)) continue;
    const labelIds = card.labelIds.filter((id) => id !== label.id);
    patch.put('cards', card.id, { ...card, labelIds, pending: true });
  }
  return patch.remove('labels', label.id);
}

function projectMilestone(
  view: ProjectionView,
  { localId }: PendingIntent,
  intent: Of<'createMilestone' | 'updateMilestone' | 'deleteMilestone'>,
): Patch {
  const patch = new Patch();
  if (intent.type === 'createMilestone') {
    if (localId === null || view.milestones.has(localId)) return patch;
    return patch.put('milestones', localId, {
      id: localId,
      title: intent.title,
      description: intent.description ?? '',
      startOn: intent.startOn ?? null,
      dueOn: intent.dueOn ?? null,
      state: 'OPEN',
      pending: true,
    });
  }
  const milestone = view.milestones.get(intent.milestoneId);
  if (milestone === undefined) return patch;
  if (intent.type === 'updateMilestone') {
    const { type, milestoneId, ...values } = intent;
    return patch.put('milestones', milestone.id, { ...milestone, ...values, pending: true });
  }
  for (const card of view.cards.values()) {
    if (card.milestoneId !== milestone.id) continue;
    patch.put('cards', card.id, { ...card, milestoneId: null, pending: true });
  }
  return patch.remove('milestones', milestone.id);
}

function projectBoard(
  { board }: ProjectionView,
  { at }: PendingIntent,
  intent: Of<'updateBoard' | 'archiveBoard' | 'restoreBoard' | 'deleteBoard'>,
): Patch {
  const patch = new Patch();
  // A board that is being deleted stays on the screen until the server has agreed.
  if (board === null || intent.type === 'deleteBoard') return patch;
  if (intent.type === 'updateBoard') {
    const { type, ...values } = intent;
    patch.board = { ...board, ...values };
  } else {
    patch.board = { ...board, archivedAt: intent.type === 'archiveBoard' ? at : null };
  }
  return patch;
}

function projectMember(
  view: ProjectionView,
  intent: Of<'setBoardMember' | 'removeBoardMember'>,
): Patch {
  const patch = new Patch();
  if (intent.type === 'removeBoardMember') return patch.remove('members', intent.userId);
  // Somebody named by a user name that is not known here appears with the server's answer.
  const userId =
    'userId' in intent
      ? intent.userId
      : [...view.users.values()].find(({ username }) => username === intent.username)?.id;
  if (userId === undefined) return patch;
  return patch.put('members', userId, { userId, role: intent.role, pending: true });
}
