import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import type { Viewer } from '../session/session';
import { Avatar } from '../ui/Avatar';
import { Icon } from '../ui/Icon';
import styles from './BottomBar.module.css';

export interface BottomBarProps {
  readonly viewer: Viewer | null;
  readonly onSearch: () => void;
}

/** The sidebar of a phone. */
export function BottomBar({ viewer, onSearch }: BottomBarProps) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('shell.navigation')} className={styles.bar}>
      <NavLink className={styles.item ?? ''} end to="/">
        <Icon name="board" size="large" />
        {t('shell.boards')}
      </NavLink>
      <button className={styles.item} onClick={onSearch} type="button">
        <Icon name="search" size="large" />
        {t('shell.search')}
      </button>
      {viewer ? (
        <NavLink className={styles.item ?? ''} to="/settings">
          <Avatar person={viewer} />
          {t('shell.settings')}
        </NavLink>
      ) : (
        <NavLink className={styles.item ?? ''} to="/sign-in">
          <Icon name="user" size="large" />
          {t('shell.signIn')}
        </NavLink>
      )}
    </nav>
  );
}
