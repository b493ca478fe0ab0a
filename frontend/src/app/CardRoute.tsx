import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { focusCard, useBoardUi } from '../features/board/boardUi';
import { visibleCards } from '../features/board/useVisibleCards';
import { CardScreen } from '../features/card/CardScreen';
import type { CardEntity, CardId } from '../sync';
import { useBoard, useBoardStore, useCardByNumber, useLoad } from '../sync/react';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';

/** `/c/RL-42`: finds the card on the open board, and knows its neighbours and the way back. */
export default function CardRoute() {
  const { t } = useTranslation();
  const { cardKey = '' } = useParams();
  const store = useBoardStore();
  const ui = useBoardUi();
  const board = useBoard();
  const load = useLoad();
  const navigate = useNavigate();
  const card = useCardByNumber(Number(cardKey.split('-').at(-1)));

  const close = useCallback(() => {
    void navigate(`/b/${board?.key ?? ''}`);
  }, [board, navigate]);
  useFocusAfter(card?.id);
  // Where steps start from: J pressed twice goes two cards on, though the first may not be drawn yet.
  const at = useRef(card?.id);
  useEffect(() => {
    at.current = card?.id;
  }, [card?.id]);
  const step = useCallback(
    (distance: number) => {
      const from = store.card(at.current ?? '');
      if (!from) return;
      const ids = visibleCards(store, ui, from.columnId);
      const next: CardEntity | undefined = store.card(ids[ids.indexOf(from.id) + distance] ?? '');
      if (!next?.key) return;
      at.current = next.id;
      void navigate(`/c/${next.key}`, { replace: true });
    },
    [navigate, store, ui],
  );

  if (card) return <CardScreen card={card} onClose={close} onStep={step} />;
  if (load.kind !== 'ready') return null;
  return (
    <Dialog
      closeLabel={t('common.close')}
      isOpen
      onClose={close}
      title={t('card.notFoundTitle', { card: cardKey })}
    >
      <p>{t('card.notFoundText')}</p>
      <Button onPress={close}>{t('card.toBoard')}</Button>
    </Dialog>
  );
}

/** When the card closes, focus goes to the one that was shown last: with J and K, not the one that was opened. */
function useFocusAfter(cardId: CardId | undefined): void {
  const ui = useBoardUi();
  const last = useRef(cardId);
  useEffect(() => {
    last.current = cardId;
  }, [cardId]);
  useEffect(
    () => () => {
      // The dialog gives focus back in the next frame, to an element that may be gone; this comes after.
      setTimeout(() => last.current && focusCard(ui, last.current), 60);
    },
    [ui],
  );
}
