import { Suspense } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useTranslation } from 'react-i18next';
import { BrowserRouter } from 'react-router';
import { locale } from '../i18n/format';
import { Toasts } from '../ui/Toasts';
import { ErrorBoundary } from './ErrorBoundary';
import { PageLoading } from './PageLoading';
import { AppRoutes } from './routes';

export function App() {
  const { t } = useTranslation();
  return (
    <I18nProvider locale={locale()}>
      <BrowserRouter>
        <ErrorBoundary>
          <Suspense fallback={<PageLoading />}>
            <AppRoutes />
          </Suspense>
        </ErrorBoundary>
      </BrowserRouter>
      <Toasts dismissLabel={t('common.dismiss')} label={t('common.notifications')} />
    </I18nProvider>
  );
}
