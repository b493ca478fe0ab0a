import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardEntity } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { useIsNarrow } from '../../ui/useMediaQuery';
import styles from './CardTitle.module.css';

/** The title, always a field for whoever may edit: it saves when left, Enter leaves, Escape takes back. */
export function CardTitle({
  card,
  canEdit,
}: {
  readonly card: CardEntity;
  readonly canEdit: boolean;
}) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isCancelled = useRef(false);
  // On a phone the card is a page of its own.
  const Heading = useIsNarrow() ? 'h1' : 'h2';
  if (!canEdit) return <Heading className={styles.title}>{card.title}</Heading>;
  const save = () => {
    const title = draft?.replace(/\s+/g, ' ').trim();
    if (!isCancelled.current && title && title !== card.title) {
      store.dispatch({ type: 'updateCard', cardId: card.id, title });
    }
    isCancelled.current = false;
    setDraft(null);
  };
  return (
    <Heading className={styles.title}>
      <textarea
        aria-label={t('card.title')}
        className={styles.field}
        onBlur={save}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            field.current?.blur();
          }
          if (event.key === 'Escape' && draft !== null) {
            event.stopPropagation();
            isCancelled.current = true;
            field.current?.blur();
          }
        }}
        ref={field}
        rows={1}
        value={draft ?? card.title}
      />
    </Heading>
  );
}
