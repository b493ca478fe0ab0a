import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnMark } from '../../parts/ColumnMark';
import type { ColumnEntity, ColumnId } from '../../sync';
import { useBoardStore, useColumnCardIds, useColumns } from '../../sync/react';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Select } from '../../ui/Select';

export interface DeleteColumnDialogProps {
  readonly column: ColumnEntity;
  readonly onClose: () => void;
}

/** Cards are never lost with their column: it asks where they go. */
export default function DeleteColumnDialog({ column, onClose }: DeleteColumnDialogProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const count = useColumnCardIds(column.id).length;
  const others = useColumns().filter(({ id }) => id !== column.id);
  const [target, setTarget] = useState<ColumnId>(others[0]?.id ?? '');
  const needsTarget = count > 0;
  return (
    <ConfirmDialog
      cancelLabel={t('common.cancel')}
      canConfirm={!needsTarget || target !== ''}
      confirmLabel={t('board.deleteColumn')}
      isOpen
      onClose={onClose}
      onConfirm={() =>
        // Archived cards live in the column too, unseen: a target is named whenever there is one.
        store.dispatch({
          type: 'deleteColumn',
          columnId: column.id,
          ...(target ? { moveCardsTo: target } : {}),
        })
      }
      title={t('board.deleteColumnTitle', { column: column.title })}
    >
      <p>
        {needsTarget && !target
          ? t('board.deleteColumnLast')
          : t('board.deleteColumnText', { count })}
      </p>
      {needsTarget && target && (
        <Select
          label={t('board.deleteColumnTarget')}
          onChange={setTarget}
          options={others.map((other) => ({
            value: other.id as string,
            text: other.title,
            mark: <ColumnMark column={other} />,
          }))}
          value={target as string}
        />
      )}
    </ConfirmDialog>
  );
}
