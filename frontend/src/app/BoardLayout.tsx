import { lazy, Suspense, useMemo, useState } from 'react';
import { Outlet, useLocation, useNavigate, useParams } from 'react-router';
import { Board } from '../features/board/Board';
import { BoardHeader } from '../features/board/BoardHeader';
import { BoardSkeleton } from '../features/board/BoardSkeleton';
import { BoardUiContext, createBoardUi, useBoardUi } from '../features/board/boardUi';
import { isActive } from '../features/board/filter';
import { fromSearch } from '../features/board/filterAddress';
import { HeaderSkeleton } from '../features/board/HeaderSkeleton';
import { useSession } from '../session/useSession';
import { BoardStoreProvider, useBoard, useConnection, useLoad, useOpenBoard } from '../sync/react';
import { useIsNarrow } from '../ui/useMediaQuery';
import { useTitle } from '../ui/useTitle';
import { ArchivedNotice } from './ArchivedNotice';
import { BoardEnded, BoardFailed } from './BoardFailed';
import styles from './BoardLayout.module.css';
import { BoardMenu } from './BoardMenu';
import { boardKeyOf } from './headStart';
import { useFilterInAddress } from './useFilterInAddress';
import { useFilterKey } from './useFilterKey';

const FilterBar = lazy(() => import('../features/board/FilterBar'));
const ShareDialog = lazy(() => import('../features/share/ShareDialog'));
const BoardSettingsDialog = lazy(() => import('../features/board-settings/BoardSettingsDialog'));

/** `/b/RL` and all below it, and `/c/RL-42`: one open board, whatever of it is shown. */
export default function BoardLayout() {
  const { boardKey, cardKey } = useParams();
  const session = useSession();
  const key = boardKeyOf(boardKey ?? cardKey ?? '');
  // Another viewer sees another board: signing in or out opens it anew.
  const viewerId = session.kind === 'ready' ? session.viewer?.id : undefined;
  return <OpenBoard boardKey={key} key={`${key} ${viewerId ?? ''}`} />;
}

function OpenBoard({ boardKey }: { readonly boardKey: string }) {
  const store = useOpenBoard(boardKey);
  const [ui] = useState(() => createBoardUi(fromSearch(location.search)));
  if (!store) return null;
  return (
    <BoardStoreProvider store={store}>
      <BoardUiContext value={ui}>
        <BoardScreen />
      </BoardUiContext>
    </BoardStoreProvider>
  );
}

function BoardScreen() {
  const board = useBoard();
  const load = useLoad();
  const connection = useConnection();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const isNarrow = useIsNarrow();
  const [dialog, setDialog] = useState<'share' | 'settings' | null>(null);
  const ui = useBoardUi();
  const [isFiltering, setFiltering] = useState(() => isActive(ui.filter.get()));
  const openCard = useMemo(() => (cardKey: string) => void navigate(`/c/${cardKey}`), [navigate]);
  const isCard = pathname.startsWith('/c/');
  const isBoard = isCard || /^\/b\/[^/]+\/?$/.test(pathname);
  useFilterKey(isBoard, setFiltering);
  useFilterInAddress();
  useTitle(isBoard && !isCard && board ? board.title : null);

  if (load.kind === 'failed') return <BoardFailed load={load} />;
  if (connection.kind === 'ended') return <BoardEnded connection={connection} />;
  if (!board) {
    return (
      <>
        <HeaderSkeleton />
        <BoardSkeleton />
      </>
    );
  }
  // On a phone a card is a page of its own; the board under it stays, out of sight and out of reach.
  const isCovered = isCard && isNarrow;
  return (
    <>
      <div className={styles.board} hidden={isCovered}>
        <BoardHeader
          board={board}
          menu={<BoardMenu board={board} onSettings={() => setDialog('settings')} />}
          onFilter={isBoard ? () => setFiltering(!isFiltering) : null}
          onShare={() => setDialog('share')}
        />
        {board.archivedAt !== null && <ArchivedNotice board={board} />}
        <Suspense fallback={null}>
          {isBoard && isFiltering && <FilterBar onClose={() => setFiltering(false)} />}
        </Suspense>
        {isBoard && <Board onOpenCard={openCard} />}
        {!isBoard && <Outlet />}
      </div>
      {isCard && <Outlet />}
      <Suspense fallback={null}>
        {dialog === 'share' && <ShareDialog onClose={() => setDialog(null)} />}
        {dialog === 'settings' && (
          <BoardSettingsDialog
            onClose={() => setDialog(null)}
            onDeleted={() => void navigate('/')}
          />
        )}
      </Suspense>
    </>
  );
}
