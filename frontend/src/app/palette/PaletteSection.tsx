import { Header, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { useTranslation } from 'react-i18next';
import { BoardMark } from '../../parts/BoardMark';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import styles from './CommandPalette.module.css';
import type { Entry, Section } from './entries';

export interface PaletteSectionProps {
  readonly section: Section;
  readonly onChoose: (entry: Entry) => void;
}

export function PaletteSection({ section, onChoose }: PaletteSectionProps) {
  const { t } = useTranslation();
  return (
    <MenuSection>
      <Header className={styles.heading}>{t(`shell.palette.${section.id}`)}</Header>
      {section.entries.map((entry) => (
        <MenuItem
          className={classes(styles.item)}
          id={entry.id}
          key={entry.id}
          onAction={() => onChoose(entry)}
          textValue={entry.text}
        >
          {entry.board ? <BoardMark board={entry.board} /> : <Icon name={entry.icon} />}
          {entry.key && <span className={styles.key}>{entry.key}</span>}
          <span className={styles.text}>{entry.text}</span>
          {entry.detail && <span className={styles.detail}>{entry.detail}</span>}
        </MenuItem>
      ))}
    </MenuSection>
  );
}
