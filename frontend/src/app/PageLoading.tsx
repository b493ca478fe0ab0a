import { useTranslation } from 'react-i18next';
import { VisuallyHidden } from '../ui/VisuallyHidden';

/** While a page's code arrives: nothing to see, since it is a matter of milliseconds. */
export function PageLoading() {
  const { t } = useTranslation();
  return (
    <p role="status">
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
    </p>
  );
}
