/** The life of a column's drag: a line shows where it would land. */

import type { BoardStore, ColumnId } from '../../../sync';
import type { BoardUi } from '../boardUi';
import { moveColumnTo } from '../columnMoves';

export function startColumnDrag(ui: BoardUi, columnId: ColumnId): void {
  ui.drag.set({ kind: 'column', columnId, index: null });
}

/** `clientX`: where the pointer is; null: outside the board. */
export function carryColumnTo(ui: BoardUi, clientX: number | null): void {
  const drag = ui.drag.get();
  if (drag?.kind !== 'column') return;
  const index = clientX === null ? null : indexAt(ui, drag.columnId, clientX);
  if (index !== drag.index) ui.drag.set({ ...drag, index });
}

export function dropColumn(ui: BoardUi, store: BoardStore): void {
  const drag = ui.drag.get();
  if (drag?.kind !== 'column') return;
  ui.drag.set(null);
  if (drag.index !== null) moveColumnTo(store, drag.columnId, drag.index);
}

/** How many of the other columns lie before the pointer; the map keeps their order on screen. */
function indexAt(ui: BoardUi, columnId: ColumnId, clientX: number): number {
  let index = 0;
  for (const [id, column] of ui.geometry) {
    const box = column.element.getBoundingClientRect();
    if (id !== columnId && clientX > box.left + box.width / 2) index += 1;
  }
  return index;
}
