import { useSyncExternalStore } from 'react';

/** Whether a media query matches now. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

/** A phone, or a window as narrow as one: one column a screen, sheets instead of menus. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 640px)');
}
