import { type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format';
import { ColumnMark } from '../../parts/ColumnMark';
import { useRights } from '../../parts/rights';
import type { ColumnEntity } from '../../sync';
import { useBoardStore, useColumnCardIds } from '../../sync/react';
import { IconButton } from '../../ui/IconButton';
import { useStore } from '../../ui/store';
import { useBoardUi } from './boardUi';
import styles from './ColumnHeader.module.css';
import { ColumnMenu } from './ColumnMenu';
import { isActive } from './filter';
import { useVisibleCards } from './useVisibleCards';

export interface ColumnHeaderProps {
  readonly column: ColumnEntity;
  readonly index: number;
  readonly columnCount: number;
  readonly headingId: string;
  /** What the mouse can carry the column by. */
  readonly handle: RefObject<HTMLDivElement | null>;
  readonly onCollapse: () => void;
}

export function ColumnHeader(props: ColumnHeaderProps) {
  const { column, index, columnCount, headingId, handle, onCollapse } = props;
  const { t } = useTranslation();
  const ui = useBoardUi();
  const { canEdit } = useRights();
  const [isRenaming, setRenaming] = useState(false);
  const header = useRef<HTMLElement>(null);
  const focusMenu = () =>
    requestAnimationFrame(() =>
      header.current?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.focus(),
    );
  return (
    <header className={styles.header} ref={header}>
      <div className={styles.handle} data-movable={canEdit} ref={handle}>
        <ColumnMark column={column} />
        {isRenaming ? (
          <TitleField
            column={column}
            onDone={(by) => {
              setRenaming(false);
              if (by === 'key') focusMenu();
            }}
          />
        ) : (
          <h2
            className={styles.title}
            id={headingId}
            onDoubleClick={() => canEdit && setRenaming(true)}
            title={column.description || undefined}
          >
            {column.title}
          </h2>
        )}
        <CardCount column={column} />
      </div>
      {canEdit && (
        <IconButton
          icon="plus"
          label={t('board.addCardTo', { column: column.title })}
          onPress={() => ui.composing.set(column.id)}
          size="small"
        />
      )}
      <ColumnMenu
        column={column}
        columnCount={columnCount}
        index={index}
        onCollapse={onCollapse}
        onRename={() => setRenaming(true)}
      />
    </header>
  );
}

/** How many cards, and of how many: amber at the limit, red over it, in words too. */
function CardCount({ column }: { readonly column: ColumnEntity }) {
  const { t } = useTranslation();
  const count = useColumnCardIds(column.id).length;
  const shown = useVisibleCards(column.id).length;
  const isFiltered = useStore(useBoardUi().filter, isActive);
  const limit = column.wipLimit;
  const state = limit === null || count < limit ? 'calm' : count === limit ? 'full' : 'over';
  const text = isFiltered
    ? t('board.countShown', { shown: formatNumber(shown), count: formatNumber(count) })
    : limit === null
      ? formatNumber(count)
      : `${formatNumber(count)}/${formatNumber(limit)}`;
  const words =
    limit === null ? t('board.cardCount', { count }) : t(`board.limit.${state}`, { count, limit });
  return (
    <span className={styles.count} data-state={state} title={words}>
      <span aria-hidden="true">{text}</span>
      <span className={styles.words}>{words}</span>
    </span>
  );
}

function TitleField({
  column,
  onDone,
}: {
  readonly column: ColumnEntity;
  /** After a key the focus belongs to the column again; after a click, to what was clicked. */
  readonly onDone: (by: 'key' | 'leaving') => void;
}) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const save = (text: string, by: 'key' | 'leaving') => {
    const title = text.trim();
    if (title && title !== column.title) {
      store.dispatch({ type: 'updateColumn', columnId: column.id, title });
    }
    onDone(by);
  };
  return (
    <input
      aria-label={t('board.columnTitle')}
      // biome-ignore lint/a11y/noAutofocus: it replaces the title that was just chosen to be renamed.
      autoFocus
      className={styles.field}
      defaultValue={column.title}
      onBlur={(event) => save(event.currentTarget.value, 'leaving')}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') save(event.currentTarget.value, 'key');
        if (event.key === 'Escape') onDone('key');
      }}
    />
  );
}
