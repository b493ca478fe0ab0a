import { announce } from './announcer';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'normal' | 'danger';
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** Long enough to read a sentence twice. */
const lifetime = 7_000;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Shows a short sentence for a while, and says it to screen readers. */
export function showToast(
  text: string,
  options: { readonly tone?: Toast['tone']; readonly action?: Toast['action'] } = {},
): void {
  const { tone = 'normal', action = null } = options;
  lastId += 1;
  const id = lastId;
  replace([...toasts.filter((toast) => toast.text !== text).slice(-2), { id, text, tone, action }]);
  announce(text, tone === 'danger' ? 'assertive' : 'polite');
  setTimeout(() => dismissToast(id), lifetime);
}

export function dismissToast(id: number): void {
  replace(toasts.filter((toast) => toast.id !== id));
}

export const toastStore = {
  get: () => toasts,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function replace(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
