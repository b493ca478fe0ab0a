import { useState } from 'react';
import { Button as PlainButton } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { signOut } from '../api';
import type { Viewer } from '../session/session';
import { Avatar } from '../ui/Avatar';
import { Button } from '../ui/Button';
import { classes } from '../ui/classes';
import { IconButton } from '../ui/IconButton';
import { Menu, MenuItem, MenuSection, MenuSeparator } from '../ui/Menu';
import { chooseTheme, currentTheme, type Theme } from '../ui/theme';
import { showToast } from '../ui/toasts';
import styles from './AccountMenu.module.css';

const themes = [
  ['system', 'monitor'],
  ['light', 'sun'],
  ['dark', 'moon'],
] as const;

export interface AccountMenuProps {
  readonly viewer: Viewer | null;
  readonly compact: boolean;
  readonly onShortcuts: () => void;
}

export function AccountMenu({ viewer, compact, onShortcuts }: AccountMenuProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [theme, setTheme] = useState<Theme>(currentTheme);
  const choose = (chosen: Theme) => {
    chooseTheme(chosen);
    setTheme(chosen);
  };
  if (viewer === null) {
    const signIn = () => void navigate(`/sign-in?next=${encodeURIComponent(pathname)}`);
    if (compact) return <IconButton icon="user" label={t('shell.signIn')} onPress={signIn} />;
    return (
      <Button icon="user" onPress={signIn} variant="primary" wide>
        {t('shell.signIn')}
      </Button>
    );
  }
  return (
    <Menu
      label={t('shell.account', { name: viewer.displayName })}
      placement="top start"
      trigger={
        <PlainButton
          aria-label={t('shell.account', { name: viewer.displayName })}
          className={classes(styles.trigger)}
        >
          <Avatar person={viewer} size="medium" />
          {!compact && <span className={styles.name}>{viewer.displayName}</span>}
        </PlainButton>
      }
    >
      <MenuItem icon="settings" onAction={() => void navigate('/settings')}>
        {t('shell.settings')}
      </MenuItem>
      <MenuItem icon="keyboard" onAction={onShortcuts} shortcut="?">
        {t('shell.shortcuts')}
      </MenuItem>
      <MenuSeparator />
      <MenuSection title={t('shell.theme')}>
        {themes.map(([name, icon]) => (
          <MenuItem icon={icon} isChosen={name === theme} key={name} onAction={() => choose(name)}>
            {t(`shell.themeOption.${name}`)}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSeparator />
      <MenuItem icon="sign-out" onAction={() => void endSession(t('common.unreachable'))}>
        {t('shell.signOut')}
      </MenuItem>
    </Menu>
  );
}

/** Loads the page anew afterwards: nothing that this person saw stays in memory. */
async function endSession(unreachable: string): Promise<void> {
  try {
    await signOut();
    location.assign('/sign-in');
  } catch {
    showToast(unreachable, { tone: 'danger' });
  }
}
