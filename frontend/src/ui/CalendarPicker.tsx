import { parseDate } from '@internationalized/date';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  Heading,
} from 'react-aria-components/Calendar';
import styles from './CalendarPicker.module.css';
import { classes } from './classes';
import { Icon } from './Icon';

export interface CalendarPickerProps {
  readonly label: string;
  /** `2026-12-01`, or null. */
  readonly value: string | null;
  readonly onChange: (date: string) => void;
}

/** One month at a time; arrows walk days, Page Up and Page Down months. */
export function CalendarPicker({ label, value, onChange }: CalendarPickerProps) {
  return (
    <Calendar
      aria-label={label}
      autoFocus
      className={classes(styles.calendar)}
      onChange={(date) => date && onChange(date.toString())}
      value={value ? parseDate(value) : null}
    >
      <header className={styles.header}>
        <Button className={classes(styles.turn)} slot="previous">
          <Icon name="chevron-left" />
        </Button>
        <Heading className={classes(styles.month)} />
        <Button className={classes(styles.turn)} slot="next">
          <Icon name="chevron-right" />
        </Button>
      </header>
      <CalendarGrid className={classes(styles.grid)} weekdayStyle="short">
        {(date) => <CalendarCell className={classes(styles.day)} date={date} />}
      </CalendarGrid>
    </Calendar>
  );
}
