/** What the palette offers for what was typed: pure, so that it can be read and tested as a table. */
import type { BoardSummaryFragment } from '../../api/generated/graphql';
import { t } from '../../i18n';
import type { IconName } from '../../ui/Icon';
import type { SearchHit } from './useSearch';

export interface Entry {
  readonly id: string;
  readonly path: string;
  readonly text: string;
  readonly icon: IconName;
  readonly key?: string;
  readonly detail?: string;
  readonly board?: { readonly key: string; readonly icon: string | null };
}

export interface Section {
  readonly id: 'cards' | 'boards' | 'comments' | 'pages';
  readonly entries: readonly Entry[];
}

export function entriesFor(
  query: string,
  boards: readonly BoardSummaryFragment[],
  hits: readonly SearchHit[],
): readonly Section[] {
  const found = hits.map(entryOf);
  const ofKind = (kind: SearchHit['node']['__typename']) =>
    found.filter((_, index) => hits[index]?.node.__typename === kind);
  const known = boards
    .filter((board) => board.archivedAt === null && matches(query, board.key, board.title))
    .map(boardEntry);
  const knownIds = new Set(known.map((entry) => entry.id));
  const sections: readonly Section[] = [
    { id: 'cards', entries: [...jumpTo(query, found), ...ofKind('Card')] },
    {
      id: 'boards',
      entries: [...known, ...ofKind('Board').filter((entry) => !knownIds.has(entry.id))],
    },
    { id: 'comments', entries: ofKind('Comment') },
    { id: 'pages', entries: pages().filter((page) => matches(query, page.text)) },
  ];
  return sections.filter((section) => section.entries.length > 0);
}

/** `RL-42` typed whole opens that card, found or not. */
function jumpTo(query: string, found: readonly Entry[]): readonly Entry[] {
  const key = query.toUpperCase();
  if (!/^[A-Z][A-Z0-9]{1,9}-\d+$/.test(key) || found.some((entry) => entry.key === key)) return [];
  return [{ id: key, path: `/c/${key}`, text: key, icon: 'arrow-right' }];
}

function entryOf({ node, excerpt }: SearchHit): Entry {
  switch (node.__typename) {
    case 'Board':
      return boardEntry(node);
    case 'Card':
      return {
        id: node.id,
        path: `/c/${node.key}`,
        text: node.title,
        icon: 'paragraph',
        key: node.key,
        detail: node.column.title,
      };
    case 'Comment':
      return {
        id: node.id,
        path: `/c/${node.card.key}`,
        text: excerpt,
        icon: 'comment',
        key: node.card.key,
        detail: node.card.title,
      };
  }
}

function boardEntry(board: Pick<BoardSummaryFragment, 'id' | 'key' | 'title' | 'icon'>): Entry {
  return {
    id: board.id,
    path: `/b/${board.key}`,
    text: board.title,
    icon: 'board',
    detail: board.key,
    board,
  };
}

function pages(): readonly Entry[] {
  return [
    { id: 'page-boards', path: '/', text: t('shell.boards'), icon: 'board' },
    { id: 'page-settings', path: '/settings', text: t('shell.settings'), icon: 'settings' },
  ];
}

function matches(query: string, ...texts: readonly string[]): boolean {
  return texts.some((text) => text.toLocaleLowerCase().includes(query.toLocaleLowerCase()));
}
