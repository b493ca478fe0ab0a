import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList, formatNumber } from '../../i18n/format';
import { DueDate } from '../../parts/DueDate';
import type { CardEntity } from '../../sync';
import { useBoardStore, useMembers, useMilestones } from '../../sync/react';
import { AvatarStack } from '../../ui/Avatar';
import { Icon, type IconName } from '../../ui/Icon';
import { VisuallyHidden } from '../../ui/VisuallyHidden';
import styles from './CardFace.module.css';

/** The quiet row below a card's title; not there when there is nothing to say. */
export function CardFacts({ card }: { readonly card: CardEntity }) {
  const { t } = useTranslation();
  useMilestones();
  useMembers();
  const store = useBoardStore();
  const people = card.assigneeIds.flatMap((id) => store.user(id) ?? []);
  const milestone = card.milestoneId ? store.milestone(card.milestoneId) : undefined;
  const isDone = store.column(card.columnId)?.kind === 'DONE';
  const { done, total } = card.checklist;
  const hasFacts =
    card.dueOn !== null ||
    total > 0 ||
    card.commentCount > 0 ||
    card.estimate !== null ||
    milestone !== undefined ||
    people.length > 0;
  if (!hasFacts) return null;
  return (
    <div className={styles.facts} id={`facts-${card.id}`}>
      <div className={styles.few}>
        {card.dueOn && <DueDate date={card.dueOn} isDone={isDone} />}
        {total > 0 && (
          <Fact icon="checklist" words={t('card.checklistOf', { done, total })}>
            {done}/{total}
          </Fact>
        )}
        {card.commentCount > 0 && (
          <Fact icon="comment" words={t('card.commentCount', { count: card.commentCount })}>
            {formatNumber(card.commentCount)}
          </Fact>
        )}
        {card.estimate !== null && (
          <Fact
            icon="estimate"
            words={t('card.estimateOf', { points: formatNumber(card.estimate) })}
          >
            {formatNumber(card.estimate)}
          </Fact>
        )}
        {milestone && (
          <span className={styles.milestone} title={milestone.title}>
            <Icon name="milestone" />
            <span className={styles.clipped}>{milestone.title}</span>
          </span>
        )}
      </div>
      {people.length > 0 && (
        <span className={styles.people}>
          <AvatarStack people={people} />
          <VisuallyHidden>
            {t('card.assignedTo', {
              names: formatList(people.map((person) => person.displayName)),
            })}
          </VisuallyHidden>
        </span>
      )}
    </div>
  );
}

interface FactProps {
  readonly icon: IconName;
  /** The whole meaning, for screen readers and on hover. */
  readonly words: string;
  readonly children: ReactNode;
}

function Fact({ icon, words, children }: FactProps) {
  return (
    <span className={styles.fact} title={words}>
      <Icon name={icon} />
      <span aria-hidden="true">{children}</span>
      <VisuallyHidden>{words}</VisuallyHidden>
    </span>
  );
}
