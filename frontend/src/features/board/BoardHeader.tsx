import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import { BoardMark } from '../../parts/BoardMark';
import { rightsOn } from '../../parts/rights';
import { useViewer } from '../../session/useSession';
import type { BoardInfo } from '../../sync';
import { useConnection } from '../../sync/react';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { useStore } from '../../ui/store';
import { useIsNarrow } from '../../ui/useMediaQuery';
import styles from './BoardHeader.module.css';
import { useBoardUi } from './boardUi';
import { ConnectionPill, isCalm } from './ConnectionPill';
import { isActive } from './filter';

export interface BoardHeaderProps {
  readonly board: BoardInfo;
  /** Null where the page has nothing to filter. */
  readonly onFilter: (() => void) | null;
  readonly onShare: () => void;
  /** The "..." menu. */
  readonly menu: ReactNode;
}

export function BoardHeader({ board, onFilter, onShare, menu }: BoardHeaderProps) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const isFiltering = useStore(useBoardUi().filter, isActive);
  const viewer = useViewer();
  const { canEdit, canComment } = rightsOn(board);
  const pillBelow = useIsNoticeBelow(isNarrow);
  return (
    <>
      <header className={styles.header}>
        <BoardMark board={board} />
        <h1 className={styles.title} title={board.description || undefined}>
          <Link to={`/b/${board.key}`}>{board.title}</Link>
        </h1>
        {!isNarrow && <Views boardKey={board.key} />}
        <span className={styles.spring} />
        {board.archivedAt !== null && (
          <span className={styles.badge}>{t('board.archivedBadge')}</span>
        )}
        {board.archivedAt === null && !canEdit && (
          <span className={styles.badge}>
            {canComment ? t('board.commentOnly') : t('board.viewOnly')}
          </span>
        )}
        {!pillBelow && <ConnectionPill />}
        {onFilter &&
          (isNarrow ? (
            <IconButton icon="filter" label={t('board.filter')} onPress={onFilter} />
          ) : (
            <Button icon="filter" onPress={onFilter} variant={isFiltering ? 'secondary' : 'quiet'}>
              {t('board.filter')}
            </Button>
          ))}
        {viewer === null ? (
          <SignInButton />
        ) : isNarrow ? (
          <IconButton icon="share" label={t('board.share')} onPress={onShare} />
        ) : (
          <Button icon="share" onPress={onShare}>
            {t('board.share')}
          </Button>
        )}
        {menu}
      </header>
      {pillBelow && (
        <div className={styles.notice}>
          <ConnectionPill />
        </div>
      )}
    </>
  );
}

/** A phone's header has no room for a sentence. */
function useIsNoticeBelow(isNarrow: boolean): boolean {
  const connection = useConnection();
  return isNarrow && !isCalm(connection);
}

function Views({ boardKey }: { readonly boardKey: string }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <nav aria-label={t('board.views')} className={styles.views}>
      <Link
        aria-current={
          pathname.includes('/milestones') || pathname.includes('/archive') ? undefined : 'page'
        }
        className={styles.view}
        to={`/b/${boardKey}`}
      >
        {t('board.viewBoard')}
      </Link>
      <NavLink className={styles.view ?? ''} to={`/b/${boardKey}/milestones`}>
        {t('milestones.title')}
      </NavLink>
    </nav>
  );
}

function SignInButton() {
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
