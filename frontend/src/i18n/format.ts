/** Dates and numbers as people say them. Calendar dates (`2026-12-01`) have no time zone; times are the reader's. */
import i18next, { t } from 'i18next';

const day = 86_400_000;

/** The reader's own flavour of the language that the texts are in: `en-US` or `en-GB` for `en`. */
export function locale(): string {
  const language = i18next.language;
  return navigator.languages.find((candidate) => candidate.startsWith(language)) ?? 'en-GB';
}

/** Today as `2026-12-01`, here. */
export function today(): string {
  return toCalendarDate(new Date());
}

export function toCalendarDate(date: Date): string {
  const month = String(date.getMonth() + 1).padStart(2, '0');
  return `${date.getFullYear()}-${month}-${String(date.getDate()).padStart(2, '0')}`;
}

/** Some days after (or before) a calendar date. */
export function addDays(date: string, days: number): string {
  const moved = fromCalendarDate(date);
  moved.setDate(moved.getDate() + days);
  return toCalendarDate(moved);
}

/** Whole days from today; negative: past. */
export function daysFromToday(date: string): number {
  return Math.round((fromCalendarDate(date).getTime() - fromCalendarDate(today()).getTime()) / day);
}

/** "today", "tomorrow", "Fri 4 Dec", "4 Dec 2027". */
export function formatDate(date: string): string {
  const distance = daysFromToday(date);
  if (Math.abs(distance) <= 1) {
    return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(distance, 'day');
  }
  const value = fromCalendarDate(date);
  const sameYear = value.getFullYear() === new Date().getFullYear();
  const near = Math.abs(distance) < 200;
  return formatParts(value, {
    ...(near ? { weekday: 'short' } : {}),
    day: 'numeric',
    month: 'short',
    ...(sameYear || near ? {} : { year: 'numeric' }),
  });
}

/** The whole date: "Friday, 4 December 2026". */
export function formatDateExact(date: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'full' }).format(fromCalendarDate(date));
}

/** "just now", "5 minutes ago", "yesterday", then the date. */
export function formatMoment(moment: string): string {
  const seconds = (Date.parse(moment) - Date.now()) / 1000;
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  if (seconds > -60) return t('common.justNow');
  if (seconds > -3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (seconds > -86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return formatDate(toCalendarDate(new Date(moment)));
}

/** Date and time, whole. */
export function formatMomentExact(moment: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeStyle: 'short' }).format(
    new Date(moment),
  );
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}

/** 0.42 as "42%". */
export function formatShare(value: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent' }).format(value);
}

/** "Ann, Bob and Cy". */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(locale()).format(items);
}

function fromCalendarDate(date: string): Date {
  const [year = 1970, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, dayOfMonth);
}

/** Without the comma that English puts after the weekday: it reads better in a small chip. */
function formatParts(date: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), options).format(date).replace(/^(\p{L}+\.?),/u, '$1');
}
