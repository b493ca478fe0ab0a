import { useSyncExternalStore } from 'react';
import { type SessionState, sessionStore, type Viewer } from './session';

export function useSession(): SessionState {
  return useSyncExternalStore(sessionStore.subscribe, sessionStore.get);
}

/** The signed-in person; null while that is not known and for somebody signed out. */
export function useViewer(): Viewer | null {
  const session = useSession();
  return session.kind === 'ready' ? session.viewer : null;
}
