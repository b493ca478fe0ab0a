import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardEntity } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { focusCard, useBoardUi } from './boardUi';
import styles from './CardFace.module.css';

/** The title, edited on the card: Enter or leaving saves, Escape does not. */
export function CardTitleField({ card }: { readonly card: CardEntity }) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const ui = useBoardUi();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = (text: string | null) => {
    if (ui.editing.get() !== card.id) return;
    ui.editing.set(null);
    const title = text?.replace(/\s+/g, ' ').trim();
    if (title && title !== card.title)
      store.dispatch({ type: 'updateCard', cardId: card.id, title });
    focusCard(ui, card.id);
  };
  return (
    <textarea
      aria-label={t('card.title')}
      className={styles.field}
      defaultValue={card.title}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') end(null);
        if (event.key === 'Enter') {
          event.preventDefault();
          end(event.currentTarget.value);
        }
      }}
      ref={field}
    />
  );
}
