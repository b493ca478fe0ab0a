/** Moving a card, the one way: drag, keys, the "Move..." dialog and the card's menu all end here. */
import { t } from '../i18n';
import type { BoardStore, CardId, CardPlace, ColumnId } from '../sync';
import { announce } from '../ui/announcer';

/** The intent's place for "between these cards, at this index". `ids` does not hold the card itself. */
export function placeAt(ids: readonly CardId[], index: number): CardPlace {
  const before = ids[index - 1];
  if (before !== undefined) return { afterId: before };
  const next = ids[index];
  return next === undefined ? {} : { beforeId: next };
}

/**
 * Moves a card to `index` among `visibleIds` (a column's shown cards without the card itself), and says so with its
 * old and new place. Does nothing when the card stands there already.
 */
export function moveCardTo(
  store: BoardStore,
  cardId: CardId,
  columnId: ColumnId,
  index: number,
  visibleIds: readonly CardId[] = store.cardIds(columnId).filter((id) => id !== cardId),
): void {
  const card = store.card(cardId);
  if (!card) return;
  const before = describePlace(store, cardId);
  const own = store.cardIds(columnId);
  const place = placeAt(visibleIds, index);
  if (card.columnId === columnId && standsAt(own, cardId, place)) return;
  store.dispatch({ type: 'moveCard', cardId, columnId, ...place });
  announce(t('board.moved', { card: nameOf(card), before, after: describePlace(store, cardId) }));
}

/** "RL-42 Fix the door", or the title alone while the card has no key. */
export function nameOf(card: { readonly key: string; readonly title: string }): string {
  return `${card.key} ${card.title}`.trim();
}

/** "In progress, 3 of 7". */
export function describePlace(store: BoardStore, cardId: CardId): string {
  const card = store.card(cardId);
  const column = card && store.column(card.columnId);
  if (!card || !column) return '';
  const ids = store.cardIds(card.columnId);
  return t('board.place', {
    column: column.title,
    position: ids.indexOf(cardId) + 1,
    count: ids.length,
  });
}

function standsAt(ids: readonly CardId[], cardId: CardId, place: CardPlace): boolean {
  const index = ids.indexOf(cardId);
  if (index < 0) return false;
  if (place.afterId) return ids[index - 1] === place.afterId;
  if (place.beforeId) return ids[index + 1] === place.beforeId;
  return index === ids.length - 1;
}
