import type { CardId, ColumnId } from '../../../sync';

/** A place a card can be dropped: before the `index`-th of the column's shown cards, the dragged one not counted. */
export interface DropPlace {
  readonly columnId: ColumnId;
  readonly index: number;
}

export type DragState =
  | {
      readonly kind: 'card';
      readonly cardId: CardId;
      readonly fromColumnId: ColumnId;
      /** Pixels: how far the slot opens. */
      readonly height: number;
      readonly over: DropPlace | null;
    }
  | {
      readonly kind: 'column';
      readonly columnId: ColumnId;
      /** Before the `index`-th of the other columns. */
      readonly index: number | null;
    };

/** How a column on screen answers "where would a card dropped here go". */
export interface ColumnGeometry {
  readonly element: HTMLElement;
  readonly scroller: () => HTMLElement | null;
  readonly indexAt: (clientY: number) => number;
}

export function samePlace(a: DropPlace | null, b: DropPlace | null): boolean {
  return a?.columnId === b?.columnId && a?.index === b?.index;
}
