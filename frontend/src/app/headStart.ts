import { SyncOpenBoardDocument } from '../api/generated/graphql';
import { askEarly } from '../api/http';

/**
 * Asks for what a board's or a card's address needs, its code and its cards, while it is still being
 * found out who is there: on the first load the three take as long as the longest of them.
 */
export function headStart(pathname: string): void {
  const [, page, key] = /^\/([bc])\/([^/]+)/.exec(pathname) ?? [];
  if (page === undefined || key === undefined) return;
  void import('./BoardLayout');
  if (page === 'c') void import('./CardRoute');
  askEarly(SyncOpenBoardDocument, { key: boardKeyOf(key) });
}

/** `RL` out of `RL` and `rl-42`. */
export function boardKeyOf(name: string): string {
  return name.replace(/-\d+$/, '').toUpperCase();
}
