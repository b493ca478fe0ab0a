import { useTranslation } from 'react-i18next';
import { daysFromToday, formatDate, formatDateExact } from '../i18n/format';
import { Icon } from '../ui/Icon';
import { VisuallyHidden } from '../ui/VisuallyHidden';
import styles from './DueDate.module.css';

export interface DueDateProps {
  readonly date: string;
  /** Done things are never late. */
  readonly isDone?: boolean;
}

/** A due date: amber when near, red when past, and in words for whoever does not see colours. */
export function DueDate({ date, isDone = false }: DueDateProps) {
  const { t } = useTranslation();
  const distance = daysFromToday(date);
  const state = isDone ? 'calm' : distance < 0 ? 'past' : distance <= 2 ? 'near' : 'calm';
  return (
    <time className={styles.due} data-state={state} dateTime={date} title={formatDateExact(date)}>
      <Icon name="calendar" />
      <VisuallyHidden>{state === 'past' ? t('card.overdue') : t('card.due')} </VisuallyHidden>
      {formatDate(date)}
    </time>
  );
}
