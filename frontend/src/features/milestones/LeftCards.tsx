import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ColumnMark } from '../../parts/ColumnMark';
import { DueDate } from '../../parts/DueDate';
import type { CardEntity, MilestoneId } from '../../sync';
import { useBoardStore, useCards } from '../../sync/react';
import { AvatarStack } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import styles from './LeftCards.module.css';

/** More than this many are shown only when asked for. */
const fewest = 6;

/** A milestone's cards that are not done, those nearest to done first. */
export function LeftCards({ milestoneId }: { readonly milestoneId: MilestoneId }) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const cards = useCards();
  const [showsAll, setShowsAll] = useState(false);
  const places = new Map(store.columns().map((column, index) => [column.id, index]));
  const left = cards
    .filter(
      (card) => card.milestoneId === milestoneId && store.column(card.columnId)?.kind !== 'DONE',
    )
    .sort(
      (a, b) =>
        (places.get(b.columnId) ?? 0) - (places.get(a.columnId) ?? 0) || (a.rank < b.rank ? -1 : 1),
    );
  if (left.length === 0) return <p className={styles.done}>{t('milestones.allDone')}</p>;
  const shown = showsAll ? left : left.slice(0, fewest);
  return (
    <section className={styles.left}>
      <h4 className={styles.heading}>{t('milestones.leftCount', { count: left.length })}</h4>
      <ul>
        {shown.map((card) => (
          <LeftCard card={card} key={card.id} />
        ))}
      </ul>
      {left.length > shown.length && (
        <div>
          <Button onPress={() => setShowsAll(true)} size="small" variant="quiet">
            {t('milestones.showAll', { count: left.length - shown.length })}
          </Button>
        </div>
      )}
    </section>
  );
}

function LeftCard({ card }: { readonly card: CardEntity }) {
  const store = useBoardStore();
  const column = store.column(card.columnId);
  const people = card.assigneeIds.flatMap((id) => store.user(id) ?? []);
  return (
    <li>
      <Link className={styles.card} to={`/c/${card.key}`}>
        <span className={styles.column} title={column?.title}>
          {column && <ColumnMark column={column} />}
        </span>
        <span className={styles.key}>{card.key}</span>
        <span className={styles.title}>{card.title}</span>
        {card.dueOn && (
          <span className={styles.due}>
            <DueDate date={card.dueOn} />
          </span>
        )}
        {people.length > 0 && <AvatarStack people={people} />}
        <span className={styles.where}>{column?.title}</span>
      </Link>
    </li>
  );
}
