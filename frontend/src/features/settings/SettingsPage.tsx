import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { signOut } from '../../api';
import { Page } from '../../parts/Page';
import { useViewer } from '../../session/useSession';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Select';
import { chooseTheme, currentTheme, type Theme } from '../../ui/theme';
import styles from './SettingsPage.module.css';
import { TokenSection } from './TokenSection';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

export default function SettingsPage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const navigate = useNavigate();
  return (
    <Page title={t('settings.title')}>
      {viewer ? (
        <section className={styles.section}>
          <h2 className={styles.heading}>{t('settings.profile')}</h2>
          <div className={styles.profile}>
            <Avatar person={viewer} size="large" />
            <span className={styles.names}>
              <span className={styles.name}>{viewer.displayName}</span>
              <span className={styles.note}>
                {viewer.username}
                {viewer.isAdmin && ` · ${t('settings.administrator')}`}
              </span>
            </span>
            <Button
              icon="sign-out"
              onPress={() => void signOut().then(() => location.assign('/sign-in'))}
            >
              {t('shell.signOut')}
            </Button>
          </div>
        </section>
      ) : (
        <section className={styles.section}>
          <p>{t('settings.signedOut')}</p>
          <div>
            <Button onPress={() => void navigate('/sign-in?next=/settings')} variant="primary">
              {t('shell.signIn')}
            </Button>
          </div>
        </section>
      )}
      <ThemeSection />
      {viewer && <TokenSection />}
    </Page>
  );
}

function ThemeSection() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState<Theme>(currentTheme);
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.appearance')}</h2>
      <div className={styles.narrow}>
        <Select
          label={t('shell.theme')}
          onChange={(chosen) => {
            chooseTheme(chosen);
            setTheme(chosen);
          }}
          options={themes.map((value) => ({ value, text: t(`shell.themeOption.${value}`) }))}
          value={theme}
        />
      </div>
    </section>
  );
}
