import { type ReactNode, useEffect, useState } from 'react';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton';
import { Modal } from './Modal';

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
  const isShown = useAfterFocus(isOpen);
  if (!isShown) return null;
  return (
    <Modal
      dialogClass={styles.dialog}
      isDismissable={role === 'dialog'}
      modalClass={styles.modal}
      onClose={onClose}
      overlayClass={styles.overlay}
      role={role}
      size={size}
    >
      {(titleProps) => (
        <>
          <header className={styles.header}>
            <h2 {...titleProps} className={styles.title}>
              {title}
            </h2>
            <IconButton icon="close" label={closeLabel} onPress={onClose} size="small" />
          </header>
          <div className={styles.body}>{children}</div>
        </>
      )}
    </Modal>
  );
}

/** Follows `isOpen` when a menu that has opened the dialog has given the focus back, so that the dialog can too. */
function useAfterFocus(isOpen: boolean): boolean {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setReady(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      setReady(false);
    };
  }, [isOpen]);
  return isOpen && isReady;
}

/** The row of buttons that ends a dialog: the way forward stands last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
