import { type MouseEvent, memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRights } from '../../parts/rights';
import type { CardEntity, CardId } from '../../sync';
import { useBoardStore, useCard, useLabels } from '../../sync/react';
import { Chip } from '../../ui/Chip';
import { classes } from '../../ui/classes';
import colorStyles from '../../ui/colors.module.css';
import { Icon } from '../../ui/Icon';
import { useStore } from '../../ui/store';
import { useBoardUi } from './boardUi';
import styles from './CardFace.module.css';
import { CardFacts } from './CardFacts';
import { CardTitleField } from './CardTitleField';
import { makeCardDraggable } from './drag/mouseDrag';

export interface CardFaceProps {
  readonly cardId: CardId;
  /** One card a column can be reached by Tab; arrows walk from there. */
  readonly isTabStop: boolean;
  readonly onOpen: (cardKey: string) => void;
}

/** A card on the board: subscribes to its own card only. */
export const CardFace = memo(function CardFace({ cardId, isTabStop, onOpen }: CardFaceProps) {
  const ui = useBoardUi();
  const card = useCard(cardId);
  const { canEdit } = useRights();
  const flash = useStore(ui.flashes, (flashes) => flashes.get(cardId));
  const isEditing = useStore(ui.editing, (id) => id === cardId);
  const element = useRef<HTMLElement>(null);
  const isMissing = card === undefined;

  useEffect(() => {
    if (!canEdit || isMissing || !element.current) return;
    return makeCardDraggable(element.current, cardId);
  }, [canEdit, cardId, isMissing]);

  if (!card) return null;
  return (
    <article
      className={classes(colorStyles.color, styles.card)}
      data-card-id={cardId}
      data-color={flash?.color}
      data-flash={flash && `${flash.kind}-${flash.number % 2}`}
      data-movable={canEdit}
      data-pending={card.pending}
      ref={element}
    >
      <CardHead card={card} />
      {isEditing ? (
        <CardTitleField card={card} />
      ) : (
        <CardLink card={card} isTabStop={isTabStop} onOpen={onOpen} />
      )}
      <CardFacts card={card} />
      {canEdit && <MoreButton card={card} />}
      {flash?.who && <span className={styles.who}>{flash.who}</span>}
    </article>
  );
});

function CardHead({ card }: { readonly card: CardEntity }) {
  useLabels();
  const store = useBoardStore();
  const labels = card.labelIds.flatMap((id) => store.label(id) ?? []);
  return (
    <div className={styles.head} id={`head-${card.id}`}>
      <span className={styles.key}>{card.key || '…'}</span>
      {labels.map((label) => (
        <Chip color={label.color} key={label.id}>
          {label.name}
        </Chip>
      ))}
    </div>
  );
}

interface CardLinkProps {
  readonly card: CardEntity;
  readonly isTabStop: boolean;
  readonly onOpen: (cardKey: string) => void;
}

function CardLink({ card, isTabStop, onOpen }: CardLinkProps) {
  const ui = useBoardUi();
  const link = useRef<HTMLAnchorElement>(null);
  const store = useBoardStore();
  const wantsFocus = useStore(
    ui.wantedFocus,
    (id) => id !== null && store.resolveId(id) === card.id,
  );
  useEffect(() => {
    if (!wantsFocus) return;
    link.current?.focus({ preventScroll: true });
    ui.wantedFocus.set(null);
  }, [ui, wantsFocus]);

  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || !card.key) return;
    event.preventDefault();
    onOpen(card.key);
  };
  return (
    <h3 className={styles.title}>
      <a
        aria-describedby={`head-${card.id} facts-${card.id}`}
        className={styles.link}
        draggable={false}
        href={`/c/${card.key}`}
        onClick={open}
        onFocus={() => ui.currentCard.set(card.id)}
        ref={link}
        tabIndex={isTabStop ? 0 : -1}
      >
        {card.icon && (
          <span aria-hidden="true" className={styles.icon}>
            {card.icon}
          </span>
        )}
        {card.title}
      </a>
    </h3>
  );
}

function MoreButton({ card }: { readonly card: CardEntity }) {
  const { t } = useTranslation();
  const ui = useBoardUi();
  return (
    <button
      aria-haspopup="menu"
      aria-label={t('board.actionsFor', { card: card.title })}
      className={styles.more}
      data-card-menu={card.id}
      onClick={() => ui.overlay.set({ kind: 'menu', cardId: card.id })}
      tabIndex={-1}
      type="button"
    >
      <Icon name="more" />
    </button>
  );
}
