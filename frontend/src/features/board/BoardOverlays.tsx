import { useMemo } from 'react';
import { Menu } from 'react-aria-components/Menu';
import { Popover as AriaPopover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { AssigneePicker } from '../../parts/AssigneePicker';
import { cardUrl, copyText } from '../../parts/cardActions';
import { DatePicker } from '../../parts/DatePicker';
import { LabelPicker } from '../../parts/LabelPicker';
import { MilestonePicker } from '../../parts/MilestonePicker';
import { MoveDialog } from '../../parts/MoveDialog';
import type { CardEntity } from '../../sync';
import { useBoardStore, useCard } from '../../sync/react';
import { classes } from '../../ui/classes';
import { MenuItem, MenuSeparator } from '../../ui/Menu';
import menuStyles from '../../ui/Menu.module.css';
import { Popover } from '../../ui/Popover';
import { useStore } from '../../ui/store';
import { type CardOverlay, focusCard, useBoardUi } from './boardUi';
import { archiveFocused } from './useBoardKeys';

/** What opens beside a card: one of each for the whole board, so that thousands of cards stay cheap. */
export function BoardOverlays({ onOpenCard }: { readonly onOpenCard: (cardKey: string) => void }) {
  const overlay = useStore(useBoardUi().overlay, (value) => value);
  if (!overlay) return null;
  return (
    <Overlay key={`${overlay.kind} ${overlay.cardId}`} onOpenCard={onOpenCard} overlay={overlay} />
  );
}

interface OverlayProps {
  readonly overlay: CardOverlay;
  readonly onOpenCard: (cardKey: string) => void;
}

function Overlay({ overlay, onOpenCard }: OverlayProps) {
  const { t } = useTranslation();
  const ui = useBoardUi();
  const card = useCard(overlay.cardId);
  const anchor = useMemo(() => ({ current: elementOf(overlay) }), [overlay]);
  if (!card) return null;
  const close = () => {
    if (ui.overlay.get() === overlay) ui.overlay.set(null);
    if (overlay.kind !== 'menu') focusCard(ui, overlay.cardId);
  };
  if (overlay.kind === 'menu')
    return <CardMenu anchor={anchor} card={card} onClose={close} onOpenCard={onOpenCard} />;
  if (overlay.kind === 'move') {
    return <MoveDialog cardId={card.id} onClose={close} onMoved={() => focusCard(ui, card.id)} />;
  }
  return (
    <Popover
      anchor={anchor}
      isOpen
      label={t(`card.${overlay.kind}`)}
      onOpenChange={(open) => !open && close()}
      placement="right top"
    >
      <Picker card={card} kind={overlay.kind} onDone={close} />
    </Popover>
  );
}

interface PickerProps {
  readonly card: CardEntity;
  readonly kind: 'labels' | 'assignees' | 'due' | 'milestone';
  readonly onDone: () => void;
}

function Picker({ card, kind, onDone }: PickerProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  switch (kind) {
    case 'labels':
      return <LabelPicker cardId={card.id} />;
    case 'assignees':
      return <AssigneePicker cardId={card.id} />;
    case 'milestone':
      return <MilestonePicker cardId={card.id} onDone={onDone} />;
    case 'due':
      return (
        <DatePicker
          label={t('common.dueOn')}
          onChange={(dueOn) => {
            store.dispatch({ type: 'updateCard', cardId: card.id, dueOn });
            onDone();
          }}
          value={card.dueOn}
        />
      );
  }
}

interface CardMenuProps {
  readonly card: CardEntity;
  readonly anchor: { readonly current: HTMLElement | null };
  readonly onClose: () => void;
  readonly onOpenCard: (cardKey: string) => void;
}

function CardMenu({ card, anchor, onClose, onOpenCard }: CardMenuProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const ui = useBoardUi();
  const open = (kind: CardOverlay['kind']) => ui.overlay.set({ kind, cardId: card.id });
  return (
    <AriaPopover
      aria-label={t('board.actionsFor', { card: card.title })}
      className={classes(menuStyles.popover)}
      isOpen
      offset={4}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      placement="bottom end"
      triggerRef={anchor}
    >
      <Menu
        aria-label={t('board.actionsFor', { card: card.title })}
        autoFocus="first"
        className={classes(menuStyles.menu)}
        onClose={onClose}
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
      </Menu>
    </AriaPopover>
  );
}

function elementOf({ kind, cardId }: CardOverlay): HTMLElement | null {
  const id = CSS.escape(cardId);
  const selector = kind === 'menu' ? `[data-card-menu="${id}"]` : `[data-card-id="${id}"]`;
  return document.querySelector<HTMLElement>(selector);
}
