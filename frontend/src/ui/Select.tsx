import type { ReactNode } from 'react';
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components/Select';
import { classes } from './classes';
import { Icon } from './Icon';
import styles from './Select.module.css';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly text: string;
  readonly description?: string;
  readonly mark?: ReactNode;
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
}

/** One of a few fixed values. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, labelHidden = false, value, options, onChange, isDisabled = false } = props;
  return (
    <AriaSelect
      className={classes(styles.select)}
      isDisabled={isDisabled}
      onChange={(key) => key !== null && onChange(key as Value)}
      value={value}
      {...(labelHidden ? { 'aria-label': label } : {})}
    >
      {!labelHidden && <Label className={classes(styles.label)}>{label}</Label>}
      <Button className={classes(styles.button)}>
        <SelectValue className={classes(styles.value)}>
          {() => {
            const chosen = options.find((option) => option.value === value);
            return (
              <>
                {chosen?.mark}
                {chosen?.text}
              </>
            );
          }}
        </SelectValue>
        <Icon name="chevron-down" />
      </Button>
      <Popover className={classes(styles.popover)} offset={4}>
        <ListBox
          className={classes(styles.list)}
          items={options.map((option) => ({ ...option, id: option.value }))}
        >
          {(option) => (
            <ListBoxItem className={classes(styles.option)} textValue={option.text}>
              {option.mark}
              <span className={styles.text}>
                {option.text}
                {option.description && (
                  <span className={styles.description}>{option.description}</span>
                )}
              </span>
              {option.value === value && <Icon name="check" />}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
