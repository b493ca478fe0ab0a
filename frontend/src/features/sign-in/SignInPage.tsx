import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { type AuthOutcome, signIn } from '../../api';
import { t as translate } from '../../i18n';
import { formatNumber } from '../../i18n/format';
import { refreshBoards } from '../../parts/boardsStore';
import { refreshSession } from '../../session/session';
import { useSession } from '../../session/useSession';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/TextField';
import { EntryPage } from './EntryPage';

export default function SignInPage() {
  const { t } = useTranslation();
  const session = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const server = session.kind === 'ready' ? session.server.name : 'Cairn';

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      const outcome = await signIn({
        username: String(form.get('username')).trim(),
        password: String(form.get('password')),
      });
      if (outcome.ok) {
        await Promise.all([refreshSession(), refreshBoards()]);
        void navigate(safePath(search.get('next')), { replace: true });
        return;
      }
      setError(sentenceFor(outcome));
    } catch {
      setError(t('common.unreachable'));
    }
    setBusy(false);
  };

  return (
    <EntryPage title={t('signIn.title', { server })}>
      <form onSubmit={(event) => void submit(event)}>
        <TextField
          autoComplete="username"
          autoFocus
          isRequired
          label={t('signIn.username')}
          name="username"
        />
        <TextField
          autoComplete="current-password"
          isRequired
          label={t('signIn.password')}
          name="password"
          type="password"
        />
        <p role="alert">{error}</p>
        <Button isDisabled={isBusy} type="submit" variant="primary" wide>
          {isBusy ? t('signIn.submitting') : t('signIn.submit')}
        </Button>
      </form>
    </EntryPage>
  );
}

function sentenceFor(outcome: AuthOutcome & { ok: false }): string {
  if (outcome.code === 'INVALID_CREDENTIALS') return translate('signIn.wrong');
  if (outcome.code === 'RATE_LIMITED') {
    const seconds = formatNumber(Math.ceil((outcome.retryAfter ?? 60_000) / 1000));
    return translate('signIn.tooMany', { seconds });
  }
  return translate('signIn.failed', { message: outcome.message });
}

/** Where to go on: a path of this app only, never another site. */
function safePath(next: string | null): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : '/';
}
