import { type KeyboardEvent, useCallback, useEffect } from 'react';
import { archiveCard } from '../../parts/cardActions';
import { moveCardTo } from '../../parts/moves';
import { rightsOn } from '../../parts/rights';
import type { BoardStore, CardEntity, ColumnId } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { isPlain, isTyping } from '../../ui/keys';
import { type BoardUi, type CardOverlay, focusCard, useBoardUi } from './boardUi';
import { visibleCards } from './useVisibleCards';

interface Board {
  readonly store: BoardStore;
  readonly ui: BoardUi;
}

const steps: Readonly<Record<string, readonly [columns: number, cards: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

const overlays: Readonly<Record<string, CardOverlay['kind']>> = {
  m: 'move',
  l: 'labels',
  a: 'assignees',
  d: 'due',
};

/** The keys of a board: arrows walk, Shift and arrows carry, letters act on the focused card. */
export function useBoardKeys(
  onOpenCard: (cardKey: string) => void,
): (event: KeyboardEvent) => void {
  const store = useBoardStore();
  const ui = useBoardUi();
  useKeysFromNowhere({ store, ui });
  return useCallback(
    (event) => {
      if (isTyping(event.nativeEvent) || !isPlain(event)) return;
      const board = { store, ui };
      const card = focusedCard(board, event.target);
      const step = steps[event.key];
      if (step && card) {
        event.preventDefault();
        if (!event.shiftKey) walk(board, card, step);
        else if (rightsOn(store.board()).canEdit) carry(board, card, step);
        return;
      }
      if (act(board, card, event.key.toLowerCase(), onOpenCard)) event.preventDefault();
    },
    [onOpenCard, store, ui],
  );
}

/** With nothing focused, N opens a composer and an arrow goes to the card that was focused last, or the first. */
function useKeysFromNowhere({ store, ui }: Board): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.target !== document.body || isTyping(event) || !isPlain(event)) return;
      const isKnown = steps[event.key]
        ? enter({ store, ui })
        : event.key.toLowerCase() === 'n' && act({ store, ui }, undefined, 'n', () => {});
      if (isKnown) event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [store, ui]);
}

/** Goes to the card that was focused last, if it is still shown, else to the first; false: there is none. */
function enter({ store, ui }: Board): boolean {
  const shown = store.columns().flatMap((column) => visibleCards(store, ui, column.id));
  const current = ui.currentCard.get();
  const target = current !== null && shown.includes(current) ? current : shown[0];
  if (target !== undefined) focusCard(ui, target);
  return target !== undefined;
}

function focusedCard({ store }: Board, target: EventTarget): CardEntity | undefined {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-card-id]') : null;
  const id = element?.dataset['cardId'];
  return id === undefined ? undefined : store.card(id);
}

function walk(board: Board, card: CardEntity, [columns, cards]: readonly [number, number]): void {
  const { store, ui } = board;
  const index = visibleCards(store, ui, card.columnId).indexOf(card.id);
  if (columns === 0) {
    const next = visibleCards(store, ui, card.columnId)[index + cards];
    if (next) focusCard(ui, next);
    return;
  }
  for (const columnId of columnsBeside(store, card.columnId, columns)) {
    const ids = visibleCards(store, ui, columnId);
    const next = ids[Math.min(index, ids.length - 1)];
    if (next && ui.geometry.has(columnId)) {
      focusCard(ui, next);
      return;
    }
  }
}

function carry(board: Board, card: CardEntity, [columns, cards]: readonly [number, number]): void {
  const { store, ui } = board;
  const index = visibleCards(store, ui, card.columnId).indexOf(card.id);
  const [beside] = columns === 0 ? [card.columnId] : columnsBeside(store, card.columnId, columns);
  if (beside === undefined) return;
  const ids = visibleCards(store, ui, beside).filter((id) => id !== card.id);
  const to = columns === 0 ? index + cards : Math.min(index, ids.length);
  if (to < 0 || to > ids.length) return;
  moveCardTo(store, card.id, beside, to, ids);
  focusCard(ui, card.id);
}

/** The columns to one side, the nearest first. */
function columnsBeside(
  store: BoardStore,
  columnId: ColumnId,
  direction: number,
): readonly ColumnId[] {
  const ids = store.columns().map((column) => column.id);
  const index = ids.indexOf(columnId);
  return direction > 0 ? ids.slice(index + 1) : ids.slice(0, index).reverse();
}

/** Does what a letter stands for; false: nothing. */
function act(
  board: Board,
  card: CardEntity | undefined,
  key: string,
  onOpenCard: (cardKey: string) => void,
): boolean {
  const { store, ui } = board;
  if (!rightsOn(store.board()).canEdit) return false;
  if (key === 'n') {
    ui.composing.set(card?.columnId ?? store.columns()[0]?.id ?? null);
    return true;
  }
  if (!card) return false;
  const overlay = overlays[key];
  if (overlay) ui.overlay.set({ kind: overlay, cardId: card.id });
  else if (key === 'e') ui.editing.set(card.id);
  else if (key === 'x') archiveFocused(board, card);
  else if (key === 'o' && card.key) onOpenCard(card.key);
  else return false;
  return true;
}

/** The next card takes the focus, so that it is not lost with the one that leaves. */
export function archiveFocused({ store, ui }: Board, card: CardEntity): void {
  const ids = visibleCards(store, ui, card.columnId);
  const index = ids.indexOf(card.id);
  const next = ids[index + 1] ?? ids[index - 1];
  archiveCard(store, card.id);
  if (next) focusCard(ui, next);
}
