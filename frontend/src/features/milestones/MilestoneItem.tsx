import { useTranslation } from 'react-i18next';
import {
  daysFromToday,
  formatDate,
  formatDateExact,
  formatNumber,
  formatShare,
} from '../../i18n/format';
import type { MilestoneEntity } from '../../sync';
import { useMilestoneProgress } from '../../sync/react';
import { Icon } from '../../ui/Icon';
import { LeftCards } from './LeftCards';
import styles from './MilestoneItem.module.css';
import { MilestoneMenu } from './MilestoneMenu';
import { ProgressBar } from './ProgressBar';

export interface MilestoneItemProps {
  readonly milestone: MilestoneEntity;
  readonly onEdit: () => void;
}

export function MilestoneItem({ milestone, onEdit }: MilestoneItemProps) {
  const { t } = useTranslation();
  const progress = useMilestoneProgress(milestone.id);
  const { total, done, active } = progress;
  return (
    <li>
      <article aria-label={milestone.title} className={styles.item} data-state={milestone.state}>
        <header className={styles.header}>
          <Icon name="milestone" />
          <h3 className={styles.title}>{milestone.title}</h3>
          <Dates milestone={milestone} />
          <span className={styles.spring} />
          <MilestoneMenu milestone={milestone} onEdit={onEdit} />
        </header>
        {milestone.description && <p className={styles.description}>{milestone.description}</p>}
        <ProgressBar
          label={t('milestones.progress', { title: milestone.title })}
          progress={progress}
        />
        <p className={styles.facts}>
          {total === 0 ? (
            t('milestones.noCards')
          ) : (
            <>
              <span className={styles.share}>{formatShare(done / total)}</span>
              <span>
                {t('milestones.done', { done: formatNumber(done), total: formatNumber(total) })}
              </span>
              {active > 0 && <span>{t('milestones.active', { count: active })}</span>}
              {progress.estimateTotal > 0 && (
                <span>
                  {t('milestones.estimates', {
                    done: formatNumber(progress.estimateDone),
                    total: formatNumber(progress.estimateTotal),
                  })}
                </span>
              )}
            </>
          )}
        </p>
        {milestone.state === 'OPEN' && total > 0 && <LeftCards milestoneId={milestone.id} />}
      </article>
    </li>
  );
}

function Dates({ milestone }: { readonly milestone: MilestoneEntity }) {
  const { t } = useTranslation();
  const { startOn, dueOn, state } = milestone;
  if (!startOn && !dueOn) return <span className={styles.dates}>{t('milestones.noDate')}</span>;
  const isLate = dueOn !== null && state === 'OPEN' && daysFromToday(dueOn) < 0;
  return (
    <span className={styles.dates}>
      {startOn && (
        <time dateTime={startOn} title={formatDateExact(startOn)}>
          {t('milestones.from', { when: formatDate(startOn) })}
        </time>
      )}
      {dueOn && (
        <time data-late={isLate} dateTime={dueOn} title={formatDateExact(dueOn)}>
          {t(isLate ? 'milestones.overdue' : 'milestones.due', { when: formatDate(dueOn) })}
        </time>
      )}
    </span>
  );
}
