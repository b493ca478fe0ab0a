import { useEffect } from 'react';
import { isPlain, isTyping } from '../ui/keys';

/** F opens the filter bar of a board. */
export function useFilterKey(isActive: boolean, setFiltering: (open: boolean) => void): void {
  useEffect(() => {
    if (!isActive) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || !isPlain(event) || isTyping(event)) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      event.preventDefault();
      setFiltering(true);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [isActive, setFiltering]);
}
