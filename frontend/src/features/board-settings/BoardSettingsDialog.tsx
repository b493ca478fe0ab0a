import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refreshBoards } from '../../parts/boardsStore';
import { useBoard, useBoardStore } from '../../sync/react';
import { Button } from '../../ui/Button';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Dialog, DialogActions } from '../../ui/Dialog';
import { TextField } from '../../ui/TextField';
import { showToast } from '../../ui/toasts';
import styles from './BoardSettingsDialog.module.css';

export interface BoardSettingsDialogProps {
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export default function BoardSettingsDialog({ onClose, onDeleted }: BoardSettingsDialogProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const board = useBoard();
  const [title, setTitle] = useState(board?.title ?? '');
  const [icon, setIcon] = useState(board?.icon ?? '');
  const [description, setDescription] = useState(board?.description ?? '');
  const [isDeleting, setDeleting] = useState(false);
  const [typed, setTyped] = useState('');
  if (!board) return null;
  const isArchived = board.archivedAt !== null;

  const save = (event: FormEvent) => {
    event.preventDefault();
    const { done } = store.dispatch({
      type: 'updateBoard',
      title: title.trim(),
      icon: icon.trim() || null,
      description: description.trim(),
    });
    void done.then(refreshBoards);
    onClose();
  };
  const archive = () => {
    const { done } = store.dispatch({ type: isArchived ? 'restoreBoard' : 'archiveBoard' });
    void done.then(refreshBoards);
    if (!isArchived) showToast(t('board.settingsPanel.archivedToast', { board: board.title }));
    onClose();
  };
  const remove = async () => {
    // Leaving the board closes its store, and what was not sent by then waits for the next visit.
    const { ok } = await store.dispatch({ type: 'deleteBoard' }).done;
    if (!ok) return;
    onDeleted();
    showToast(t('board.settingsPanel.deletedToast', { board: board.title }));
    await refreshBoards();
  };
  return (
    <Dialog closeLabel={t('common.close')} isOpen onClose={onClose} title={t('board.settings')}>
      <form className={styles.form} onSubmit={save}>
        <div className={styles.names}>
          <TextField
            isDisabled={isArchived}
            label={t('board.settingsPanel.icon')}
            maxLength={8}
            onChange={setIcon}
            value={icon}
          />
          <TextField
            autoFocus
            isDisabled={isArchived}
            isRequired
            label={t('board.settingsPanel.name')}
            onChange={setTitle}
            value={title}
          />
        </div>
        <TextField
          isDisabled={isArchived}
          label={t('common.description')}
          onChange={setDescription}
          rows={3}
          value={description}
        />
        <DialogActions>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button isDisabled={!title.trim() || isArchived} type="submit" variant="primary">
            {t('common.save')}
          </Button>
        </DialogActions>
      </form>
      <section className={styles.grave}>
        <div className={styles.step}>
          <span>
            <span className={styles.heading}>
              {isArchived ? t('board.restoreBoard') : t('board.settingsPanel.archiveTitle')}
            </span>
            {!isArchived && (
              <span className={styles.text}>{t('board.settingsPanel.archiveText')}</span>
            )}
          </span>
          <Button icon={isArchived ? 'restore' : 'archive'} onPress={archive} size="small">
            {isArchived ? t('common.restore') : t('common.archive')}
          </Button>
        </div>
        <div className={styles.step}>
          <span>
            <span className={styles.heading}>{t('board.settingsPanel.deleteTitle')}</span>
            <span className={styles.text}>{t('board.settingsPanel.deleteText')}</span>
          </span>
          <Button icon="trash" onPress={() => setDeleting(true)} size="small" variant="danger">
            {t('common.delete')}
          </Button>
        </div>
      </section>
      <ConfirmDialog
        cancelLabel={t('common.cancel')}
        canConfirm={typed.trim().toUpperCase() === board.key}
        confirmLabel={t('board.settingsPanel.delete')}
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => void remove()}
        title={t('board.settingsPanel.deleteConfirmTitle', { board: board.title })}
      >
        <TextField
          autoComplete="off"
          description={t('board.settingsPanel.deleteConfirm', { key: board.key })}
          label={t('board.settingsPanel.deleteConfirmLabel')}
          onChange={setTyped}
          value={typed}
        />
      </ConfirmDialog>
    </Dialog>
  );
}
