import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';
import styles from './Checkbox.module.css';
import { classes } from './classes';
import { Icon } from './Icon';

export interface CheckboxProps {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}

export function Checkbox({ isSelected, onChange, isDisabled = false, children }: CheckboxProps) {
  return (
    <AriaCheckbox
      className={classes(styles.checkbox)}
      isDisabled={isDisabled}
      isSelected={isSelected}
      onChange={onChange}
    >
      <span className={styles.box}>{isSelected && <Icon name="check" />}</span>
      {children}
    </AriaCheckbox>
  );
}
