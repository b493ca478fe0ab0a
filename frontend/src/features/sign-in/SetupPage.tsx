import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { setUp } from '../../api';
import { refreshBoards } from '../../parts/boardsStore';
import { refreshSession } from '../../session/session';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { TextField } from '../../ui/TextField';
import { EntryPage } from './EntryPage';

/** Makes the first administrator, once, from the link that the server printed at its first start. */
export default function SetupPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const token = search.get('token');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  if (!token) {
    return (
      <main>
        <EmptyState
          action={<Button onPress={() => void navigate('/sign-in')}>{t('shell.signIn')}</Button>}
          icon="key"
          level={1}
          text={t('signIn.setupMissing')}
          title={t('signIn.setupTitle')}
        />
      </main>
    );
  }

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      const outcome = await setUp({
        token,
        username: String(form.get('username')).trim(),
        displayName: String(form.get('displayName')).trim(),
        password: String(form.get('password')),
      });
      if (outcome.ok) {
        await Promise.all([refreshSession(), refreshBoards()]);
        void navigate('/', { replace: true });
        return;
      }
      const isUsed = outcome.code === 'NOT_FOUND' || outcome.code === 'INVALID_TOKEN';
      setError(
        isUsed ? t('signIn.setupUsed') : t('signIn.setupFailed', { message: outcome.message }),
      );
    } catch {
      setError(t('common.unreachable'));
    }
    setBusy(false);
  };

  return (
    <EntryPage text={t('signIn.setupText')} title={t('signIn.setupTitle')}>
      <form onSubmit={(event) => void submit(event)}>
        <TextField
          autoComplete="name"
          autoFocus
          description={t('signIn.displayNameHint')}
          isRequired
          label={t('signIn.displayName')}
          name="displayName"
        />
        <TextField
          autoComplete="username"
          description={t('signIn.usernameHint')}
          isRequired
          label={t('signIn.username')}
          name="username"
        />
        <TextField
          autoComplete="new-password"
          description={t('signIn.passwordHint')}
          isRequired
          label={t('signIn.password')}
          minLength={8}
          name="password"
          type="password"
        />
        <p role="alert">{error}</p>
        <Button isDisabled={isBusy} type="submit" variant="primary" wide>
          {t('signIn.setupSubmit')}
        </Button>
      </form>
    </EntryPage>
  );
}
