import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardId } from '../sync';
import { useBoardStore, useCard, useLabels } from '../sync/react';
import { Button } from '../ui/Button';
import { Dot } from '../ui/Chip';
import { colors } from '../ui/color';
import { PickerList } from '../ui/PickerList';

/** Switches a card's labels; what is typed and does not exist can be made on the spot. */
export function LabelPicker({ cardId }: { readonly cardId: CardId }) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const card = useCard(cardId);
  const labels = useLabels();
  const [text, setText] = useState('');
  if (!card) return null;
  const name = text.trim();
  const exists = labels.some((label) => label.name.toLowerCase() === name.toLowerCase());
  const create = () => {
    const color = colors[labels.length % colors.length] ?? 'GRAY';
    const { localId } = store.dispatch({ type: 'createLabel', name, color });
    if (localId) store.dispatch({ type: 'updateCard', cardId, addLabelIds: [localId] });
    setText('');
  };
  return (
    <PickerList
      emptyText={name ? t('card.labelsNone', { name }) : t('card.labelsEmpty')}
      footer={
        name &&
        !exists && (
          <Button icon="plus" onPress={create} size="small" variant="quiet" wide>
            {t('card.createLabel', { name })}
          </Button>
        )
      }
      label={t('card.labels')}
      mode="multiple"
      onSearch={setText}
      onToggle={(id, selected) =>
        store.dispatch({
          type: 'updateCard',
          cardId,
          ...(selected ? { addLabelIds: [id] } : { removeLabelIds: [id] }),
        })
      }
      options={labels.map((label) => ({
        id: label.id,
        text: label.name,
        mark: <Dot color={label.color} />,
      }))}
      searchLabel={t('card.labelsSearch')}
      searchText={text}
      selectedIds={card.labelIds.map((id) => store.resolveId(id))}
    />
  );
}
