import { type ReactNode, type RefObject, Suspense } from 'react';
import { Popover as AriaPopover, Dialog } from 'react-aria-components/Popover';
import { classes } from './classes';
import { Modal } from './Modal';
import styles from './Popover.module.css';
import { Skeleton } from './Skeleton';
import { useIsNarrow } from './useMediaQuery';

export type PopoverPlacement = 'bottom start' | 'bottom end' | 'right top';

export interface PopoverContentProps {
  readonly label: string;
  readonly anchor: RefObject<Element | null>;
  readonly placement: PopoverPlacement;
  readonly onClose: () => void;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

/** An open popover; on a phone, a sheet at the bottom. `Popover` loads it lazily. */
export default function PopoverContent(props: PopoverContentProps) {
  const { label, anchor, placement, onClose, children } = props;
  const isNarrow = useIsNarrow();
  const content = (
    <Suspense fallback={<Skeleton shape="tile" />}>
      {typeof children === 'function' ? children(onClose) : children}
    </Suspense>
  );
  if (isNarrow) {
    return (
      <Modal
        dialogClass={styles.dialog}
        label={label}
        modalClass={styles.sheet}
        onClose={onClose}
        overlayClass={styles.scrim}
      >
        {() => content}
      </Modal>
    );
  }
  return (
    <AriaPopover
      className={classes(styles.popover)}
      isOpen
      offset={4}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      placement={placement}
      triggerRef={anchor}
    >
      <Dialog aria-label={label} className={classes(styles.dialog)}>
        {content}
      </Dialog>
    </AriaPopover>
  );
}
