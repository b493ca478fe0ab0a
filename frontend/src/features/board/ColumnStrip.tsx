import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnMark } from '../../parts/ColumnMark';
import type { ColumnEntity, ColumnId } from '../../sync';
import { useStore } from '../../ui/store';
import { useBoardUi } from './boardUi';
import styles from './ColumnStrip.module.css';

export interface ColumnStripProps {
  readonly columns: readonly ColumnEntity[];
  /** The scrolling area of the board. */
  readonly area: RefObject<HTMLElement | null>;
}

/** On a phone, the names of the columns: where one is, a way to the others, and where a held card may be dropped. */
export function ColumnStrip({ columns, area }: ColumnStripProps) {
  const { t } = useTranslation();
  const ui = useBoardUi();
  const over = useStore(ui.drag, (drag) =>
    drag?.kind === 'card' ? (drag.over?.columnId ?? null) : null,
  );
  const [current, setCurrent] = useState<ColumnId | null>(columns[0]?.id ?? null);

  useEffect(() => {
    const board = area.current;
    if (!board) return;
    const onScroll = () => {
      const middle = board.getBoundingClientRect().left + board.clientWidth / 2;
      for (const [id, column] of ui.geometry) {
        const box = column.element.getBoundingClientRect();
        if (box.left <= middle && box.right >= middle) setCurrent(id);
      }
    };
    board.addEventListener('scroll', onScroll, { passive: true });
    return () => board.removeEventListener('scroll', onScroll);
  }, [area, ui]);

  return (
    <nav aria-label={t('board.columns')} className={styles.strip}>
      {columns.map((column) => (
        <button
          aria-current={column.id === current}
          className={styles.name}
          data-over={column.id === over}
          data-strip-column={column.id}
          key={column.id}
          onClick={(event) => {
            event.currentTarget.scrollIntoView({ inline: 'center', block: 'nearest' });
            ui.geometry
              .get(column.id)
              ?.element.scrollIntoView({ inline: 'start', block: 'nearest' });
          }}
          type="button"
        >
          <ColumnMark column={column} />
          {column.title}
        </button>
      ))}
    </nav>
  );
}
