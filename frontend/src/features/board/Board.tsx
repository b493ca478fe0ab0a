import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRights } from '../../parts/rights';
import { useBoardStore, useColumns, useLoad } from '../../sync/react';
import { useStore } from '../../ui/store';
import { useIsNarrow } from '../../ui/useMediaQuery';
import { AddColumn } from './AddColumn';
import styles from './Board.module.css';
import { BoardSkeleton } from './BoardSkeleton';
import { useBoardUi } from './boardUi';
import { Column } from './Column';
import { ColumnStrip } from './ColumnStrip';
import { followDrags } from './drag/mouseDrag';
import { followTouches } from './drag/touchDrag';
import { GhostColumns } from './GhostColumns';
import { useBoardKeys } from './useBoardKeys';
import { useRemoteEvents } from './useRemoteEvents';

const BoardOverlays = lazy(() => import('./BoardOverlays'));

export interface BoardProps {
  readonly onOpenCard: (cardKey: string) => void;
}

/** The columns, side by side; scrolls by itself. */
export function Board({ onOpenCard }: BoardProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const ui = useBoardUi();
  const columns = useColumns();
  const load = useLoad();
  const { canEdit } = useRights();
  const isNarrow = useIsNarrow();
  const area = useRef<HTMLDivElement>(null);
  const isLoading = load.kind === 'loading';
  const hasOverlay = useStore(ui.overlay, (overlay) => overlay !== null);
  const onKeyDown = useBoardKeys(onOpenCard);
  useRemoteEvents();

  // Drags are listened to on the scrolling area, which stands only once the columns are there.
  useEffect(() => {
    if (!canEdit || isLoading || !area.current) return;
    const stopMouse = followDrags(area.current, { ui, store });
    const stopTouch = followTouches(area.current, ui, store);
    return () => {
      stopMouse();
      stopTouch();
    };
  }, [canEdit, isLoading, store, ui]);

  if (isLoading) return <BoardSkeleton />;
  if (columns.length === 0) return <GhostColumns />;
  return (
    <>
      {isNarrow && <ColumnStrip area={area} columns={columns} />}
      {/* biome-ignore lint/a11y/useSemanticElements: columns are no form, so no fieldset. */}
      <div
        aria-label={t('board.columns')}
        className={styles.area}
        onKeyDown={onKeyDown}
        ref={area}
        role="group"
      >
        {columns.map((column, index) => (
          <Column
            column={column}
            columnCount={columns.length}
            index={index}
            key={store.stableKey(column.id)}
            onOpenCard={onOpenCard}
          />
        ))}
        {canEdit && <AddColumn />}
      </div>
      <Suspense fallback={null}>{hasOverlay && <BoardOverlays onOpenCard={onOpenCard} />}</Suspense>
    </>
  );
}
