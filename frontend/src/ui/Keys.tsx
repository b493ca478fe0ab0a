import styles from './Keys.module.css';

/** Keys to press, such as "Shift ↑" or "Mod K": `Mod` is the Command key on a Mac. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split(' ').map((key) => (
        <kbd className={styles.key} key={key}>
          {key === 'Mod' ? modifierName() : key}
        </kbd>
      ))}
    </span>
  );
}

function modifierName(): string {
  return /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl';
}
