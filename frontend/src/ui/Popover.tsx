import {
  cloneElement,
  lazy,
  type ReactElement,
  type ReactNode,
  type Ref,
  type RefObject,
  Suspense,
  useRef,
  useState,
} from 'react';
import type { PopoverPlacement } from './PopoverContent';

const PopoverContent = lazy(() => import('./PopoverContent'));

/** What a popover gives its button. */
interface TriggerProps {
  onPress?: () => void;
  'aria-haspopup'?: 'dialog';
  'aria-expanded'?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export interface PopoverProps {
  readonly label: string;
  readonly placement?: PopoverPlacement;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
}

/** A button and the small editor that it opens. The code is loaded when one is first opened. */
export function Popover({
  trigger,
  placement = 'bottom start',
  ...rest
}: PopoverProps & { readonly trigger: ReactElement<TriggerProps> }) {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {cloneElement(trigger, {
        onPress: () => setOpen(true),
        'aria-haspopup': 'dialog',
        'aria-expanded': isOpen,
        ref: button,
      })}
      {isOpen && (
        <AnchoredPopover
          {...rest}
          anchor={button}
          onClose={() => setOpen(false)}
          placement={placement}
        />
      )}
    </>
  );
}

/** An open popover beside something that is not its button. */
export function AnchoredPopover({
  placement = 'bottom start',
  ...rest
}: PopoverProps & {
  readonly anchor: RefObject<Element | null>;
  readonly onClose: () => void;
}) {
  return (
    <Suspense fallback={null}>
      <PopoverContent {...rest} placement={placement} />
    </Suspense>
  );
}
