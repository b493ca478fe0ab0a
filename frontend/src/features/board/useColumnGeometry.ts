import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';
import type { ColumnId } from '../../sync';
import { useColumns } from '../../sync/react';
import { useBoardUi } from './boardUi';

/** Puts the column on the map that drags ask: where it is, what scrolls, which place a height stands for. */
export function useColumnGeometry(
  columnId: ColumnId,
  element: RefObject<HTMLElement | null>,
  scroller: RefObject<HTMLElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  slotIndex: number,
  slotHeight: number,
): void {
  const { geometry } = useBoardUi();
  const columns = useColumns();
  const slot = useRef({ slotIndex, slotHeight });
  slot.current = { slotIndex, slotHeight };

  // The map's order is the order on screen, so it is laid anew whenever the columns are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `columns` stands for their order.
  useEffect(() => {
    const column = element.current;
    if (!column) return;
    geometry.set(columnId, {
      element: column,
      scroller: () => scroller.current,
      indexAt: (clientY) => {
        const list = scroller.current;
        if (!list) return 0;
        const y = clientY - list.getBoundingClientRect().top + list.scrollTop;
        return indexAtHeight(virtualizer, y, slot.current.slotIndex, slot.current.slotHeight);
      },
    });
    return () => {
      geometry.delete(columnId);
    };
  }, [columnId, columns, element, geometry, scroller, virtualizer]);
}

/** The first card whose middle, as drawn around the open slot, lies below `y`; by halving. */
function indexAtHeight(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  y: number,
  slotIndex: number,
  slotHeight: number,
): number {
  const rows = virtualizer.measurementsCache;
  let low = 0;
  let high = Math.min(rows.length, virtualizer.options.count);
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (!row) break;
    const shift = slotIndex >= 0 && middle >= slotIndex ? slotHeight : 0;
    if (row.start + shift + row.size / 2 > y) high = middle;
    else low = middle + 1;
  }
  return low;
}
