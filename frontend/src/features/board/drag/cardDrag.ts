/** The life of a card's drag, whatever carries it: the mouse's and the touch's adapter both call these four. */
import { t } from '../../../i18n';
import { moveCardTo, nameOf } from '../../../parts/moves';
import type { BoardStore, CardId } from '../../../sync';
import { announce } from '../../../ui/announcer';
import { type BoardUi, focusCard } from '../boardUi';
import { visibleCards } from '../useVisibleCards';
import { type DropPlace, samePlace } from './dragState';

export function startCardDrag(
  ui: BoardUi,
  store: BoardStore,
  cardId: CardId,
  height: number,
): void {
  const card = store.card(cardId);
  if (!card) return;
  const index = visibleCards(store, ui, card.columnId).indexOf(cardId);
  ui.drag.set({
    kind: 'card',
    cardId,
    fromColumnId: card.columnId,
    height,
    over: { columnId: card.columnId, index },
  });
  announce(t('board.lifted', { card: nameOf(card) }));
}

export function carryCardOver(ui: BoardUi, over: DropPlace | null): void {
  const drag = ui.drag.get();
  if (drag?.kind === 'card' && !samePlace(drag.over, over)) ui.drag.set({ ...drag, over });
}

/** Lets the card go where it is carried over; back to where it was, if that is nowhere. */
export function dropCard(ui: BoardUi, store: BoardStore): void {
  const drag = ui.drag.get();
  if (drag?.kind !== 'card') return;
  ui.drag.set(null);
  if (!drag.over) return;
  const ids = visibleCards(store, ui, drag.over.columnId).filter((id) => id !== drag.cardId);
  moveCardTo(store, drag.cardId, drag.over.columnId, drag.over.index, ids);
  focusCard(ui, drag.cardId);
}

export function cancelCardDrag(ui: BoardUi): void {
  if (ui.drag.get()?.kind !== 'card') return;
  ui.drag.set(null);
  announce(t('board.putBack'));
}

/** The drop place under a point of the window. */
export function placeUnder(ui: BoardUi, clientX: number, clientY: number): DropPlace | null {
  for (const [columnId, column] of ui.geometry) {
    const box = column.element.getBoundingClientRect();
    if (
      clientX >= box.left &&
      clientX <= box.right &&
      clientY >= box.top &&
      clientY <= box.bottom
    ) {
      return { columnId, index: column.indexAt(clientY) };
    }
  }
  return null;
}
