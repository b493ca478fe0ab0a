import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../ui/Skeleton';
import { VisuallyHidden } from '../../ui/VisuallyHidden';
import styles from './BoardSkeleton.module.css';

const columns = [4, 3, 5, 2] as const;

/** Where columns and cards will be. */
export function BoardSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={styles.area} role="status">
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      {columns.map((cards, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the placeholders never change.
        <div className={styles.column} key={index}>
          <Skeleton shape="line" width="medium" />
          {Array.from({ length: cards }, (_, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the placeholders never change.
            <Skeleton key={card} shape="card" />
          ))}
        </div>
      ))}
    </div>
  );
}
