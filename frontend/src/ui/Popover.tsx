import type { ReactElement, ReactNode, RefObject } from 'react';
import { Popover as AriaPopover, Dialog, DialogTrigger } from 'react-aria-components/Popover';
import { classes } from './classes';
import styles from './Popover.module.css';

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
  const control = {
    ...(isOpen === undefined ? {} : { isOpen }),
    ...(onOpenChange ? { onOpenChange } : {}),
  };
  const content = (
    <AriaPopover
      className={classes(styles.popover)}
      offset={4}
      placement={placement}
      {...(anchor ? { triggerRef: anchor, ...control } : {})}
    >
      <Dialog aria-label={label} className={classes(styles.dialog)}>
        {({ close }) => (typeof children === 'function' ? children(close) : children)}
      </Dialog>
    </AriaPopover>
  );
  if (!trigger) {
    return content;
  }
  return (
    <DialogTrigger {...control}>
      {trigger}
      {content}
    </DialogTrigger>
  );
}
