import { Skeleton } from '../../ui/Skeleton';
import styles from './BoardHeader.module.css';

export function HeaderSkeleton() {
  return (
    <div className={styles.header}>
      <Skeleton shape="title" width="short" />
    </div>
  );
}
