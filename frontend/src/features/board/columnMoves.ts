import { t } from '../../i18n';
import type { BoardStore, ColumnId } from '../../sync';
import { announce } from '../../ui/announcer';

/** Moves a column before the `index`-th of the others, and says where it stands now. */
export function moveColumnTo(store: BoardStore, columnId: ColumnId, index: number): void {
  const columns = store.columns();
  const column = store.column(columnId);
  const from = columns.findIndex(({ id }) => id === columnId);
  if (!column || index === from || index < 0 || index >= columns.length) return;
  const others = columns.filter(({ id }) => id !== columnId);
  store.dispatch({ type: 'moveColumn', columnId, afterId: others[index - 1]?.id ?? null });
  announce(
    t('board.columnMoved', {
      column: column.title,
      before: from + 1,
      after: index + 1,
      count: columns.length,
    }),
  );
}
