import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation } from 'react-router';
import { refreshSession } from '../session/session';
import { useSession } from '../session/useSession';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { useIsNarrow } from '../ui/useMediaQuery';
import { BottomBar } from './BottomBar';
import { ErrorBoundary } from './ErrorBoundary';
import { PageLoading } from './PageLoading';
import styles from './Shell.module.css';
import { Sidebar } from './Sidebar';
import { type ShellOverlay, useGlobalKeys } from './useGlobalKeys';

const CommandPalette = lazy(() => import('./palette/CommandPalette'));
const ShortcutsHelp = lazy(() => import('./ShortcutsHelp'));

/** The frame around every page but signing in: where one can go, and what opens from anywhere. */
export function Shell() {
  const { t } = useTranslation();
  const session = useSession();
  const isNarrow = useIsNarrow();
  const { pathname } = useLocation();
  const [overlay, setOverlay] = useState<ShellOverlay | null>(null);
  useGlobalKeys(setOverlay);
  useEffect(() => setOverlay((open) => (pathname && open === 'palette' ? null : open)), [pathname]);

  if (session.kind === 'loading') return <PageLoading />;
  if (session.kind === 'failed') {
    return (
      <EmptyState
        action={
          <Button onPress={() => void refreshSession()} variant="primary">
            {t('common.retry')}
          </Button>
        }
        icon="offline"
        level={1}
        text={t('common.unreachable')}
        title={t('shell.unreachableTitle')}
      />
    );
  }
  const navigation = {
    onSearch: () => setOverlay('palette'),
    onShortcuts: () => setOverlay('help'),
  };
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {t('shell.skip')}
      </a>
      {!isNarrow && <Sidebar {...navigation} server={session.server} viewer={session.viewer} />}
      <main className={styles.content} id="content" tabIndex={-1}>
        <ErrorBoundary key={/^\/[bc]\//.test(pathname) ? 'board' : pathname}>
          <Suspense fallback={<PageLoading />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      {isNarrow && <BottomBar {...navigation} viewer={session.viewer} />}
      <Suspense fallback={null}>
        {overlay === 'palette' && <CommandPalette onClose={() => setOverlay(null)} />}
        {overlay === 'help' && <ShortcutsHelp onClose={() => setOverlay(null)} />}
      </Suspense>
    </div>
  );
}
