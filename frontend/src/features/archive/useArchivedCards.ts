import { useCallback, useEffect, useState } from 'react';
import { execute } from '../../api';
import { ArchivedCardsDocument, type ArchivedCardsQuery } from '../../api/generated/graphql';
import type { BoardId, CardId } from '../../sync';

type Page = NonNullable<ArchivedCardsQuery['board']>['cards'];
export type ArchivedCard = Page['nodes'][number];

export interface ArchivedCards {
  readonly kind: 'loading' | 'ready' | 'failed';
  readonly cards: readonly ArchivedCard[];
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  /** Takes a card off the list that was restored or deleted. */
  readonly forget: (id: CardId) => void;
}

/** A board's archived cards, the last archived first; asked for when looked at, since few people do. */
export function useArchivedCards(boardId: BoardId): ArchivedCards {
  const [kind, setKind] = useState<ArchivedCards['kind']>('loading');
  const [cards, setCards] = useState<readonly ArchivedCard[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);

  const load = useCallback(
    async (after: string | null) => {
      try {
        const { board } = await execute(ArchivedCardsDocument, { boardId, after });
        const page = board?.cards;
        setCards((before) => (after === null ? [] : before).concat(page?.nodes ?? []));
        setCursor(page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null);
        setKind('ready');
      } catch {
        setKind('failed');
      }
    },
    [boardId],
  );
  useEffect(() => void load(null), [load]);
  return {
    kind,
    cards,
    hasMore: cursor !== null,
    loadMore: () => void load(cursor),
    forget: (id) => setCards((before) => before.filter((card) => card.id !== id)),
  };
}
