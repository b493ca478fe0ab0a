import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../parts/DateField';
import type { MilestoneEntity } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { Button } from '../../ui/Button';
import { Dialog, DialogActions } from '../../ui/Dialog';
import { TextField } from '../../ui/TextField';
import styles from './MilestoneDialog.module.css';

export interface MilestoneDialogProps {
  /** Null: a new one. */
  readonly milestone: MilestoneEntity | null;
  readonly onClose: () => void;
}

export function MilestoneDialog({ milestone, onClose }: MilestoneDialogProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const [title, setTitle] = useState(milestone?.title ?? '');
  const [description, setDescription] = useState(milestone?.description ?? '');
  const [startOn, setStartOn] = useState(milestone?.startOn ?? null);
  const [dueOn, setDueOn] = useState(milestone?.dueOn ?? null);
  const isBackwards = startOn !== null && dueOn !== null && dueOn < startOn;
  const save = (event: FormEvent) => {
    event.preventDefault();
    const fields = { title: title.trim(), description: description.trim(), startOn, dueOn };
    store.dispatch(
      milestone
        ? { type: 'updateMilestone', milestoneId: milestone.id, ...fields }
        : { type: 'createMilestone', ...fields },
    );
    onClose();
  };
  return (
    <Dialog
      closeLabel={t('common.close')}
      isOpen
      onClose={onClose}
      title={milestone ? t('milestones.edit') : t('milestones.new')}
    >
      <form className={styles.form} onSubmit={save}>
        <TextField
          autoFocus
          isRequired
          label={t('milestones.name')}
          onChange={setTitle}
          placeholder={t('milestones.namePlaceholder')}
          value={title}
        />
        <TextField
          label={t('common.description')}
          onChange={setDescription}
          rows={3}
          value={description}
        />
        <div className={styles.dates}>
          <DateField label={t('common.startsOn')} onChange={setStartOn} value={startOn} />
          <DateField label={t('common.dueOn')} onChange={setDueOn} value={dueOn} />
        </div>
        {isBackwards && (
          <p className={styles.error} role="alert">
            {t('milestones.datesWrong')}
          </p>
        )}
        <DialogActions>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button isDisabled={!title.trim() || isBackwards} type="submit" variant="primary">
            {milestone ? t('common.save') : t('common.create')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
