import { useTranslation } from 'react-i18next';
import { cardUrl, copyText } from '../../parts/cardActions';
import type { CardEntity } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { MenuItem, MenuSeparator } from '../../ui/Menu';
import MenuContent from '../../ui/MenuContent';
import { type CardOverlay, useBoardUi } from './boardUi';
import { archiveFocused } from './useBoardKeys';

export interface CardMenuProps {
  readonly card: CardEntity;
  readonly anchor: { readonly current: HTMLElement | null };
  readonly onClose: () => void;
  readonly onOpenCard: (cardKey: string) => void;
}

/** What can be done with a card without opening it; each has a key too. */
export function CardMenu({ card, anchor, onClose, onOpenCard }: CardMenuProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const ui = useBoardUi();
  const open = (kind: CardOverlay['kind']) => ui.overlay.set({ kind, cardId: card.id });
  return (
    <MenuContent
      anchor={anchor}
      label={t('board.actionsFor', { card: card.title })}
      onClose={onClose}
      placement="bottom end"
    >
      <MenuItem
        icon="paragraph"
        isDisabled={!card.key}
        onAction={() => onOpenCard(card.key)}
        shortcut="Enter"
      >
        {t('board.open')}
      </MenuItem>
      <MenuItem icon="arrow-right" onAction={() => open('move')} shortcut="M">
        {t('board.move')}
      </MenuItem>
      <MenuItem icon="edit" onAction={() => ui.editing.set(card.id)} shortcut="E">
        {t('card.editTitle')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="label" onAction={() => open('labels')} shortcut="L">
        {t('card.labels')}
      </MenuItem>
      <MenuItem icon="user" onAction={() => open('assignees')} shortcut="A">
        {t('card.assignees')}
      </MenuItem>
      <MenuItem icon="calendar" onAction={() => open('due')} shortcut="D">
        {t('card.due')}
      </MenuItem>
      <MenuItem icon="milestone" onAction={() => open('milestone')}>
        {t('card.milestone')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon="link"
        isDisabled={!card.key}
        onAction={() => void copyText(cardUrl(card.key), t('share.linkCopied'))}
      >
        {t('card.copyLink')}
      </MenuItem>
      <MenuItem icon="archive" onAction={() => archiveFocused({ store, ui }, card)} shortcut="X">
        {t('common.archive')}
      </MenuItem>
    </MenuContent>
  );
}
