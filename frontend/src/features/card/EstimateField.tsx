import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../i18n/format';
import type { CardEntity } from '../../sync';
import { useBoardStore } from '../../sync/react';
import styles from './Properties.module.css';

/** A number in the board's own unit; saves when left, empty clears it. */
export function EstimateField({
  card,
  canEdit,
}: {
  readonly card: CardEntity;
  readonly canEdit: boolean;
}) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = card.estimate === null ? '' : String(card.estimate);
  const save = () => {
    const estimate = draft?.trim() ? Number(draft.replace(',', '.')) : null;
    if (draft !== null && estimate !== card.estimate && (estimate === null || estimate >= 0)) {
      store.dispatch({ type: 'updateCard', cardId: card.id, estimate });
    }
    setDraft(null);
  };
  return (
    <div className={styles.row}>
      <dt className={styles.name}>{t('card.estimate')}</dt>
      <dd className={styles.value}>
        {canEdit ? (
          <input
            aria-label={t('card.estimate')}
            className={styles.field}
            inputMode="decimal"
            onBlur={save}
            onChange={(event) => setDraft(event.currentTarget.value.replace(/[^\d.,]/g, ''))}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            placeholder={t('card.none')}
            value={draft ?? shown}
          />
        ) : (
          <span className={styles.plain}>
            {card.estimate === null ? (
              <span className={styles.none}>{t('card.none')}</span>
            ) : (
              formatNumber(card.estimate)
            )}
          </span>
        )}
      </dd>
    </div>
  );
}
