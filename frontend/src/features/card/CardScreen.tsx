import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { nameOf } from '../../parts/moves';
import type { CardEntity } from '../../sync';
import { useCardDetail } from '../../sync/react';
import { classes } from '../../ui/classes';
import { isPlain, isTyping } from '../../ui/keys';
import { useIsNarrow } from '../../ui/useMediaQuery';
import { CardBody } from './CardBody';
import styles from './CardScreen.module.css';
import { CardTopBar } from './CardTopBar';

export interface CardScreenProps {
  readonly card: CardEntity;
  readonly onClose: () => void;
  /** To the next (1) or the previous (-1) card of the column. */
  readonly onStep: (distance: number) => void;
}

/** A card with everything on it: over the board on wide screens, a page of its own on a phone. */
export function CardScreen({ card, onClose, onStep }: CardScreenProps) {
  const detail = useCardDetail(card.id);
  const isNarrow = useIsNarrow();
  const onKeyDown = (event: KeyboardEvent) => {
    if (isTyping(event.nativeEvent) || !isPlain(event)) return;
    const key = event.key.toLowerCase();
    if (key === 'j' || key === 'k') {
      event.preventDefault();
      onStep(key === 'j' ? 1 : -1);
    }
  };
  const content = (
    <>
      <title>{nameOf(card)}</title>
      <CardTopBar card={card} onClose={onClose} onStep={onStep} />
      <CardBody card={card} detail={detail} />
    </>
  );
  if (isNarrow) return <CardPage onKeyDown={onKeyDown}>{content}</CardPage>;
  return (
    <ModalOverlay
      className={classes(styles.overlay)}
      isDismissable
      isOpen
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={classes(styles.modal)}>
        <Dialog aria-label={nameOf(card)} className={classes(styles.dialog)}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: J and K belong to the dialog as a whole. */}
          <div className={styles.frame} onKeyDown={onKeyDown}>
            {content}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface CardPageProps {
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly children: ReactNode;
}

function CardPage({ onKeyDown, children }: CardPageProps) {
  const page = useRef<HTMLElement>(null);
  useEffect(() => page.current?.focus(), []);
  return (
    <article className={styles.page} onKeyDown={onKeyDown} ref={page} tabIndex={-1}>
      {children}
    </article>
  );
}
