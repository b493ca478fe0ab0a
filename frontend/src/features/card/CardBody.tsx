import { useTranslation } from 'react-i18next';
import { formatMoment, formatMomentExact } from '../../i18n/format';
import { useRights } from '../../parts/rights';
import type { CardDetail, CardEntity } from '../../sync';
import type { useCardDetail } from '../../sync/react';
import { useBoardStore } from '../../sync/react';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { Skeleton } from '../../ui/Skeleton';
import styles from './CardBody.module.css';
import { CardTitle } from './CardTitle';
import { Comments } from './Comments';
import { Description } from './Description';
import { Properties } from './Properties';

export type OpenCardDetail = ReturnType<typeof useCardDetail>;

export interface CardBodyProps {
  readonly card: CardEntity;
  readonly detail: OpenCardDetail;
}

/** What the card says on the left, what it has on the right. */
export function CardBody({ card, detail }: CardBodyProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const rights = useRights();
  const isArchived = card.archivedAt !== null;
  const canEdit = rights.canEdit && !isArchived;
  return (
    <div className={styles.body}>
      <div className={styles.content}>
        {isArchived && (
          <div className={styles.notice}>
            <Icon name="archive" />
            <span className={styles.noticeText}>{t('card.archivedNotice')}</span>
            {rights.canEdit && (
              <Button
                onPress={() => store.dispatch({ type: 'restoreCard', cardId: card.id })}
                size="small"
              >
                {t('common.restore')}
              </Button>
            )}
          </div>
        )}
        <CardTitle canEdit={canEdit} card={card} />
        <Detail canEdit={canEdit} card={card} detail={detail} />
      </div>
      <aside aria-label={t('card.details')} className={styles.side}>
        <Properties canEdit={canEdit} card={card} />
        <p className={styles.history}>
          <Created card={card} createdBy={detail.createdBy} />
          <span title={formatMomentExact(card.updatedAt)}>
            {t('card.updated', { when: formatMoment(card.updatedAt) })}
          </span>
        </p>
      </aside>
    </div>
  );
}

function Detail({ card, detail, canEdit }: CardBodyProps & { readonly canEdit: boolean }) {
  const { t } = useTranslation();
  if (detail.load.kind === 'failed') {
    return (
      <EmptyState
        action={<Button onPress={detail.reload}>{t('common.retry')}</Button>}
        icon="offline"
        title={detail.load.reason === 'not-found' ? t('card.gone') : t('card.failed')}
      />
    );
  }
  if (detail.load.kind === 'loading') {
    return (
      <div aria-label={t('common.loading')} className={styles.loading} role="status">
        <Skeleton shape="line" />
        <Skeleton shape="line" />
        <Skeleton shape="line" width="medium" />
      </div>
    );
  }
  return (
    <>
      <Description canEdit={canEdit} cardId={card.id} detail={detail} />
      <Comments card={card} detail={detail} />
    </>
  );
}

interface CreatedProps {
  readonly card: CardEntity;
  readonly createdBy: CardDetail['createdBy'];
}

function Created({ card, createdBy }: CreatedProps) {
  const { t } = useTranslation();
  const when = formatMoment(card.createdAt);
  return (
    <span title={formatMomentExact(card.createdAt)}>
      {createdBy
        ? t('card.createdBy', { name: createdBy.name, when })
        : t('card.created', { when })}
    </span>
  );
}
