import { useTranslation } from 'react-i18next';
import { useRights } from '../../parts/rights';
import { useBoardStore } from '../../sync/react';
import { Button } from '../../ui/Button';
import styles from './GhostColumns.module.css';

/** A board without columns: three faint ones, one sentence, one action. */
export function GhostColumns() {
  const { t } = useTranslation();
  const store = useBoardStore();
  const { canEdit } = useRights();
  const names = [
    t('boards.columns.todo'),
    t('boards.columns.doing'),
    t('boards.columns.done'),
  ] as const;
  const kinds = ['READY', 'ACTIVE', 'DONE'] as const;
  const start = () => {
    for (const [index, title] of names.entries()) {
      store.dispatch({ type: 'createColumn', title, kind: kinds[index] ?? 'READY' });
    }
  };
  return (
    <div className={styles.area}>
      <div aria-hidden="true" className={styles.ghosts}>
        {names.map((name) => (
          <div className={styles.ghost} key={name}>
            {name}
          </div>
        ))}
      </div>
      <div className={styles.panel}>
        <p>{canEdit ? t('board.emptyText') : t('board.emptyReadOnly')}</p>
        {canEdit && (
          <Button onPress={start} variant="primary">
            {t('board.emptyAction')}
          </Button>
        )}
      </div>
    </div>
  );
}
