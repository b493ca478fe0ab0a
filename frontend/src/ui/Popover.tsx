import { type ReactElement, type ReactNode, type RefObject, Suspense } from 'react';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Popover as AriaPopover, Dialog, DialogTrigger } from 'react-aria-components/Popover';
import { classes } from './classes';
import styles from './Popover.module.css';
import { Skeleton } from './Skeleton';
import { useIsNarrow } from './useMediaQuery';

export interface PopoverProps {
  readonly label: string;
  /** The button that opens it; or none, with `anchor` and `isOpen`. */
  readonly trigger?: ReactElement;
  readonly anchor?: RefObject<Element | null>;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly placement?: 'bottom start' | 'bottom end' | 'right top';
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

/** A small editor beside what it edits; on a phone, a sheet at the bottom. */
export function Popover(props: PopoverProps) {
  const {
    label,
    trigger,
    anchor,
    isOpen,
    onOpenChange,
    placement = 'bottom start',
    children,
  } = props;
  const isNarrow = useIsNarrow();
  const control = {
    ...(isOpen === undefined ? {} : { isOpen }),
    ...(onOpenChange ? { onOpenChange } : {}),
  };
  const dialog = (
    <Dialog aria-label={label} className={classes(styles.dialog)}>
      {({ close }) => (
        <Suspense fallback={<Skeleton shape="tile" />}>
          {typeof children === 'function' ? children(close) : children}
        </Suspense>
      )}
    </Dialog>
  );
  const ownControl = anchor ? control : {};
  const content = isNarrow ? (
    <ModalOverlay className={classes(styles.scrim)} isDismissable {...ownControl}>
      <Modal className={classes(styles.sheet)}>{dialog}</Modal>
    </ModalOverlay>
  ) : (
    <AriaPopover
      className={classes(styles.popover)}
      offset={4}
      placement={placement}
      {...(anchor ? { triggerRef: anchor } : {})}
      {...ownControl}
    >
      {dialog}
    </AriaPopover>
  );
  if (!trigger) return content;
  return (
    <DialogTrigger {...control}>
      {trigger}
      {content}
    </DialogTrigger>
  );
}
