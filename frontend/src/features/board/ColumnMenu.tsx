import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRights } from '../../parts/rights';
import type { ColumnEntity } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { IconButton } from '../../ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu';
import { moveColumnTo } from './columnMoves';

const ColumnSettingsDialog = lazy(() => import('./ColumnSettingsDialog'));
const DeleteColumnDialog = lazy(() => import('./DeleteColumnDialog'));

export interface ColumnMenuProps {
  readonly column: ColumnEntity;
  readonly index: number;
  readonly columnCount: number;
  readonly onRename: () => void;
  readonly onCollapse: () => void;
}

export function ColumnMenu({ column, index, columnCount, onRename, onCollapse }: ColumnMenuProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const { canEdit } = useRights();
  const [dialog, setDialog] = useState<'settings' | 'delete' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <Menu
        label={t('board.columnActions', { column: column.title })}
        trigger={
          <IconButton
            icon="more"
            label={t('board.columnActions', { column: column.title })}
            size="small"
          />
        }
      >
        {canEdit && (
          <>
            <MenuItem icon="edit" onAction={onRename}>
              {t('board.rename')}
            </MenuItem>
            <MenuItem icon="settings" onAction={() => setDialog('settings')}>
              {t('board.columnSettings')}
            </MenuItem>
            <MenuSeparator />
            <MenuItem
              icon="arrow-left"
              isDisabled={index === 0}
              onAction={() => moveColumnTo(store, column.id, index - 1)}
            >
              {t('board.moveLeft')}
            </MenuItem>
            <MenuItem
              icon="arrow-right"
              isDisabled={index === columnCount - 1}
              onAction={() => moveColumnTo(store, column.id, index + 1)}
            >
              {t('board.moveRight')}
            </MenuItem>
          </>
        )}
        <MenuItem icon="collapse" onAction={onCollapse}>
          {t('board.collapse')}
        </MenuItem>
        {canEdit && (
          <>
            <MenuSeparator />
            <MenuItem icon="trash" onAction={() => setDialog('delete')} tone="danger">
              {t('board.deleteColumn')}
            </MenuItem>
          </>
        )}
      </Menu>
      <Suspense fallback={null}>
        {dialog === 'settings' && <ColumnSettingsDialog column={column} onClose={close} />}
        {dialog === 'delete' && <DeleteColumnDialog column={column} onClose={close} />}
      </Suspense>
    </>
  );
}
