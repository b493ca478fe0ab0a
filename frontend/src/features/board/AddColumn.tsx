import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBoardStore } from '../../sync/react';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import styles from './AddColumn.module.css';

/** The place after the last column, where the next one is made. */
export function AddColumn() {
  const { t } = useTranslation();
  const store = useBoardStore();
  const [isOpen, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  const end = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const add = (event: FormEvent) => {
    event.preventDefault();
    const name = title.trim();
    if (!name) return;
    store.dispatch({ type: 'createColumn', title: name });
    announce(t('board.columnAdded', { column: name }));
    setTitle('');
    requestAnimationFrame(() => end.current?.scrollIntoView({ inline: 'end', block: 'nearest' }));
  };
  const close = () => {
    setOpen(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  return (
    <div className={styles.place} ref={end}>
      {isOpen ? (
        <form className={styles.form} onSubmit={add}>
          <input
            aria-label={t('board.columnTitle')}
            // biome-ignore lint/a11y/noAutofocus: the person just asked to type a title here.
            autoFocus
            className={styles.field}
            onChange={(event) => setTitle(event.currentTarget.value)}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Escape') close();
            }}
            placeholder={t('board.columnTitle')}
            value={title}
          />
          <div className={styles.actions}>
            <Button size="small" type="submit" variant="primary">
              {t('common.add')}
            </Button>
            <IconButton icon="close" label={t('common.close')} onPress={close} size="small" />
          </div>
        </form>
      ) : (
        <Button icon="plus" onPress={() => setOpen(true)} ref={opener} variant="quiet">
          {t('board.addColumn')}
        </Button>
      )}
    </div>
  );
}
