import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBoardStore, useCards, useLabels, useMembers, useMilestones } from '../../sync/react';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Dot } from '../../ui/Chip';
import { Icon, type IconName } from '../../ui/Icon';
import { PickerList, type PickerOption } from '../../ui/PickerList';
import { Popover } from '../../ui/Popover';
import { useStore } from '../../ui/store';
import { useBoardUi } from './boardUi';
import styles from './FilterBar.module.css';
import { type CardFilter, emptyFilter, isActive, matches } from './filter';

/** Narrows the board to some cards: by words, labels, people, milestone. */
export default function FilterBar({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const ui = useBoardUi();
  const store = useBoardStore();
  const filter = useStore(ui.filter, (value) => value);
  const cards = useCards();
  const labels = useLabels();
  const members = useMembers();
  const milestones = useMilestones();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // A board that opens with a filter in its address has not been asked for a place to type.
    const isAskedFor = document.activeElement !== document.body || !isActive(ui.filter.get());
    if (isAskedFor) field.current?.focus();
  }, [ui]);

  const change = (part: Partial<CardFilter>) => ui.filter.set({ ...ui.filter.get(), ...part });
  const people = members.flatMap((member) => store.user(member.userId) ?? []);
  const shown = cards.filter((card) => matches(filter, card)).length;
  const close = () => {
    ui.filter.set(emptyFilter);
    onClose();
  };
  return (
    <search className={styles.bar}>
      <div className={styles.text}>
        <Icon name="search" />
        <input
          aria-label={t('board.filterText')}
          className={styles.field}
          onChange={(event) => change({ text: event.currentTarget.value })}
          onKeyDown={(event) => event.key === 'Escape' && close()}
          placeholder={t('board.filterText')}
          ref={field}
          value={filter.text}
        />
      </div>
      <FilterMenu
        icon="label"
        name={t('card.labels')}
        onToggle={(id, on) => change({ labelIds: toggled(filter.labelIds, id, on) })}
        options={labels.map(({ id, name, color }) => ({
          id,
          text: name,
          mark: <Dot color={color} />,
        }))}
        selectedIds={filter.labelIds}
      />
      <FilterMenu
        icon="user"
        name={t('card.assignees')}
        onToggle={(id, on) => change({ assigneeIds: toggled(filter.assigneeIds, id, on) })}
        options={people.map((person) => ({
          id: person.id,
          text: person.displayName,
          mark: <Avatar person={person} />,
        }))}
        selectedIds={filter.assigneeIds}
      />
      <FilterMenu
        icon="milestone"
        name={t('card.milestone')}
        onToggle={(id, on) => change({ milestoneId: on ? id : null })}
        options={milestones.map(({ id, title }) => ({ id, text: title }))}
        selectedIds={filter.milestoneId ? [filter.milestoneId] : []}
        single
      />
      <span className={styles.count} role="status">
        {isActive(filter) && t('board.filterCount', { shown, count: cards.length })}
      </span>
      <Button icon="close" onPress={close} size="small" variant="quiet">
        {isActive(filter) ? t('board.filterClear') : t('common.close')}
      </Button>
    </search>
  );
}

interface FilterMenuProps {
  readonly icon: IconName;
  readonly name: string;
  readonly options: readonly PickerOption[];
  readonly selectedIds: readonly string[];
  readonly single?: boolean;
  readonly onToggle: (id: string, selected: boolean) => void;
}

function FilterMenu({
  icon,
  name,
  options,
  selectedIds,
  single = false,
  onToggle,
}: FilterMenuProps) {
  const { t } = useTranslation();
  const chosen = options.filter((option) => selectedIds.includes(option.id));
  const summary =
    chosen.length === 1 ? chosen[0]?.text : chosen.length > 1 ? `${name} · ${chosen.length}` : null;
  return (
    <Popover
      label={name}
      trigger={
        <Button icon={icon} size="small" variant={summary ? 'secondary' : 'quiet'}>
          {summary ?? name}
        </Button>
      }
    >
      <PickerList
        emptyText={t('common.none')}
        label={name}
        mode={single ? 'single' : 'multiple'}
        onToggle={onToggle}
        options={options}
        searchLabel={t('common.search')}
        selectedIds={selectedIds}
      />
    </Popover>
  );
}

function toggled(ids: readonly string[], id: string, on: boolean): readonly string[] {
  return on ? [...ids, id] : ids.filter((other) => other !== id);
}
