import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardId, ColumnId } from '../sync';
import { useBoardStore, useCard, useColumns } from '../sync/react';
import { Button } from '../ui/Button';
import { Dialog, DialogActions } from '../ui/Dialog';
import { Select } from '../ui/Select';
import { ColumnMark } from './ColumnMark';
import { moveCardTo, nameOf } from './moves';

export interface MoveDialogProps {
  readonly cardId: CardId;
  readonly onClose: () => void;
  /** After the card was moved: where focus should go back to. */
  readonly onMoved?: () => void;
}

/** "Move...": a column and a place in it, for whoever does not drag. A sheet on a phone. */
export function MoveDialog({ cardId, onClose, onMoved }: MoveDialogProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const card = useCard(cardId);
  const columns = useColumns();
  const [columnId, setColumnId] = useState<ColumnId>(card?.columnId ?? '');
  const [position, setPosition] = useState<string>('top');
  if (!card) return null;
  const ids = store.cardIds(columnId).filter((id) => id !== cardId);
  const positions = [
    { value: 'top', text: t('board.moveTop') },
    ...(ids.length > 0 ? [{ value: 'bottom', text: t('board.moveBottom') }] : []),
    ...ids.slice(0, 200).map((id) => ({
      value: id as string,
      text: t('board.moveAfter', { card: nameOf(store.card(id) ?? { key: '', title: '' }) }),
    })),
  ];
  const move = () => {
    const index =
      position === 'top' ? 0 : position === 'bottom' ? ids.length : ids.indexOf(position) + 1;
    moveCardTo(store, cardId, columnId, index);
    onClose();
    onMoved?.();
  };
  return (
    <Dialog
      closeLabel={t('common.close')}
      isOpen
      onClose={onClose}
      title={t('board.moveTitle', { card: nameOf(card) })}
    >
      <Select
        label={t('board.column')}
        onChange={(id) => {
          setColumnId(id);
          setPosition('top');
        }}
        options={columns.map((column) => ({
          value: column.id as string,
          text: column.title,
          mark: <ColumnMark column={column} />,
        }))}
        value={columnId as string}
      />
      <Select
        label={t('board.position')}
        onChange={setPosition}
        options={positions}
        value={position}
      />
      <DialogActions>
        <Button onPress={onClose}>{t('common.cancel')}</Button>
        <Button onPress={move} variant="primary">
          {t('board.moveSubmit')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
