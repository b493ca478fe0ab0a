import { type ReactElement, useState } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { classes } from './classes';
import { Keys } from './Keys';
import { isPointing, isWalkingByKeys } from './lastKey';
import styles from './Tooltip.module.css';

export interface TooltipProps {
  readonly text: string;
  readonly shortcut?: string;
  /** One focusable control. */
  readonly children: ReactElement;
}

/** Shown to who points at the control or walks to it. The next Escape is for the page, not for it, where a dialog has given the focus back. */
export function Tooltip({ text, shortcut, children }: TooltipProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <TooltipTrigger
      closeDelay={0}
      delay={600}
      isOpen={isOpen}
      onOpenChange={(open) => setOpen(open && (isPointing() || isWalkingByKeys()))}
    >
      {children}
      <AriaTooltip className={classes(styles.tooltip)} offset={6}>
        {text}
        {shortcut && <Keys keys={shortcut} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
