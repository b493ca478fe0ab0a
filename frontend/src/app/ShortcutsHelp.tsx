import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/Dialog';
import { Keys } from '../ui/Keys';
import styles from './ShortcutsHelp.module.css';

const groups = [
  [
    'everywhere',
    [
      ['palette', 'Mod K'],
      ['this', '?'],
    ],
  ],
  [
    'board',
    [
      ['walk', '↑ ↓ ← →'],
      ['newCard', 'N'],
      ['filter', 'F'],
      ['openCard', 'Enter'],
    ],
  ],
  [
    'card',
    [
      ['moveCard', 'Shift ↑ ↓ ← →'],
      ['moveDialog', 'M'],
      ['editTitle', 'E'],
      ['labels', 'L'],
      ['assign', 'A'],
      ['due', 'D'],
      ['archive', 'X'],
    ],
  ],
  [
    'open',
    [
      ['nextCard', 'J K'],
      ['closeCard', 'Esc'],
    ],
  ],
] as const;

export default function ShortcutsHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      closeLabel={t('common.close')}
      isOpen
      onClose={onClose}
      size="medium"
      title={t('shell.help.title')}
    >
      <div className={styles.groups}>
        {groups.map(([group, shortcuts]) => (
          <section key={group}>
            <h3 className={styles.heading}>{t(`shell.help.${group}`)}</h3>
            <dl>
              {shortcuts.map(([name, keys]) => (
                <div className={styles.row} key={name}>
                  <dt>{t(`shell.help.${name}`)}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
