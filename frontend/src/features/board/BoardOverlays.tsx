import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { AssigneePicker } from '../../parts/AssigneePicker';
import { DatePicker } from '../../parts/DatePicker';
import { LabelPicker } from '../../parts/LabelPicker';
import { MilestonePicker } from '../../parts/MilestonePicker';
import { MoveDialog } from '../../parts/MoveDialog';
import type { CardEntity } from '../../sync';
import { useBoardStore, useCard } from '../../sync/react';
import { AnchoredPopover } from '../../ui/Popover';
import { useStore } from '../../ui/store';
import { type CardOverlay, focusCard, useBoardUi } from './boardUi';
import { CardMenu } from './CardMenu';

/** What opens beside a card: one of each for the whole board, so that thousands of cards stay cheap. */
export default function BoardOverlays({
  onOpenCard,
}: {
  readonly onOpenCard: (cardKey: string) => void;
}) {
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
    <AnchoredPopover
      anchor={anchor}
      label={t(`card.${overlay.kind}`)}
      onClose={close}
      placement="right top"
    >
      <Picker card={card} kind={overlay.kind} onDone={close} />
    </AnchoredPopover>
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

function elementOf({ kind, cardId }: CardOverlay): HTMLElement | null {
  const id = CSS.escape(cardId);
  const selector = kind === 'menu' ? `[data-card-menu="${id}"]` : `[data-card-id="${id}"]`;
  return document.querySelector<HTMLElement>(selector);
}
