import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalSentence } from '../../parts/refusals';
import type { Refusal } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { showToast } from '../../ui/toasts';
import { useBoardUi } from './boardUi';
import { flashChange, flashRefusal } from './flashes';

/** Shows what others did, and what the server refused. */
export function useRemoteEvents(): void {
  const { t } = useTranslation();
  const store = useBoardStore();
  const ui = useBoardUi();
  useEffect(() => {
    const stopChanges = store.onRemoteChange((change) => flashChange(ui, change));
    const stopRefusals = store.onRefused((refusal) => {
      const cardId = cardOf(refusal);
      if (cardId) flashRefusal(ui, cardId);
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

function cardOf({ intent }: Refusal): string | null {
  return 'cardId' in intent ? intent.cardId : null;
}
