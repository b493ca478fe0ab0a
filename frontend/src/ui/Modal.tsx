import { type HTMLAttributes, type ReactNode, useRef } from 'react';
import { DismissButton, Overlay } from 'react-aria/Overlay';
import { useDialog } from 'react-aria/useDialog';
import { useModalOverlay } from 'react-aria/useModalOverlay';
import { useOverlayTriggerState } from 'react-stately/useOverlayTriggerState';

export interface ModalProps {
  /** Its name, where `children` show no title. */
  readonly label?: string;
  readonly role?: 'dialog' | 'alertdialog';
  /** Without it, a click beside it does not close it. */
  readonly isDismissable?: boolean;
  readonly onClose: () => void;
  /** What lies between the page and the dialog, and what is around the dialog's content. */
  readonly overlayClass: string | undefined;
  readonly modalClass: string | undefined;
  readonly dialogClass: string | undefined;
  readonly size?: string;
  /** Gets what its title needs to be the dialog's name. */
  readonly children: (titleProps: HTMLAttributes<HTMLElement>) => ReactNode;
}

/**
 * A dialog over the page, open for as long as it is there: it keeps the focus inside, and gives it back.
 * On React Aria's hooks, because its components bring the code of menus and lists into the first load.
 */
export function Modal(props: ModalProps) {
  return (
    <Overlay>
      <ModalContent {...props} />
    </Overlay>
  );
}

function ModalContent(props: ModalProps) {
  const { isDismissable = true, onClose, overlayClass, modalClass, size } = props;
  const modal = useRef<HTMLDivElement>(null);
  const state = useOverlayTriggerState({
    isOpen: true,
    onOpenChange: (isOpen) => !isOpen && onClose(),
  });
  const { modalProps, underlayProps } = useModalOverlay({ isDismissable }, state, modal);
  return (
    <div {...underlayProps} className={overlayClass}>
      <div {...modalProps} className={modalClass} data-size={size} ref={modal}>
        {isDismissable && <DismissButton onDismiss={state.close} />}
        <DialogContent {...props} />
      </div>
    </div>
  );
}

function DialogContent({ label, role = 'dialog', dialogClass, children }: ModalProps) {
  const dialog = useRef<HTMLElement>(null);
  const name = label === undefined ? {} : { 'aria-label': label };
  const { dialogProps, titleProps } = useDialog({ ...name, role }, dialog);
  return (
    <section {...dialogProps} className={dialogClass} ref={dialog}>
      {children(titleProps)}
    </section>
  );
}
