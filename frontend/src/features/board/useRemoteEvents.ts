import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalSentence } from '../../parts/refusals';
import type { CardId, Refusal } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { showToast } from '../../ui/toasts';
import { type BoardUi, focusCard, useBoardUi } from './boardUi';
import { flashChange, flashRefusal } from './flashes';

/** Shows what others did, and what the server refused. */
export function useRemoteEvents(): void {
  const { t } = useTranslation();
  const store = useBoardStore();
  const ui = useBoardUi();
  useEffect(() => {
    const stopChanges = store.onRemoteChange((change) => {
      flashChange(ui, change);
      keepFocus(ui, change.cardId);
    });
    const stopRefusals = store.onRefused((refusal) => {
      const cardId = cardOf(refusal);
      if (cardId) {
        flashRefusal(ui, cardId);
        keepFocus(ui, cardId);
      }
      const card = cardId && store.card(cardId);
      const sentence = refusalSentence(refusal);
      showToast(card ? t('board.refusedOn', { card: card.title, sentence }) : sentence, {
        tone: 'danger',
      });
    });
    return () => {
      stopChanges();
      stopRefusals();
    };
  }, [store, t, ui]);
}

/** A card that changes columns is drawn anew, and takes the focus along if it had it. */
function keepFocus(ui: BoardUi, cardId: CardId): void {
  if (ui.currentCard.get() !== cardId) return;
  setTimeout(() => {
    if (document.activeElement === document.body) focusCard(ui, cardId);
  }, 50);
}

function cardOf({ intent }: Refusal): string | null {
  return 'cardId' in intent ? intent.cardId : null;
}
