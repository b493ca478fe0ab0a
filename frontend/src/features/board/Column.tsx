import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnMark } from '../../parts/ColumnMark';
import { useRights } from '../../parts/rights';
import type { ColumnEntity } from '../../sync';
import { useColumnCardIds } from '../../sync/react';
import { useStore } from '../../ui/store';
import { useBoardUi } from './boardUi';
import { CardList } from './CardList';
import styles from './Column.module.css';
import { ColumnHeader } from './ColumnHeader';
import { makeColumnDraggable } from './drag/mouseDrag';
import { useCollapsed } from './useCollapsed';

export interface ColumnProps {
  readonly column: ColumnEntity;
  readonly index: number;
  readonly columnCount: number;
  readonly onOpenCard: (cardKey: string) => void;
}

export function Column({ column, index, columnCount, onOpenCard }: ColumnProps) {
  const { canEdit } = useRights();
  const ui = useBoardUi();
  const element = useRef<HTMLElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const [isCollapsed, setCollapsed] = useCollapsed(column.id);
  const isDragged = useStore(
    ui.drag,
    (drag) => drag?.kind === 'column' && drag.columnId === column.id,
  );
  const line = useStore(ui.drag, (drag) => {
    if (drag?.kind !== 'column' || drag.index === null) return null;
    const ids = [...ui.geometry.keys()].filter((id) => id !== drag.columnId);
    if (ids[drag.index] === column.id) return 'before';
    return drag.index === ids.length && ids.at(-1) === column.id ? 'after' : null;
  });

  useEffect(() => {
    if (!canEdit || isCollapsed || !element.current || !handle.current) return;
    return makeColumnDraggable(element.current, handle.current, column.id);
  }, [canEdit, column.id, isCollapsed]);

  if (isCollapsed) return <Spine column={column} onExpand={() => setCollapsed(false)} />;
  const headingId = `column-${column.id}`;
  return (
    <section
      aria-labelledby={headingId}
      className={styles.column}
      data-column-id={column.id}
      data-dragged={isDragged}
      data-line={line}
      ref={element}
    >
      <ColumnHeader
        column={column}
        columnCount={columnCount}
        handle={handle}
        headingId={headingId}
        index={index}
        onCollapse={() => setCollapsed(true)}
      />
      <CardList column={column} element={element} onOpenCard={onOpenCard} />
    </section>
  );
}

function Spine({
  column,
  onExpand,
}: {
  readonly column: ColumnEntity;
  readonly onExpand: () => void;
}) {
  const { t } = useTranslation();
  const count = useColumnCardIds(column.id).length;
  return (
    <button
      aria-label={t('board.expand', { column: column.title, count })}
      className={styles.spine}
      onClick={onExpand}
      type="button"
    >
      <ColumnMark column={column} />
      <span className={styles.spineCount}>{count}</span>
      <span className={styles.spineTitle}>{column.title}</span>
    </button>
  );
}
