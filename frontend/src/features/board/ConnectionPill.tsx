import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format';
import type { ConnectionState } from '../../sync';
import { useBoardStore, useConnection, useLoad } from '../../sync/react';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import styles from './ConnectionPill.module.css';

/** Whether the connection has nothing to say that a person should read. */
export function isCalm({ kind }: ConnectionState): boolean {
  return kind === 'live' || kind === 'ended';
}

/** How the board is connected: quiet while all is well, in words when it is not. */
export function ConnectionPill() {
  const { t } = useTranslation();
  const store = useBoardStore();
  const load = useLoad();
  const connection = useConnection();
  const { kind } = connection;
  if (kind === 'ended') return null;
  const progress =
    load.kind === 'partial' && kind !== 'offline'
      ? t('board.loadingCards', {
          loaded: formatNumber(load.loaded),
          total: formatNumber(load.total),
        })
      : null;
  return (
    <div className={styles.pill} data-kind={progress ? 'catching-up' : kind}>
      <span
        className={styles.state}
        role="status"
        title={kind === 'live' ? t('board.connection.liveHint') : undefined}
      >
        {kind === 'offline' ? <Icon name="offline" /> : <span className={styles.dot} />}
        {progress ?? <ConnectionText connection={connection} />}
      </span>
      {kind === 'offline' && (
        <Button onPress={() => store.retryNow()} size="small" variant="quiet">
          {t('common.retry')}
        </Button>
      )}
    </div>
  );
}

function ConnectionText({ connection }: { readonly connection: ConnectionState }) {
  const { t } = useTranslation();
  const { kind, pending } = connection;
  if (kind === 'ended') return null;
  if (kind === 'offline' && pending > 0)
    return t('board.connection.offlineWaiting', { count: pending });
  return t(`board.connection.${kind}`);
}
