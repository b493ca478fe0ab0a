import { useEffect } from 'react';
import { isTyping } from '../ui/keys';

export type ShellOverlay = 'palette' | 'help';

/** Ctrl/Cmd-K opens the palette from anywhere, `?` the help unless somebody is typing. */
export function useGlobalKeys(open: (overlay: ShellOverlay) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        open('palette');
      } else if (event.key === '?' && !isTyping(event)) {
        event.preventDefault();
        open('help');
      }
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [open]);
}
