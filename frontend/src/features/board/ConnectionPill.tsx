import { useTranslation } from 'react-i18next';
import { useBoardStore, useConnection } from '../../sync/react';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './ConnectionPill.module.css';

/** How the board is connected: quiet while all is well, in words when it is not. */
export function ConnectionPill() {
  const { t } = useTranslation();
  const store = useBoardStore();
  const { kind, pending } = useConnection();
  if (kind === 'ended') return null;
  const isCalm = kind === 'live';
  const text =
    kind === 'offline' && pending > 0
      ? t('board.connection.offlineWaiting', { count: pending })
      : t(`board.connection.${kind}`);
  return (
    <div className={styles.pill} data-kind={kind}>
      <span
        className={styles.state}
        role="status"
        title={isCalm ? t('board.connection.liveHint') : undefined}
      >
        {kind === 'offline' ? <Icon name="offline" /> : <span className={styles.dot} />}
        {text}
      </span>
      {kind === 'offline' && (
        <Button onPress={() => store.retryNow()} size="small" variant="quiet">
          {t('common.retry')}
        </Button>
      )}
    </div>
  );
}
