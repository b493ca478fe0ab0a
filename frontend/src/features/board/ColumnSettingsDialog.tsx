import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ColorChoice } from '../../parts/ColorChoice';
import { ColumnMark } from '../../parts/ColumnMark';
import type { ColumnEntity, ColumnKind } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { Button } from '../../ui/Button';
import { Checkbox } from '../../ui/Checkbox';
import { Dialog, DialogActions } from '../../ui/Dialog';
import { Select } from '../../ui/Select';
import { TextField } from '../../ui/TextField';
import styles from './ColumnSettingsDialog.module.css';

const kinds: readonly ColumnKind[] = ['BACKLOG', 'READY', 'ACTIVE', 'DONE'];

export interface ColumnSettingsDialogProps {
  readonly column: ColumnEntity;
  readonly onClose: () => void;
}

export default function ColumnSettingsDialog({ column, onClose }: ColumnSettingsDialogProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const [title, setTitle] = useState(column.title);
  const [description, setDescription] = useState(column.description);
  const [color, setColor] = useState(column.color);
  const [kind, setKind] = useState<ColumnKind>(column.kind);
  const [limit, setLimit] = useState(column.wipLimit?.toString() ?? '');
  const [isStrict, setStrict] = useState(column.wipPolicy === 'BLOCK');

  const save = (event: FormEvent) => {
    event.preventDefault();
    const wipLimit = Number.parseInt(limit, 10);
    store.dispatch({
      type: 'updateColumn',
      columnId: column.id,
      title: title.trim() || column.title,
      description: description.trim(),
      color,
      kind,
      wipLimit: wipLimit > 0 ? wipLimit : null,
      wipPolicy: isStrict ? 'BLOCK' : 'WARN',
    });
    onClose();
  };
  return (
    <Dialog
      closeLabel={t('common.close')}
      isOpen
      onClose={onClose}
      title={t('board.columnSettings')}
    >
      <form className={styles.form} onSubmit={save}>
        <TextField
          autoFocus
          isRequired
          label={t('board.columnTitle')}
          onChange={setTitle}
          value={title}
        />
        <ColorChoice label={t('board.columnColor')} onChange={setColor} value={color} />
        <Select
          label={t('board.columnKind')}
          onChange={setKind}
          options={kinds.map((value) => ({
            value,
            text: t(`board.kind.${value}`),
            description: t(`board.kindText.${value}`),
            mark: <ColumnMark column={{ color, kind: value }} />,
          }))}
          value={kind}
        />
        <TextField
          description={t('board.limitHint')}
          inputMode="numeric"
          label={t('board.limitLabel')}
          onChange={(text) => setLimit(text.replace(/\D/g, ''))}
          placeholder={t('board.limitNone')}
          value={limit}
        />
        {limit && (
          <Checkbox isSelected={isStrict} onChange={setStrict}>
            {t('board.limitStrict')}
          </Checkbox>
        )}
        <TextField
          description={t('board.columnDescriptionHint')}
          label={t('common.description')}
          onChange={setDescription}
          rows={2}
          value={description}
        />
        <DialogActions>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button isDisabled={!title.trim()} type="submit" variant="primary">
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
