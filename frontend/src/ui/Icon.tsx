import styles from './Icon.module.css';

/** Our own line icons on a 16-unit grid: round caps, 1.5 units wide, drawn in the current colour. */
const paths = {
  'arrow-down': 'M8 3v10M4 9l4 4 4-4',
  'arrow-left': 'M13 8H3M7 4 3 8l4 4',
  'arrow-right': 'M3 8h10M9 4l4 4-4 4',
  'arrow-up': 'M8 13V3M4 7l4-4 4 4',
  archive: 'M2.5 3.5h11v3h-11zM3.5 6.5v6h9v-6M6.5 9h3',
  board: 'M2.5 3h3v10h-3zM6.5 3h3v6.5h-3zM10.5 3h3v8h-3z',
  calendar: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5v3M10.5 2.5v3',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  checklist: 'M2.5 4.5l1.5 1.5 2.5-3M2.5 11l1.5 1.5 2.5-3M9 5h4.5M9 11.5h4.5',
  'chevron-down': 'M4 6l4 4 4-4',
  'chevron-left': 'M10 4 6 8l4 4',
  'chevron-right': 'M6 4l4 4-4 4',
  clock: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 5v3.25l2 1.5',
  close: 'M4 4l8 8M12 4l-8 8',
  collapse: 'M6.5 3v3.5H3M9.5 13V9.5H13M6.5 6.5 3 3M9.5 9.5 13 13',
  comment: 'M2.5 3.5h11v8H7.5L4.5 14v-2.5h-2z',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  edit: 'M3 13l.6-3L10.8 2.8l2.4 2.4L6 12.4zM9.2 4.4l2.4 2.4',
  estimate: 'M4 13.5V8M8 13.5v-11M12 13.5V6',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  globe:
    'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM2.5 8h11M8 2.5c-4 4-4 7 0 11M8 2.5c4 4 4 7 0 11',
  info: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM8 7.5V11M8 5v.1',
  key: 'M5.5 7.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM7.7 8.3 13.5 2.5M11 5l2 2',
  keyboard: 'M1.5 4h13v8.5h-13zM4 6.5h.1M6.7 6.5h.1M9.4 6.5h.1M12 6.5h.1M5 10h6',
  label: 'M2.5 2.5h5l6 6-5 5-6-6zM5.3 5.3h.1',
  link: 'M6.7 9.3l2.6-2.6M7.5 4.5l1.7-1.7a2.8 2.8 0 0 1 4 4L11.5 8.5M8.5 11.5l-1.7 1.7a2.8 2.8 0 0 1-4-4L4.5 7.5',
  lock: 'M3.5 7h9v6.500h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  milestone: 'M4 13.500v-11h8.500l-2 3 2 3H4',
  monitor: 'M2 3h12v8H2zM5.5 13.500h5M8 11v2.5',
  moon: 'M13 9.500A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.500z',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  offline:
    'M2.5 2.500l11 11M4.8 6.200A3 3 0 0 0 5 12.500h6.500M7 4.600a4 4 0 0 1 4.7 3 2.6 2.6 0 0 1 2 3.7',
  paragraph: 'M3 4h10M3 7h10M3 10h6',
  plus: 'M8 3v10M3 8h10',
  restore: 'M3 8a5 5 0 1 1 1.5 3.600M3 12.500V8.500M3 5v3.500h3.5',
  search: 'M7 2.500a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.300l3.2 3.2',
  settings:
    'M2.5 4.500h5M11 4.500h2.500M9.25 2.750a1.75 1.75 0 1 1 0 3.5 1.75 1.75 0 0 1 0-3.500zM2.5 11.500H5M8.5 11.500h5M6.75 9.750a1.75 1.75 0 1 1 0 3.5 1.75 1.75 0 0 1 0-3.500z',
  share: 'M6 5.500a2.25 2.25 0 1 1 0 .01zM2 13.500c0-2.5 1.8-4 4-4s4 1.5 4 4M12.5 5.500v5M10 8h5',
  sidebar: 'M2 3h12v10H2zM6 3v10',
  'sign-out': 'M6.5 2.500h-4v11h4M6.5 8h7M10.5 5l3 3-3 3',
  sun: 'M8 5.200a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.600zM8 1.500v1.200M8 13.300v1.200M1.5 8h1.200M13.3 8h1.200M3.4 3.400l.9.9M11.7 11.700l.9.9M12.6 3.400l-.9.9M4.3 11.700l-.9.9',
  sync: 'M13 7.500A5 5 0 0 0 4 5M3 8.500a5 5 0 0 0 9 2.500M4 2.500V5h2.500M12 13.500V11H9.5',
  trash: 'M2.5 4.500h11M6 4.500v-2h4v2M4 4.500l.6 9h6.800l.6-9M6.7 7v4M9.3 7v4',
  user: 'M8 2.500a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.500zM3 13.500c.3-2.6 2.3-4 5-4s4.7 1.4 5 4',
  users:
    'M6 3a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM1.5 13.500c.2-2.6 2-4 4.5-4s4.3 1.4 4.5 4M10.5 3.200a2.5 2.5 0 0 1 0 4.600M12 9.800c1.6.6 2.4 1.9 2.5 3.7',
  warning: 'M8 2.500l6 11H2zM8 6.500v3.500M8 12v.1',
} as const;

export type IconName = keyof typeof paths;

export interface IconProps {
  readonly name: IconName;
  readonly size?: 'small' | 'large';
}

/** Always decorative: the control around it carries the name. */
export function Icon({ name, size = 'small' }: IconProps) {
  return (
    <svg
      aria-hidden="true"
      className={styles.icon}
      data-size={size}
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.5"
      viewBox="0 0 16 16"
    >
      <path d={paths[name]} />
    </svg>
  );
}
