import { useTranslation } from 'react-i18next';
import { rightsOn } from '../parts/rights';
import type { BoardInfo } from '../sync';
import { useDispatch } from '../sync/react';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import styles from './ArchivedNotice.module.css';

export function ArchivedNotice({ board }: { readonly board: BoardInfo }) {
  const { t } = useTranslation();
  const dispatch = useDispatch();
  return (
    <div className={styles.notice}>
      <Icon name="archive" />
      <p className={styles.text}>{t('board.archivedNotice')}</p>
      {rightsOn(board).canAdminister && (
        <Button onPress={() => dispatch({ type: 'restoreBoard' })} size="small">
          {t('board.restoreBoard')}
        </Button>
      )}
    </div>
  );
}
