import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenFieldsFragment } from '../../api/generated/graphql';
import { formatMoment, formatMomentExact } from '../../i18n/format';
import { copyText } from '../../parts/cardActions';
import { Button } from '../../ui/Button';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { Dialog, DialogActions } from '../../ui/Dialog';
import { Skeleton } from '../../ui/Skeleton';
import { TextField } from '../../ui/TextField';
import { showToast } from '../../ui/toasts';
import styles from './SettingsPage.module.css';
import { useTokens } from './useTokens';

/** API tokens: made with a name, shown once, revoked for good. */
export function TokenSection() {
  const { t } = useTranslation();
  const { kind, tokens, reload, create, revoke } = useTokens();
  const [name, setName] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [revoking, setRevoking] = useState<TokenFieldsFragment | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    setBusy(true);
    const outcome = await create(name.trim());
    setBusy(false);
    if ('error' in outcome) {
      setError(outcome.error);
      return;
    }
    setError(null);
    setName('');
    setSecret(outcome.secret);
  };
  const confirmRevoke = async () => {
    const failed = revoking && (await revoke(revoking.id));
    showToast(failed ?? t('settings.tokenRevoked'), failed ? { tone: 'danger' } : {});
  };
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{t('settings.tokens')}</h2>
      <p className={styles.note}>{t('settings.tokensText')}</p>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <TextField
          label={t('settings.tokenName')}
          onChange={setName}
          placeholder={t('settings.tokenPlaceholder')}
          value={name}
        />
        <Button isDisabled={isBusy || !name.trim()} type="submit" variant="primary">
          {t('settings.tokenCreate')}
        </Button>
      </form>
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      {kind === 'loading' && <Skeleton shape="line" width="medium" />}
      {kind === 'failed' && (
        <p className={styles.note}>
          {t('settings.tokensFailed')} <Button onPress={reload}>{t('common.retry')}</Button>
        </p>
      )}
      {kind === 'ready' && tokens.length === 0 && (
        <p className={styles.note}>{t('settings.tokensEmpty')}</p>
      )}
      <ul className={styles.tokens}>
        {tokens.map((token) => (
          <TokenRow key={token.id} onRevoke={() => setRevoking(token)} token={token} />
        ))}
      </ul>
      {secret && <SecretDialog onClose={() => setSecret(null)} secret={secret} />}
      <ConfirmDialog
        cancelLabel={t('common.cancel')}
        confirmLabel={t('settings.tokenRevoke')}
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        onConfirm={() => void confirmRevoke()}
        title={t('settings.tokenRevokeTitle', { name: revoking?.name ?? '' })}
      >
        <p>{t('settings.tokenRevokeText')}</p>
      </ConfirmDialog>
    </section>
  );
}

interface TokenRowProps {
  readonly token: TokenFieldsFragment;
  readonly onRevoke: () => void;
}

function TokenRow({ token, onRevoke }: TokenRowProps) {
  const { t } = useTranslation();
  return (
    <li className={styles.token}>
      <span className={styles.names}>
        <span className={styles.name}>{token.name}</span>
        <span className={styles.note} title={formatMomentExact(token.createdAt)}>
          {t('settings.tokenMade', { when: formatMoment(token.createdAt) })}
          {' · '}
          {token.lastUsedAt
            ? t('settings.tokenUsed', { when: formatMoment(token.lastUsedAt) })
            : t('settings.tokenUnused')}
        </span>
      </span>
      <Button onPress={onRevoke} size="small">
        {t('settings.tokenRevoke')}
      </Button>
    </li>
  );
}

function SecretDialog({
  secret,
  onClose,
}: {
  readonly secret: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog closeLabel={t('common.close')} isOpen onClose={onClose} title={t('settings.tokens')}>
      <p>{t('settings.tokenCreated')}</p>
      <code className={styles.secret}>{secret}</code>
      <DialogActions>
        <Button icon="copy" onPress={() => void copyText(secret, t('common.copied'))}>
          {t('settings.tokenCopy')}
        </Button>
        <Button onPress={onClose} variant="primary">
          {t('settings.tokenDone')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
