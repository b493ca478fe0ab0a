import { type ReactNode, useEffect, useRef } from 'react';
import { nameOf } from '../../parts/moves';
import type { CardEntity } from '../../sync';
import { useCardDetail } from '../../sync/react';
import { isPlain, isTyping } from '../../ui/keys';
import { Modal } from '../../ui/Modal';
import { useIsNarrow } from '../../ui/useMediaQuery';
import { useTitle } from '../../ui/useTitle';
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
  const isNarrow = useIsNarrow();
  useStepKeys(onStep);
  const content = <CardContent card={card} key={card.id} onClose={onClose} onStep={onStep} />;
  if (isNarrow) return <CardPage>{content}</CardPage>;
  return (
    <Modal
      dialogClass={styles.dialog}
      label={nameOf(card)}
      modalClass={styles.modal}
      onClose={onClose}
      overlayClass={styles.overlay}
    >
      {() => <div className={styles.frame}>{content}</div>}
    </Modal>
  );
}

function CardContent({ card, onClose, onStep }: CardScreenProps) {
  const detail = useCardDetail(card.id);
  useTitle(nameOf(card));
  return (
    <>
      <CardTopBar card={card} onClose={onClose} onStep={onStep} />
      <CardBody card={card} detail={detail} />
    </>
  );
}

function CardPage({ children }: { readonly children: ReactNode }) {
  const page = useRef<HTMLElement>(null);
  useEffect(() => page.current?.focus(), []);
  return (
    <article className={styles.page} ref={page} tabIndex={-1}>
      {children}
    </article>
  );
}

/** J and K, unless somebody types or something else is open over the card. */
function useStepKeys(onStep: (distance: number) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if ((key !== 'j' && key !== 'k') || isTyping(event) || !isPlain(event)) return;
      const isCovered =
        document.querySelectorAll('[role="dialog"], [role="alertdialog"]').length > 1;
      if (isCovered) return;
      event.preventDefault();
      onStep(key === 'j' ? 1 : -1);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [onStep]);
}
