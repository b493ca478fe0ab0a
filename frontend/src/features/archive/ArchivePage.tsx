import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment, formatMomentExact } from '../../i18n/format';
import { nameOf } from '../../parts/moves';
import { Page } from '../../parts/Page';
import { useRights } from '../../parts/rights';
import type { BoardId } from '../../sync';
import { useBoard, useBoardStore } from '../../sync/react';
import { Button } from '../../ui/Button';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { classes } from '../../ui/classes';
import { EmptyState } from '../../ui/EmptyState';
import { IconButton } from '../../ui/IconButton';
import { Skeleton } from '../../ui/Skeleton';
import { showToast } from '../../ui/toasts';
import styles from './ArchivePage.module.css';
import { type ArchivedCard, useArchivedCards } from './useArchivedCards';

export default function ArchivePage() {
  const { t } = useTranslation();
  const board = useBoard();
  return (
    <div className={styles.scroller}>
      <Page level={2} title={t('board.archive.title')}>
        {board && <ArchivedList boardId={board.id} />}
      </Page>
    </div>
  );
}

function ArchivedList({ boardId }: { readonly boardId: BoardId }) {
  const { t } = useTranslation();
  const archived = useArchivedCards(boardId);
  if (archived.kind === 'loading') return <Skeleton shape="tile" />;
  if (archived.kind === 'failed') {
    return (
      <EmptyState
        action={<Button onPress={archived.loadMore}>{t('common.retry')}</Button>}
        icon="offline"
        text={t('common.unreachable')}
        title={t('board.archive.failed')}
      />
    );
  }
  if (archived.cards.length === 0) {
    return (
      <EmptyState
        icon="archive"
        text={t('board.archive.emptyText')}
        title={t('board.archive.empty')}
      />
    );
  }
  return (
    <>
      <ul className={styles.list}>
        {archived.cards.map((card) => (
          <ArchivedRow card={card} key={card.id} onGone={() => archived.forget(card.id)} />
        ))}
      </ul>
      {archived.hasMore && <Button onPress={archived.loadMore}>{t('board.archive.more')}</Button>}
    </>
  );
}

interface ArchivedRowProps {
  readonly card: ArchivedCard;
  readonly onGone: () => void;
}

function ArchivedRow({ card, onGone }: ArchivedRowProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const { canEdit } = useRights();
  const [isDeleting, setDeleting] = useState(false);
  const restore = async () => {
    const { done } = store.dispatch({ type: 'restoreCard', cardId: card.id });
    onGone();
    if ((await done).ok) showToast(t('board.archive.restored', { card: nameOf(card) }));
  };
  const remove = () => {
    store.dispatch({ type: 'deleteCard', cardId: card.id });
    onGone();
  };
  return (
    <li className={styles.row}>
      <span className={styles.key}>{card.key}</span>
      <span className={styles.title}>{card.title}</span>
      <span className={styles.facts}>{card.column.title}</span>
      {card.archivedAt && (
        <time
          className={classes(styles.facts, styles.when)}
          dateTime={card.archivedAt}
          title={formatMomentExact(card.archivedAt)}
        >
          {t('board.archive.when', { when: formatMoment(card.archivedAt) })}
        </time>
      )}
      {canEdit && (
        <>
          <Button icon="restore" onPress={() => void restore()} size="small">
            {t('common.restore')}
          </Button>
          <IconButton
            icon="trash"
            label={t('common.delete')}
            onPress={() => setDeleting(true)}
            size="small"
          />
        </>
      )}
      <ConfirmDialog
        cancelLabel={t('common.cancel')}
        confirmLabel={t('common.delete')}
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onConfirm={remove}
        title={t('card.deleteTitle', { card: nameOf(card) })}
      >
        <p>{t('card.deleteText')}</p>
      </ConfirmDialog>
    </li>
  );
}
