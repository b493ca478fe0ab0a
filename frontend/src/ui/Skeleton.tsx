import styles from './Skeleton.module.css';

export interface SkeletonProps {
  readonly shape: 'line' | 'title' | 'card' | 'tile';
  readonly width?: 'short' | 'medium' | 'long';
}

/** A quiet stand-in for what is still loading; says nothing to a screen reader. */
export function Skeleton({ shape, width = 'long' }: SkeletonProps) {
  return (
    <span aria-hidden="true" className={styles.skeleton} data-shape={shape} data-width={width} />
  );
}
