/** The boards this person can see, for the sidebar, the boards page and the palette. Loaded once, refreshed on need. */
import { useEffect, useSyncExternalStore } from 'react';
import { type ApiFailure, execute, toFailure } from '../api';
import { type BoardSummaryFragment, BoardsDocument } from '../api/generated/graphql';

export type BoardsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly boards: readonly BoardSummaryFragment[] }
  | { readonly kind: 'failed'; readonly failure: ApiFailure };

let state: BoardsState = { kind: 'loading' };
let asked = false;
let newest = 0;
const listeners = new Set<() => void>();

/**
 * Asks again; what was loaded before stays on screen meanwhile. Answers may overtake one another: only the one to the
 * newest question counts, since an older one may still name a board that was deleted.
 */
export async function refreshBoards(): Promise<void> {
  asked = true;
  newest += 1;
  const question = newest;
  try {
    const { boards } = await execute(BoardsDocument, {});
    if (question === newest) replace({ kind: 'ready', boards: boards.nodes });
  } catch (thrown) {
    if (question === newest && state.kind !== 'ready')
      replace({ kind: 'failed', failure: toFailure(thrown) });
  }
}

/** The boards, by title; loading starts with the first one who asks. */
export function useBoards(): BoardsState {
  useEffect(() => {
    if (!asked) void refreshBoards();
  }, []);
  return useSyncExternalStore(subscribe, () => state);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function replace(next: BoardsState): void {
  state =
    next.kind === 'ready'
      ? { kind: 'ready', boards: [...next.boards].sort((a, b) => a.title.localeCompare(b.title)) }
      : next;
  for (const listener of listeners) listener();
}
