import type { ReactNode } from 'react';
import { Logo } from '../../parts/Logo';
import { useTitle } from '../../ui/useTitle';
import styles from './EntryPage.module.css';

export interface EntryPageProps {
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}

/** The quiet page in front of everything: one panel, one form. */
export function EntryPage({ title, text, children }: EntryPageProps) {
  useTitle(title);
  return (
    <main className={styles.page}>
      <div className={styles.panel}>
        <Logo size="large" />
        <h1 className={styles.title}>{title}</h1>
        {text && <p className={styles.text}>{text}</p>}
        {children}
      </div>
    </main>
  );
}
