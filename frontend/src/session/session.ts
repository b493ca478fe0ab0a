/** Who is signed in, and on which server. One module-wide store: the whole page has one session. */
import { type ApiFailure, execute, toFailure } from '../api';
import { ViewerDocument, type ViewerQuery } from '../api/generated/graphql';

export type Viewer = NonNullable<ViewerQuery['viewer']>;

export type SessionState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: ApiFailure }
  | {
      readonly kind: 'ready';
      /** Null: signed out. */
      readonly viewer: Viewer | null;
      readonly server: ViewerQuery['server'];
    };

let state: SessionState = { kind: 'loading' };
const listeners = new Set<() => void>();

export const sessionStore = {
  get: (): SessionState => state,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Asks the server who this is: at the start, and after signing in or out. */
export async function refreshSession(): Promise<void> {
  try {
    const { viewer, server } = await execute(ViewerDocument, {});
    replace({ kind: 'ready', viewer, server });
  } catch (thrown) {
    if (state.kind !== 'ready') replace({ kind: 'failed', failure: toFailure(thrown) });
  }
}

function replace(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}
