import { useTranslation } from 'react-i18next';
import type { CardId } from '../sync';
import { useBoardStore, useCard, useMembers } from '../sync/react';
import { Avatar } from '../ui/Avatar';
import { PickerList } from '../ui/PickerList';

/** Switches who works on a card; offers the board's members, and whoever is assigned already. */
export function AssigneePicker({ cardId }: { readonly cardId: CardId }) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const card = useCard(cardId);
  const members = useMembers();
  if (!card) return null;
  const ids = new Set([...members.map((member) => member.userId), ...card.assigneeIds]);
  const people = [...ids].flatMap((id) => store.user(id) ?? []);
  people.sort((a, b) => a.displayName.localeCompare(b.displayName));
  return (
    <PickerList
      emptyText={t('card.assigneesEmpty')}
      label={t('card.assignees')}
      mode="multiple"
      onToggle={(id, selected) =>
        store.dispatch({
          type: 'updateCard',
          cardId,
          ...(selected ? { addAssigneeIds: [id] } : { removeAssigneeIds: [id] }),
        })
      }
      options={people.map((person) => ({
        id: person.id,
        text: person.displayName,
        detail: person.username,
        mark: <Avatar person={person} />,
      }))}
      searchLabel={t('card.assigneesSearch')}
      selectedIds={card.assigneeIds}
    />
  );
}
