import { useState } from 'react';
import type { ColumnId } from '../../sync';

const storageKey = 'cairn.collapsed';

/** Whether a column is folded to its spine: this person's own choice, in this browser. */
export function useCollapsed(columnId: ColumnId): [boolean, (collapsed: boolean) => void] {
  const [isCollapsed, setState] = useState(() => read().includes(columnId));
  const set = (collapsed: boolean) => {
    const others = read().filter((id) => id !== columnId);
    localStorage.setItem(storageKey, JSON.stringify(collapsed ? [...others, columnId] : others));
    setState(collapsed);
  };
  return [isCollapsed, set];
}

function read(): readonly ColumnId[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(ids) ? ids.map(String) : [];
  } catch {
    return [];
  }
}
