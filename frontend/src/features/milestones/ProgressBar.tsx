import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format';
import type { MilestoneProgress } from '../../sync';
import styles from './ProgressBar.module.css';

export interface ProgressBarProps {
  readonly label: string;
  readonly progress: MilestoneProgress;
}

/** Done, then in progress, then the rest. */
export function ProgressBar({ label, progress }: ProgressBarProps) {
  const { t } = useTranslation();
  const { total, done, active } = progress;
  const share = (count: number) => `${total === 0 ? 0 : (count / total) * 100}%`;
  return (
    <div
      aria-label={label}
      aria-valuemax={total || 1}
      aria-valuemin={0}
      aria-valuenow={done}
      aria-valuetext={t('milestones.done', {
        done: formatNumber(done),
        total: formatNumber(total),
      })}
      className={styles.bar}
      role="progressbar"
    >
      <span className={styles.done} style={{ inlineSize: share(done) }} />
      <span className={styles.active} style={{ inlineSize: share(active) }} />
    </div>
  );
}
