import type { ReactNode, Ref } from 'react';
import type { TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import {
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from 'react-aria-components/TextField';
import { classes } from './classes';
import styles from './TextField.module.css';

export interface TextFieldProps
  extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style'> {
  readonly label: string;
  /** Keeps the label for screen readers only. */
  readonly labelHidden?: boolean;
  readonly description?: ReactNode;
  readonly errorMessage?: string | undefined;
  readonly placeholder?: string;
  /** Several lines, this many at first. */
  readonly rows?: number;
  readonly inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>;
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    labelHidden = false,
    description,
    errorMessage,
    placeholder,
    rows,
    inputRef,
    ...rest
  } = props;
  const shared = {
    className: classes(styles.input),
    ...(placeholder ? { placeholder } : {}),
    ...(inputRef ? { ref: inputRef } : {}),
  };
  return (
    <AriaTextField {...rest} className={classes(styles.field)} isInvalid={Boolean(errorMessage)}>
      <Label className={classes(labelHidden ? styles.hidden : styles.label)}>{label}</Label>
      {rows ? <TextArea {...shared} rows={rows} /> : <Input {...shared} />}
      {description && (
        <Text className={classes(styles.description)} slot="description">
          {description}
        </Text>
      )}
      <FieldError className={classes(styles.error)}>{errorMessage}</FieldError>
    </AriaTextField>
  );
}
