import { t } from '../i18n';
import type { BoardStore, CardId } from '../sync';
import { showToast } from '../ui/toasts';
import { nameOf } from './moves';

/** Archives a card, and offers to take that back. */
export function archiveCard(store: BoardStore, cardId: CardId): void {
  const card = store.card(cardId);
  if (!card) return;
  store.dispatch({ type: 'archiveCard', cardId });
  showToast(t('card.archived', { card: nameOf(card) }), {
    action: {
      label: t('common.restore'),
      run: () => store.dispatch({ type: 'restoreCard', cardId }),
    },
  });
}

/** Copies a text; says what came of it. */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast(done);
  } catch {
    showToast(t('common.copyFailed'), { tone: 'danger' });
  }
}

export function cardUrl(cardKey: string): string {
  return new URL(`/c/${cardKey}`, location.href).href;
}
