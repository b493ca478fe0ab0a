import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ColumnMark } from '../../parts/ColumnMark';
import { archiveCard, cardUrl, copyText } from '../../parts/cardActions';
import { MoveDialog } from '../../parts/lazyPickers';
import { nameOf } from '../../parts/moves';
import { useRights } from '../../parts/rights';
import type { CardEntity } from '../../sync';
import { useBoardStore, useColumn } from '../../sync/react';
import { Button } from '../../ui/Button';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { IconButton } from '../../ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu';
import { showToast } from '../../ui/toasts';
import styles from './CardTopBar.module.css';

export interface CardTopBarProps {
  readonly card: CardEntity;
  readonly onClose: () => void;
  readonly onStep: (distance: number) => void;
}

export function CardTopBar({ card, onClose, onStep }: CardTopBarProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const column = useColumn(card.columnId);
  const { canEdit } = useRights();
  const [dialog, setDialog] = useState<'move' | 'delete' | null>(null);
  const isArchived = card.archivedAt !== null;
  const remove = () => {
    onClose();
    store.dispatch({ type: 'deleteCard', cardId: card.id });
    showToast(t('card.deleted', { card: nameOf(card) }));
  };
  const archive = () => {
    onClose();
    archiveCard(store, card.id);
  };
  return (
    <header className={styles.bar}>
      {card.icon && <span aria-hidden="true">{card.icon}</span>}
      <span className={styles.key}>{card.key || t('card.pendingKey')}</span>
      {column && (
        <Button isDisabled={!canEdit || isArchived} onPress={() => setDialog('move')} size="small">
          <span className={styles.column}>
            <ColumnMark column={column} />
            {column.title}
          </span>
        </Button>
      )}
      <span className={styles.spring} />
      <IconButton
        icon="arrow-up"
        label={t('card.previous')}
        onPress={() => onStep(-1)}
        shortcut="K"
      />
      <IconButton icon="arrow-down" label={t('card.next')} onPress={() => onStep(1)} shortcut="J" />
      <Menu
        label={t('card.actions')}
        trigger={<IconButton icon="more" label={t('card.actions')} />}
      >
        <MenuItem
          icon="link"
          onAction={() => void copyText(cardUrl(card.key), t('share.linkCopied'))}
        >
          {t('card.copyLink')}
        </MenuItem>
        {canEdit && (
          <>
            {!isArchived && (
              <MenuItem icon="arrow-right" onAction={() => setDialog('move')}>
                {t('board.move')}
              </MenuItem>
            )}
            <MenuSeparator />
            {isArchived ? (
              <MenuItem
                icon="restore"
                onAction={() => store.dispatch({ type: 'restoreCard', cardId: card.id })}
              >
                {t('common.restore')}
              </MenuItem>
            ) : (
              <MenuItem icon="archive" onAction={archive}>
                {t('common.archive')}
              </MenuItem>
            )}
            <MenuItem icon="trash" onAction={() => setDialog('delete')} tone="danger">
              {t('common.delete')}
            </MenuItem>
          </>
        )}
      </Menu>
      <IconButton icon="close" label={t('card.close')} onPress={onClose} shortcut="Esc" />
      <Suspense fallback={null}>
        {dialog === 'move' && <MoveDialog cardId={card.id} onClose={() => setDialog(null)} />}
      </Suspense>
      <ConfirmDialog
        cancelLabel={t('common.cancel')}
        confirmLabel={t('common.delete')}
        isOpen={dialog === 'delete'}
        onClose={() => setDialog(null)}
        onConfirm={remove}
        title={t('card.deleteTitle', { card: nameOf(card) })}
      >
        <p>{t('card.deleteText')}</p>
      </ConfirmDialog>
    </header>
  );
}
