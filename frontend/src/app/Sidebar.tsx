import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation } from 'react-router';
import type { ViewerQuery } from '../api/generated/graphql';
import { BoardMark } from '../parts/BoardMark';
import { useBoards } from '../parts/boardsStore';
import { Logo } from '../parts/Logo';
import type { Viewer } from '../session/session';
import { Icon } from '../ui/Icon';
import { IconButton } from '../ui/IconButton';
import { Keys } from '../ui/Keys';
import { Skeleton } from '../ui/Skeleton';
import { Tooltip } from '../ui/Tooltip';
import { AccountMenu } from './AccountMenu';
import styles from './Sidebar.module.css';

export interface SidebarProps {
  readonly viewer: Viewer | null;
  readonly server: ViewerQuery['server'];
  readonly onSearch: () => void;
  readonly onShortcuts: () => void;
}

const collapsedKey = 'cairn.sidebar';

export function Sidebar({ viewer, server, onSearch, onShortcuts }: SidebarProps) {
  const { t } = useTranslation();
  const [collapsed, setCollapsed] = useState(
    () => localStorage.getItem(collapsedKey) === 'collapsed',
  );
  const toggle = () => {
    localStorage.setItem(collapsedKey, collapsed ? 'open' : 'collapsed');
    setCollapsed(!collapsed);
  };
  return (
    <nav aria-label={t('shell.navigation')} className={styles.sidebar} data-collapsed={collapsed}>
      <header className={styles.header}>
        {!collapsed && (
          <NavLink className={styles.brand ?? ''} to="/">
            <Logo />
            <span className={styles.text}>{server.name}</span>
          </NavLink>
        )}
        <IconButton
          icon="sidebar"
          label={collapsed ? t('shell.expand') : t('shell.collapse')}
          onPress={toggle}
          size="small"
        />
      </header>
      <button
        aria-label={t('shell.search')}
        className={styles.search}
        onClick={onSearch}
        type="button"
      >
        <Icon name="search" />
        {!collapsed && (
          <>
            <span className={styles.text}>{t('shell.search')}</span>
            <Keys keys="Mod K" />
          </>
        )}
      </button>
      <div className={styles.boards}>
        <NavLink aria-label={t('shell.boards')} className={styles.link ?? ''} end to="/">
          <Icon name="board" />
          {!collapsed && <span className={styles.text}>{t('shell.boards')}</span>}
        </NavLink>
        <BoardLinks collapsed={collapsed} />
      </div>
      <AccountMenu compact={collapsed} onShortcuts={onShortcuts} viewer={viewer} />
    </nav>
  );
}

function BoardLinks({ collapsed }: { readonly collapsed: boolean }) {
  const boards = useBoards();
  const { pathname } = useLocation();
  if (boards.kind === 'loading') {
    return (
      <div className={styles.loading}>
        <Skeleton shape="line" width="medium" />
        <Skeleton shape="line" />
        <Skeleton shape="line" width="medium" />
      </div>
    );
  }
  if (boards.kind === 'failed') return null;
  return (
    <ul className={styles.list}>
      {boards.boards
        .filter((board) => board.archivedAt === null)
        .map((board) => {
          const isCurrent = pathname.startsWith(`/c/${board.key}-`) || isBelow(pathname, board.key);
          const link = (
            <Link
              aria-current={isCurrent ? 'page' : undefined}
              aria-label={board.title}
              className={styles.link ?? ''}
              to={`/b/${board.key}`}
            >
              <BoardMark board={board} />
              {!collapsed && <span className={styles.text}>{board.title}</span>}
            </Link>
          );
          return (
            <li key={board.id}>
              {collapsed ? <Tooltip text={board.title}>{link}</Tooltip> : link}
            </li>
          );
        })}
    </ul>
  );
}

function isBelow(pathname: string, boardKey: string): boolean {
  return pathname === `/b/${boardKey}` || pathname.startsWith(`/b/${boardKey}/`);
}
