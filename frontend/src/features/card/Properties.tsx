import { useTranslation } from 'react-i18next';
import { formatDate, formatDateExact } from '../../i18n/format';
import { DatePicker } from '../../parts/DatePicker';
import { DueDate } from '../../parts/DueDate';
import { AssigneePicker, LabelPicker, MilestonePicker } from '../../parts/lazyPickers';
import type { CardEntity } from '../../sync';
import { useBoardStore, useColumn, useLabels, useMembers, useMilestones } from '../../sync/react';
import { Avatar } from '../../ui/Avatar';
import { Chip } from '../../ui/Chip';
import { Icon } from '../../ui/Icon';
import { EstimateField } from './EstimateField';
import styles from './Properties.module.css';
import { Property } from './Property';

export interface PropertiesProps {
  readonly card: CardEntity;
  readonly canEdit: boolean;
}

/** What a card has, each with its own small editor; everything saves at once. */
export function Properties({ card, canEdit }: PropertiesProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  useLabels();
  useMembers();
  useMilestones();
  const column = useColumn(card.columnId);
  const labels = card.labelIds.flatMap((id) => store.label(id) ?? []);
  const people = card.assigneeIds.flatMap((id) => store.user(id) ?? []);
  const milestone = card.milestoneId ? store.milestone(card.milestoneId) : undefined;
  const update = (patch: { dueOn: string | null } | { startOn: string | null }) =>
    store.dispatch({ type: 'updateCard', cardId: card.id, ...patch });
  return (
    <dl className={styles.properties}>
      <Property canEdit={canEdit} editor={<LabelPicker cardId={card.id} />} name={t('card.labels')}>
        {labels.length > 0 && (
          <span className={styles.chips}>
            {labels.map((label) => (
              <Chip color={label.color} key={label.id}>
                {label.name}
              </Chip>
            ))}
          </span>
        )}
      </Property>
      <Property
        canEdit={canEdit}
        editor={<AssigneePicker cardId={card.id} />}
        name={t('card.assignees')}
      >
        {people.length > 0 && (
          <span className={styles.people}>
            {people.map((person) => (
              <span className={styles.person} key={person.id}>
                <Avatar person={person} />
                {person.displayName}
              </span>
            ))}
          </span>
        )}
      </Property>
      <Property
        canEdit={canEdit}
        editor={(close) => <MilestonePicker cardId={card.id} onDone={close} />}
        name={t('card.milestone')}
      >
        {milestone && (
          <span className={styles.person}>
            <Icon name="milestone" />
            {milestone.title}
          </span>
        )}
      </Property>
      <Property
        canEdit={canEdit}
        editor={(close) => (
          <DatePicker
            label={t('common.startsOn')}
            onChange={(startOn) => {
              update({ startOn });
              close();
            }}
            value={card.startOn}
          />
        )}
        name={t('card.starts')}
      >
        {card.startOn && (
          <time title={formatDateExact(card.startOn)}>{formatDate(card.startOn)}</time>
        )}
      </Property>
      <Property
        canEdit={canEdit}
        editor={(close) => (
          <DatePicker
            label={t('common.dueOn')}
            onChange={(dueOn) => {
              update({ dueOn });
              close();
            }}
            value={card.dueOn}
          />
        )}
        name={t('card.due')}
      >
        {card.dueOn && <DueDate date={card.dueOn} isDone={column?.kind === 'DONE'} />}
      </Property>
      <EstimateField canEdit={canEdit} card={card} />
    </dl>
  );
}
