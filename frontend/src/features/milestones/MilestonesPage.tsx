import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/Page';
import { useRights } from '../../parts/rights';
import type { MilestoneEntity } from '../../sync';
import { useBoardStore, useLoad, useMilestones } from '../../sync/react';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import { MilestoneDialog } from './MilestoneDialog';
import { MilestoneItem } from './MilestoneItem';
import styles from './MilestonesPage.module.css';

/** A board's milestones: when, how far, what is left. */
export default function MilestonesPage() {
  const { t } = useTranslation();
  const store = useBoardStore();
  const milestones = useMilestones();
  const load = useLoad();
  const { canEdit } = useRights();
  const [editing, setEditing] = useState<MilestoneEntity | 'new' | null>(null);
  const create = (
    <Button icon="plus" onPress={() => setEditing('new')} variant="primary">
      {t('milestones.new')}
    </Button>
  );
  const list = (state: MilestoneEntity['state']) => {
    const shown = milestones.filter((milestone) => milestone.state === state);
    return (
      shown.length > 0 && (
        <ul className={styles.list}>
          {shown.map((milestone) => (
            <MilestoneItem
              key={store.stableKey(milestone.id)}
              milestone={milestone}
              onEdit={() => setEditing(milestone)}
            />
          ))}
        </ul>
      )
    );
  };
  const closed = list('CLOSED');
  return (
    <div className={styles.scroller}>
      <Page
        actions={canEdit && milestones.length > 0 && create}
        level={2}
        title={t('milestones.title')}
      >
        {load.kind === 'loading' ? (
          <Skeleton shape="tile" />
        ) : milestones.length === 0 ? (
          <EmptyState
            action={canEdit && create}
            icon="milestone"
            text={t('milestones.emptyText')}
            title={t('milestones.emptyTitle')}
          />
        ) : (
          list('OPEN')
        )}
        {closed && (
          <section className={styles.closed}>
            <h3 className={styles.heading}>{t('milestones.closed')}</h3>
            {closed}
          </section>
        )}
        {editing && (
          <MilestoneDialog
            milestone={editing === 'new' ? null : editing}
            onClose={() => setEditing(null)}
          />
        )}
      </Page>
    </div>
  );
}
