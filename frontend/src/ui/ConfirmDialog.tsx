import type { ReactNode } from 'react';
import { Button } from './Button';
import { Dialog, DialogActions } from './Dialog';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  readonly canConfirm?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Before something that cannot be taken back: it says what will be lost. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    isOpen,
    confirmLabel,
    cancelLabel,
    canConfirm = true,
    onConfirm,
    onClose,
    children,
  } = props;
  return (
    <Dialog
      closeLabel={cancelLabel}
      isOpen={isOpen}
      onClose={onClose}
      role="alertdialog"
      title={title}
    >
      {children}
      <DialogActions>
        <Button autoFocus onPress={onClose}>
          {cancelLabel}
        </Button>
        <Button
          isDisabled={!canConfirm}
          onPress={() => {
            onConfirm();
            onClose();
          }}
          variant="danger"
        >
          {confirmLabel}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
