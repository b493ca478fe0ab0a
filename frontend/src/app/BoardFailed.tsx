import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { refreshBoards } from '../parts/boardsStore';
import { useViewer } from '../session/useSession';
import type { ConnectionState, LoadState } from '../sync';
import { useBoardStore } from '../sync/react';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';

/** A board that could not be opened: not there, not allowed, or the server in trouble. */
export function BoardFailed({ load }: { readonly load: LoadState & { kind: 'failed' } }) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const viewer = useViewer();
  if (load.reason === 'broken') {
    return (
      <EmptyState
        action={
          <Button onPress={() => store.retryNow()} variant="primary">
            {t('common.retry')}
          </Button>
        }
        icon="warning"
        level={1}
        text={load.message}
        title={t('board.brokenTitle')}
      />
    );
  }
  return (
    <EmptyState
      action={viewer ? <ToBoards /> : <SignIn />}
      icon="lock"
      level={1}
      text={viewer ? t('board.notFoundText') : t('board.notFoundSignIn')}
      title={t('board.notFoundTitle')}
    />
  );
}

/** A board that was open and is no more. */
export function BoardEnded({
  connection,
}: {
  readonly connection: ConnectionState & { kind: 'ended' };
}) {
  const { t } = useTranslation();
  useEffect(() => {
    void refreshBoards();
  }, []);
  if (connection.reason === 'signed-out') {
    return (
      <EmptyState
        action={<SignIn />}
        icon="lock"
        level={1}
        text={t('board.signedOutText', { count: connection.pending })}
        title={t('board.signedOutTitle')}
      />
    );
  }
  return (
    <EmptyState
      action={<ToBoards />}
      icon="lock"
      level={1}
      text={t('board.endedText')}
      title={t('board.endedTitle')}
    />
  );
}

function ToBoards() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Button onPress={() => void navigate('/')} variant="primary">
      {t('shell.toBoards')}
    </Button>
  );
}

function SignIn() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  return (
    <Button
      onPress={() => void navigate(`/sign-in?next=${encodeURIComponent(pathname)}`)}
      variant="primary"
    >
      {t('shell.signIn')}
    </Button>
  );
}
