import { useId } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../i18n/format';
import { classes } from '../ui/classes';
import { Icon } from '../ui/Icon';
import { Popover } from '../ui/Popover';
import styles from './DateField.module.css';
import { DatePicker } from './DatePicker';

export interface DateFieldProps {
  readonly label: string;
  /** `2026-12-01`, or null. */
  readonly value: string | null;
  readonly onChange: (date: string | null) => void;
}

/** A date in a form. */
export function DateField({ label, value, onChange }: DateFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={styles.field}>
      <span className={styles.label} id={id}>
        {label}
      </span>
      <Popover
        label={label}
        trigger={
          <Button aria-describedby={id} className={classes(styles.button)}>
            <Icon name="calendar" />
            {value ? formatDate(value) : <span className={styles.none}>{t('common.none')}</span>}
          </Button>
        }
      >
        {(close) => (
          <DatePicker
            label={label}
            onChange={(date) => {
              onChange(date);
              close();
            }}
            value={value}
          />
        )}
      </Popover>
    </div>
  );
}
