import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRights } from '../../parts/rights';
import type { CardId, ColumnEntity } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { Button } from '../../ui/Button';
import { useStore } from '../../ui/store';
import { useBoardUi } from './boardUi';
import { CardFace } from './CardFace';
import styles from './CardList.module.css';
import { Composer } from './Composer';
import { scrollWhileDragging } from './drag/mouseDrag';
import { useColumnGeometry } from './useColumnGeometry';
import { useVisibleCards } from './useVisibleCards';

export interface CardListProps {
  readonly column: ColumnEntity;
  /** The whole column: its drop target reaches to the very bottom. */
  readonly element: RefObject<HTMLElement | null>;
  readonly onOpenCard: (cardKey: string) => void;
}

interface Row {
  readonly id: CardId;
  /** -1: the dragged card, which has no place for now. */
  readonly index: number;
  readonly top: number;
}

/** Pixels: the space between cards, and a card's height before it was ever measured. */
const gap = 8;
const usualHeight = 84;

/** A column's cards. Only those near the screen are drawn; the dragged one stays drawn wherever it is. */
export function CardList({ column, element, onOpenCard }: CardListProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const ui = useBoardUi();
  const { canEdit } = useRights();
  const scroller = useRef<HTMLDivElement>(null);
  const visible = useVisibleCards(column.id);
  const draggedId = useStore(ui.drag, (drag) =>
    drag?.kind === 'card' && drag.fromColumnId === column.id ? drag.cardId : null,
  );
  const isDragging = useStore(ui.drag, (drag) => drag?.kind === 'card');
  const slotIndex = useStore(ui.drag, (drag) =>
    drag?.kind === 'card' && drag.over?.columnId === column.id ? drag.over.index : -1,
  );
  const slotHeight = useStore(ui.drag, (drag) => (drag?.kind === 'card' ? drag.height + gap : 0));
  const isComposing = useStore(ui.composing, (id) => id === column.id);
  const ids = useMemo(
    () => (draggedId === null ? visible : visible.filter((id) => id !== draggedId)),
    [draggedId, visible],
  );
  const current = useStore(ui.currentCard, (id) => (id !== null && ids.includes(id) ? id : null));
  const anchor = Math.max(0, current === null ? 0 : ids.indexOf(current));

  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ui.heights.get(ids[index] ?? '') ?? usualHeight,
    // Another function would have every card's place counted anew.
    getItemKey: useCallback((index: number) => store.stableKey(ids[index] ?? ''), [ids, store]),
    gap,
    overscan: 5,
    paddingStart: 2,
    paddingEnd: 2,
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const indexes = defaultRangeExtractor(range);
        if (anchor < range.count && !indexes.includes(anchor)) indexes.push(anchor);
        return indexes.sort((a, b) => a - b);
      },
      [anchor],
    ),
  });
  useColumnGeometry(column.id, element, scroller, virtualizer, slotIndex, slotHeight);
  useScrollToWanted(ids, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }));
  useEndInView(isComposing, ids.length, (index) =>
    virtualizer.scrollToIndex(index, { align: 'end' }),
  );
  useEffect(() => (scroller.current ? scrollWhileDragging(scroller.current) : undefined), []);

  const measure = useCallback(
    (node: HTMLLIElement | null) => {
      if (node === null || node.dataset['index'] === '-1') return;
      virtualizer.measureElement(node);
      ui.heights.set(node.dataset['card'] ?? '', node.offsetHeight);
    },
    [ui, virtualizer],
  );
  const rows: Row[] = virtualizer.getVirtualItems().map((item) => ({
    id: ids[item.index] ?? '',
    index: item.index,
    top: item.start + (slotIndex >= 0 && item.index >= slotIndex ? slotHeight : 0),
  }));
  // The dragged card keeps its element, unseen: a drag whose element is gone gets no more events.
  if (draggedId !== null) rows.push({ id: draggedId, index: -1, top: 0 });
  const slotTop = slotIndex >= 0 ? topOfSlot(virtualizer, slotIndex) : 0;
  const height = virtualizer.getTotalSize() + (slotIndex >= 0 ? slotHeight : 0);
  return (
    <>
      <div className={styles.scroller} data-dragging={isDragging} ref={scroller}>
        <ul
          aria-label={t('board.cardsOf', { column: column.title })}
          className={styles.list}
          style={{ height }}
        >
          {rows.map((row) => (
            <li
              aria-posinset={row.index + 1}
              aria-setsize={ids.length}
              className={row.id === draggedId ? styles.source : styles.row}
              data-card={row.id}
              data-index={row.index}
              key={store.stableKey(row.id)}
              ref={measure}
              style={{ transform: `translateY(${row.top}px)` }}
            >
              <CardFace cardId={row.id} isTabStop={row.index === anchor} onOpen={onOpenCard} />
            </li>
          ))}
        </ul>
        {slotIndex >= 0 && (
          <div
            className={styles.slot}
            style={{ height: slotHeight - gap, transform: `translateY(${slotTop}px)` }}
          />
        )}
        {visible.length === 0 && !isDragging && !isComposing && (
          <p className={styles.empty}>{t('board.columnEmpty')}</p>
        )}
      </div>
      {canEdit && (
        <footer className={styles.footer}>
          {isComposing ? (
            <Composer column={column} />
          ) : (
            <Button
              icon="plus"
              onPress={() => ui.composing.set(column.id)}
              size="small"
              variant="quiet"
              wide
            >
              {t('board.addCard')}
            </Button>
          )}
        </footer>
      )}
    </>
  );
}

function topOfSlot(
  virtualizer: ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>,
  index: number,
): number {
  const measured = virtualizer.measurementsCache;
  const before = measured[index - 1];
  return before ? before.end + gap : (measured[0]?.start ?? 2);
}

/** Brings the card that wants focus into view; its face takes the focus once it is drawn. */
function useScrollToWanted(ids: readonly CardId[], scrollTo: (index: number) => void): void {
  const ui = useBoardUi();
  const store = useBoardStore();
  const index = useStore(ui.wantedFocus, (wanted) =>
    wanted === null ? -1 : ids.indexOf(store.resolveId(wanted)),
  );
  const latest = useRef(scrollTo);
  latest.current = scrollTo;
  useEffect(() => {
    if (index >= 0) latest.current(index);
  }, [index]);
}

/** While cards are being added, the newest is in view. */
function useEndInView(isAdding: boolean, count: number, scrollTo: (index: number) => void): void {
  const latest = useRef(scrollTo);
  latest.current = scrollTo;
  useEffect(() => {
    if (isAdding && count > 0) latest.current(count - 1);
  }, [isAdding, count]);
}
