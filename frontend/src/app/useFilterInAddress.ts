import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useBoardUi } from '../features/board/boardUi';
import { toSearch } from '../features/board/filterAddress';
import { useStore } from '../ui/store';

/** Browsers refuse addresses that change with every key. Milliseconds. */
const pause = 300;

/** Keeps the board's address saying what the board is filtered by, so that it can be given to others. */
export function useFilterInAddress(): void {
  const search = useStore(useBoardUi().filter, toSearch);
  const { pathname, search: shown } = useLocation();
  const navigate = useNavigate();
  const isBoardShown = /^\/b\/[^/]+\/?$/.test(pathname);
  useEffect(() => {
    if (!isBoardShown || search === shown) return;
    const timer = setTimeout(() => void navigate({ pathname, search }, { replace: true }), pause);
    return () => clearTimeout(timer);
  }, [isBoardShown, navigate, pathname, search, shown]);
}
