import styles from './Logo.module.css';

/** Three stones on one another. */
export function Logo({ size = 'small' }: { readonly size?: 'small' | 'large' }) {
  return (
    <svg
      aria-hidden="true"
      className={styles.logo}
      data-size={size}
      fill="currentColor"
      viewBox="0 0 20 20"
    >
      <rect height="5" rx="2.5" width="18" x="1" y="13.5" />
      <rect height="5" opacity=".75" rx="2.5" width="12" x="4" y="7.25" />
      <rect height="5" opacity=".5" rx="2.5" width="7" x="6.5" y="1" />
    </svg>
  );
}
