import type { ReactNode } from 'react';
import { useTitle } from '../ui/useTitle';
import styles from './Page.module.css';

export interface PageProps {
  readonly title: string;
  /** 2: inside a board, whose title is the page's first heading. */
  readonly level?: 1 | 2;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page that is read from top to bottom, with its title and what can be done on it. */
export function Page({ title, level = 1, actions, children }: PageProps) {
  useTitle(title);
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Heading className={styles.title}>{title}</Heading>
        {actions}
      </header>
      {children}
    </div>
  );
}
