/**
 * What a board's screen remembers beside the board itself: focus, drags, the filter, what is open.
 * Stores rather than React state, so that a drag or a flash draws only the columns and cards it touches.
 */
import { createContext, useContext } from 'react';
import type { CardId, ColumnId } from '../../sync';
import { createStore, type Store } from '../../ui/store';
import type { ColumnGeometry, DragState } from './drag/dragState';
import type { CardFilter } from './filter';
import type { Flash } from './flashes';

/** What is open beside a card of the board. */
export interface CardOverlay {
  readonly kind: 'menu' | 'labels' | 'assignees' | 'due' | 'milestone' | 'move';
  readonly cardId: CardId;
}

export interface BoardUi {
  readonly filter: Store<CardFilter>;
  readonly drag: Store<DragState | null>;
  readonly flashes: Store<ReadonlyMap<CardId, Flash>>;
  readonly overlay: Store<CardOverlay | null>;
  /** The card whose title is being edited in place. */
  readonly editing: Store<CardId | null>;
  /** The column whose composer is open. */
  readonly composing: Store<ColumnId | null>;
  /** Where the arrows start from. */
  readonly currentCard: Store<CardId | null>;
  /** The card that wants focus as soon as it is drawn. */
  readonly wantedFocus: Store<CardId | null>;
  /** Card heights in pixels as last measured, so that a card keeps its size when it changes columns. */
  readonly heights: Map<CardId, number>;
  /** The columns on screen. */
  readonly geometry: Map<ColumnId, ColumnGeometry>;
}

/** With the filter that the board is opened with. */
export function createBoardUi(filter: CardFilter): BoardUi {
  return {
    filter: createStore<CardFilter>(filter),
    drag: createStore<DragState | null>(null),
    flashes: createStore<ReadonlyMap<CardId, Flash>>(new Map()),
    overlay: createStore<CardOverlay | null>(null),
    editing: createStore<CardId | null>(null),
    composing: createStore<ColumnId | null>(null),
    currentCard: createStore<CardId | null>(null),
    wantedFocus: createStore<CardId | null>(null),
    heights: new Map(),
    geometry: new Map(),
  };
}

export const BoardUiContext = createContext<BoardUi | null>(null);

export function useBoardUi(): BoardUi {
  const ui = useContext(BoardUiContext);
  if (!ui) throw new Error('A board component stands outside its board.');
  return ui;
}

/** Moves focus to a card, which may not be drawn yet. */
export function focusCard(ui: BoardUi, cardId: CardId): void {
  ui.currentCard.set(cardId);
  ui.wantedFocus.set(null);
  ui.wantedFocus.set(cardId);
}
