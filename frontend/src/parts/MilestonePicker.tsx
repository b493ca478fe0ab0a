import { useTranslation } from 'react-i18next';
import { formatDate } from '../i18n/format';
import type { CardId } from '../sync';
import { useBoardStore, useCard, useMilestones } from '../sync/react';
import { Icon } from '../ui/Icon';
import { PickerList } from '../ui/PickerList';

export interface MilestonePickerProps {
  readonly cardId: CardId;
  readonly onDone: () => void;
}

/** Chooses a card's milestone; choosing the same again takes it away. */
export function MilestonePicker({ cardId, onDone }: MilestonePickerProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const card = useCard(cardId);
  const milestones = useMilestones();
  if (!card) return null;
  const offered = milestones.filter(({ id, state }) => state === 'OPEN' || id === card.milestoneId);
  const choose = (milestoneId: string | null) => {
    store.dispatch({ type: 'updateCard', cardId, milestoneId });
    onDone();
  };
  return (
    <PickerList
      emptyText={t('card.milestonesEmpty')}
      label={t('card.milestone')}
      mode="single"
      onToggle={(id, selected) => {
        if (selected) choose(id);
        else if (id === card.milestoneId) choose(null);
      }}
      options={offered.map((milestone) => ({
        id: milestone.id,
        text: milestone.title,
        mark: <Icon name="milestone" />,
        ...(milestone.dueOn ? { detail: formatDate(milestone.dueOn) } : {}),
      }))}
      searchLabel={t('card.milestoneSearch')}
      selectedIds={card.milestoneId ? [card.milestoneId] : []}
    />
  );
}
