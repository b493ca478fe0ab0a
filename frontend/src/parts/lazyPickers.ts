/** The pickers, loaded when the first of them opens: most cards are only read. */
import { lazy } from 'react';

export const LabelPicker = lazy(async () => ({
  default: (await import('./LabelPicker')).LabelPicker,
}));

export const AssigneePicker = lazy(async () => ({
  default: (await import('./AssigneePicker')).AssigneePicker,
}));

export const MilestonePicker = lazy(async () => ({
  default: (await import('./MilestonePicker')).MilestonePicker,
}));

export const MoveDialog = lazy(async () => ({
  default: (await import('./MoveDialog')).MoveDialog,
}));
