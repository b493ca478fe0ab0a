import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { BoardSummaryFragment } from '../../api/generated/graphql';
import { refreshBoards, useBoards } from '../../parts/boardsStore';
import { Page } from '../../parts/Page';
import { useSession } from '../../session/useSession';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import styles from './BoardsPage.module.css';
import { BoardTile } from './BoardTile';

const NewBoardDialog = lazy(() => import('./NewBoardDialog'));

export default function BoardsPage() {
  const { t } = useTranslation();
  const session = useSession();
  const boards = useBoards();
  const navigate = useNavigate();
  const [isCreating, setCreating] = useState(false);
  useEffect(() => {
    void refreshBoards();
  }, []);

  const isSignedIn = session.kind === 'ready' && session.viewer !== null;
  const create = (
    <Button icon="plus" onPress={() => setCreating(true)} variant="primary">
      {t('boards.new')}
    </Button>
  );
  const isEmpty = boards.kind === 'ready' && boards.boards.length === 0;
  return (
    <Page actions={isSignedIn && !isEmpty && create} title={t('boards.title')}>
      {boards.kind === 'loading' && <LoadingTiles />}
      {boards.kind === 'failed' && (
        <EmptyState
          action={<Button onPress={() => void refreshBoards()}>{t('common.retry')}</Button>}
          icon="offline"
          text={t('common.unreachable')}
          title={t('boards.failedTitle')}
        />
      )}
      {isEmpty && isSignedIn && (
        <EmptyState
          action={create}
          icon="board"
          text={t('boards.emptyText')}
          title={t('boards.emptyTitle')}
        />
      )}
      {isEmpty && session.kind === 'ready' && !isSignedIn && (
        <EmptyState
          action={
            <Button onPress={() => void navigate('/sign-in')} variant="primary">
              {t('shell.signIn')}
            </Button>
          }
          icon="board"
          text={t('boards.signedOutText')}
          title={t('boards.signedOutTitle', { server: session.server.name })}
        />
      )}
      {boards.kind === 'ready' && !isEmpty && <BoardLists boards={boards.boards} />}
      <Suspense fallback={null}>
        {isCreating && <NewBoardDialog onClose={() => setCreating(false)} />}
      </Suspense>
    </Page>
  );
}

function BoardLists({ boards }: { readonly boards: readonly BoardSummaryFragment[] }) {
  const { t } = useTranslation();
  const current = boards.filter((board) => board.archivedAt === null);
  const archived = boards.filter((board) => board.archivedAt !== null);
  return (
    <>
      <ul className={styles.tiles}>
        {current.map((board) => (
          <li key={board.id}>
            <BoardTile board={board} />
          </li>
        ))}
      </ul>
      {archived.length > 0 && (
        <section className={styles.archived}>
          <h2 className={styles.heading}>{t('boards.archived')}</h2>
          <ul className={styles.tiles}>
            {archived.map((board) => (
              <li key={board.id}>
                <BoardTile board={board} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function LoadingTiles() {
  const { t } = useTranslation();
  return (
    <div aria-label={t('common.loading')} className={styles.tiles} role="status">
      <Skeleton shape="tile" />
      <Skeleton shape="tile" />
      <Skeleton shape="tile" />
    </div>
  );
}
