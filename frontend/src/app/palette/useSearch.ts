import { useEffect, useState } from 'react';
import { execute } from '../../api';
import { SearchDocument, type SearchQuery } from '../../api/generated/graphql';

export type SearchHit = SearchQuery['search']['edges'][number];

export interface SearchState {
  readonly hits: readonly SearchHit[];
  readonly isSearching: boolean;
}

/** Typing pauses this long, in milliseconds, before the server is asked. */
const pause = 150;

/** What the server finds for `query`; the answer before stays until the next one is here. */
export function useSearch(query: string): SearchState {
  const [found, setFound] = useState<{
    readonly query: string;
    readonly hits: readonly SearchHit[];
  }>({
    query: '',
    hits: [],
  });
  useEffect(() => {
    if (query.length < 2) {
      setFound({ query, hits: [] });
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const { search } = await execute(SearchDocument, { query: asTyped(query) }, abort.signal);
        setFound({ query, hits: search.edges });
      } catch {
        // Without an answer the palette still jumps to boards and pages; a newer search asks again.
        if (!abort.signal.aborted) setFound({ query, hits: [] });
      }
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);
  return { hits: found.hits, isSearching: query.length >= 2 && found.query !== query };
}

/** The word that is still being typed stands for all that begin with it; keys, filters and quotes stay as they are. */
function asTyped(query: string): string {
  const isQuoted = query.split('"').length % 2 === 0;
  return !isQuoted && /(^|\s)[\p{L}\p{N}]{2,}$/u.test(query) ? `${query}*` : query;
}
