import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, today } from '../i18n/format';
import { Button } from '../ui/Button';
import { Skeleton } from '../ui/Skeleton';
import styles from './DatePicker.module.css';

const CalendarPicker = lazy(async () => ({
  default: (await import('../ui/CalendarPicker')).CalendarPicker,
}));

export interface DatePickerProps {
  readonly label: string;
  /** `2026-12-01`, or null. */
  readonly value: string | null;
  readonly onChange: (date: string | null) => void;
}

/** The usual answers as buttons, a calendar for the rest. */
export function DatePicker({ label, value, onChange }: DatePickerProps) {
  const { t } = useTranslation();
  const now = today();
  return (
    <div className={styles.picker}>
      <div className={styles.quick}>
        <Button onPress={() => onChange(now)} size="small">
          {t('common.today')}
        </Button>
        <Button onPress={() => onChange(addDays(now, 1))} size="small">
          {t('common.tomorrow')}
        </Button>
        <Button onPress={() => onChange(addDays(now, 7))} size="small">
          {t('common.nextWeek')}
        </Button>
      </div>
      <Suspense fallback={<Skeleton shape="tile" />}>
        <CalendarPicker label={label} onChange={onChange} value={value} />
      </Suspense>
      {value && (
        <div className={styles.footer}>
          <Button icon="close" onPress={() => onChange(null)} size="small" variant="quiet" wide>
            {t('common.clear')}
          </Button>
        </div>
      )}
    </div>
  );
}
