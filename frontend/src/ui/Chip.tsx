import type { ReactNode } from 'react';
import styles from './Chip.module.css';
import { classes } from './classes';
import type { ColorName } from './color';
import colorStyles from './colors.module.css';

export interface ChipProps {
  readonly color: ColorName;
  readonly children: ReactNode;
}

/** A label: its colour, its name. */
export function Chip({ color, children }: ChipProps) {
  return (
    <span className={classes(colorStyles.color, styles.chip)} data-color={color}>
      {children}
    </span>
  );
}

/** The colour alone, beside a name. */
export function Dot({
  color,
  shape = 'dot',
}: {
  readonly color: ColorName;
  readonly shape?: 'dot' | 'ring' | 'half';
}) {
  return (
    <span
      aria-hidden="true"
      className={classes(colorStyles.color, styles.dot)}
      data-color={color}
      data-shape={shape}
    />
  );
}
