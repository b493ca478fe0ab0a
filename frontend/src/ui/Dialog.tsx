import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { classes } from './classes';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly closeLabel: string;
  readonly size?: 'small' | 'medium';
  /** An alert interrupts: it is not closed by a click beside it. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly children: ReactNode;
}

/** A dialog in the middle of a wide screen, a sheet at the bottom of a phone. */
export function Dialog({
  title,
  isOpen,
  onClose,
  closeLabel,
  size = 'small',
  role = 'dialog',
  children,
}: DialogProps) {
  return (
    <ModalOverlay
      className={classes(styles.overlay)}
      isDismissable={role === 'dialog'}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={classes(styles.modal)} data-size={size}>
        <AriaDialog className={classes(styles.dialog)} role={role}>
          <header className={styles.header}>
            <Heading className={classes(styles.title)} slot="title">
              {title}
            </Heading>
            <IconButton icon="close" label={closeLabel} onPress={onClose} size="small" />
          </header>
          <div className={styles.body}>{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The row of buttons that ends a dialog: the way forward stands last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
