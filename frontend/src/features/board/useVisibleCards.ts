import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { BoardStore, CardId, ColumnId } from '../../sync';
import { useBoardStore, useColumnCardIds } from '../../sync/react';
import { useStore } from '../../ui/store';
import { type BoardUi, useBoardUi } from './boardUi';
import { isActive, matches } from './filter';

/** A column's cards that pass the filter, in order. Watches single cards only while there is a filter. */
export function useVisibleCards(columnId: ColumnId): readonly CardId[] {
  const store = useBoardStore();
  const ids = useColumnCardIds(columnId);
  const filter = useStore(useBoardUi().filter, (value) => value);
  const active = isActive(filter);
  const subscribe = useCallback(
    (listener: () => void) => (active ? store.subscribe(listener) : () => {}),
    [active, store],
  );
  const cards = useSyncExternalStore(subscribe, () => (active ? store.cards() : null));
  return useMemo(() => {
    if (cards === null) return ids;
    return ids.filter((id) => {
      const card = store.card(id);
      return card !== undefined && matches(filter, card);
    });
  }, [cards, filter, ids, store]);
}

/** The same, asked once. */
export function visibleCards(
  store: BoardStore,
  ui: BoardUi,
  columnId: ColumnId,
): readonly CardId[] {
  const filter = ui.filter.get();
  const ids = store.cardIds(columnId);
  if (!isActive(filter)) return ids;
  return ids.filter((id) => {
    const card = store.card(id);
    return card !== undefined && matches(filter, card);
  });
}
