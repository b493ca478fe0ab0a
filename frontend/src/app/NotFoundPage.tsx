import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';

export function NotFoundPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <EmptyState
      action={
        <Button onPress={() => void navigate('/')} variant="primary">
          {t('shell.toBoards')}
        </Button>
      }
      icon="search"
      level={1}
      text={t('shell.notFoundText')}
      title={t('shell.notFoundTitle')}
    />
  );
}
