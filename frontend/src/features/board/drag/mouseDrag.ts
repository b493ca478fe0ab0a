/**
 * Dragging by mouse: the only file that knows pragmatic-drag-and-drop. It turns the library's events into the
 * calls of `cardDrag` and `columnDrag`. Touch does not come here: browsers have no native drag for it.
 */

import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/utils/combine';
import { preserveOffsetOnSource } from '@atlaskit/pragmatic-drag-and-drop/utils/preserve-offset-on-source';
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/utils/set-custom-native-drag-preview';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import type { BoardStore, CardId, ColumnId } from '../../../sync';
import type { BoardUi } from '../boardUi';
import { cancelCardDrag, carryCardOver, dropCard, placeUnder, startCardDrag } from './cardDrag';
import { carryColumnTo, dropColumn, startColumnDrag } from './columnDrag';
import { liftedClone } from './liftedClone';

type Cleanup = () => void;

interface Board {
  readonly ui: BoardUi;
  readonly store: BoardStore;
}

/** Makes a card something the mouse can pick up. */
export function makeCardDraggable(element: HTMLElement, cardId: CardId): Cleanup {
  let pointerType = 'mouse';
  const onPointerDown = (event: PointerEvent) => {
    pointerType = event.pointerType;
  };
  element.addEventListener('pointerdown', onPointerDown);
  return combine(
    () => element.removeEventListener('pointerdown', onPointerDown),
    draggable({
      element,
      canDrag: ({ input }) => pointerType !== 'touch' && !isInControl(element, input),
      getInitialData: () => ({ cardId, height: element.getBoundingClientRect().height }),
      onGenerateDragPreview: ({ nativeSetDragImage, location }) =>
        setCustomNativeDragPreview({
          nativeSetDragImage,
          getOffset: preserveOffsetOnSource({ element, input: location.current.input }),
          render: ({ container }) => {
            container.append(liftedClone(element));
          },
        }),
    }),
  );
}

/** Makes a column something its header can carry. */
export function makeColumnDraggable(
  element: HTMLElement,
  handle: HTMLElement,
  columnId: ColumnId,
): Cleanup {
  return draggable({ element, dragHandle: handle, getInitialData: () => ({ columnId }) });
}

/** Follows every drag over the board's scrolling area until the returned function is called. */
export function followDrags(area: HTMLElement, board: Board): Cleanup {
  const { ui, store } = board;
  return combine(
    dropTargetForElements({ element: area, getIsSticky: () => false }),
    autoScrollForElements({ element: area }),
    monitorForElements({
      onDragStart: ({ source }) => {
        const { cardId, columnId, height } = source.data;
        if (typeof cardId === 'string') startCardDrag(ui, store, cardId, Number(height));
        else if (typeof columnId === 'string') startColumnDrag(ui, columnId);
      },
      onDrag: ({ source, location }) => {
        const { clientX, clientY } = location.current.input;
        const isOver = location.current.dropTargets.length > 0;
        if (source.data['cardId'])
          carryCardOver(ui, isOver ? placeUnder(ui, clientX, clientY) : null);
        else carryColumnTo(ui, isOver ? clientX : null);
      },
      onDrop: ({ location }) => {
        // Escape, or letting go outside the board: the library then reports no drop target.
        if (location.current.dropTargets.length === 0) {
          cancelCardDrag(ui);
          carryColumnTo(ui, null);
        }
        dropCard(ui, store);
        dropColumn(ui, store);
      },
    }),
  );
}

/** Scrolls a column while a card is carried near its upper or lower end. */
export function scrollWhileDragging(scroller: HTMLElement): Cleanup {
  return autoScrollForElements({
    element: scroller,
    canScroll: ({ source }) => 'cardId' in source.data,
  });
}

/** The card's "..." and its title while it is edited are pressed, not dragged. */
function isInControl(card: HTMLElement, at: { clientX: number; clientY: number }): boolean {
  const under = document.elementFromPoint(at.clientX, at.clientY);
  return under !== null && card.contains(under) && under.closest('button, textarea') !== null;
}
