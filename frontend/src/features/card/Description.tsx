import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardId } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { IconButton } from '../../ui/IconButton';
import { Skeleton } from '../../ui/Skeleton';
import type { OpenCardDetail } from './CardBody';
import styles from './Description.module.css';

const DescriptionEditor = lazy(() => import('./DescriptionEditor'));
const Markdown = lazy(() => import('../../parts/markdown/Markdown'));

export interface DescriptionProps {
  readonly cardId: CardId;
  readonly detail: OpenCardDetail;
  readonly canEdit: boolean;
}

/** A text being edited: what it was when editing began, and what it is now. */
interface Draft {
  readonly base: string;
  readonly text: string;
  /** Somebody else saved another text meanwhile: the person decides. */
  readonly isConflict: boolean;
}

/** The Markdown description: read, or written with a preview. It saves when left. */
export function Description({ cardId, detail, canEdit }: DescriptionProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const [draft, setDraft] = useState<Draft | null>(null);
  const editor = useRef<HTMLDivElement>(null);
  const edit = () =>
    setDraft({ base: detail.description, text: detail.description, isConflict: false });

  const send = async (text: string) => {
    setDraft(null);
    if (text === detail.description) return;
    const { done } = store.dispatch({
      type: 'updateCard',
      cardId,
      description: text,
      expectedVersion: detail.version,
    });
    const outcome = await done;
    if (!outcome.ok && outcome.code === 'CONFLICT') {
      setDraft({ base: detail.description, text, isConflict: true });
    }
  };
  const leave = () => {
    if (!draft || draft.isConflict) return;
    const isStale = draft.base !== detail.description && draft.text !== detail.description;
    if (isStale && draft.text !== draft.base) setDraft({ ...draft, isConflict: true });
    else void send(draft.text === draft.base ? detail.description : draft.text);
  };

  if (draft) {
    return (
      <section aria-label={t('card.description')} className={styles.section}>
        {draft.isConflict && (
          <Conflict
            onKeep={() => void send(draft.text)}
            onTake={() => setDraft(null)}
            theirs={detail.description}
          />
        )}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the editor as a whole. */}
        <div
          onBlur={(event) => !editor.current?.contains(event.relatedTarget) && leave()}
          onKeyDown={(event) => {
            const isDone =
              event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
            if (!isDone) return;
            event.stopPropagation();
            leave();
          }}
          ref={editor}
        >
          <Suspense fallback={<Skeleton shape="tile" />}>
            <DescriptionEditor
              onChange={(text) => setDraft({ ...draft, text })}
              text={draft.text}
            />
          </Suspense>
        </div>
      </section>
    );
  }
  return (
    <section aria-label={t('card.description')} className={styles.section}>
      <Reader
        canEdit={canEdit}
        onChange={(text) => void send(text)}
        onEdit={edit}
        text={detail.description}
      />
    </section>
  );
}

interface ReaderProps {
  readonly text: string;
  readonly canEdit: boolean;
  readonly onEdit: () => void;
  /** Called with the whole text when a task in it is ticked. */
  readonly onChange: (text: string) => void;
}

function Reader({ text, canEdit, onEdit, onChange }: ReaderProps) {
  const { t } = useTranslation();
  if (!text) {
    if (!canEdit) return <p className={styles.none}>{t('card.descriptionNone')}</p>;
    return (
      <button className={styles.add} onClick={onEdit} type="button">
        <Icon name="paragraph" />
        {t('card.descriptionEmpty')}
      </button>
    );
  }
  return (
    <div className={styles.reader}>
      {canEdit && (
        <div className={styles.editButton}>
          <IconButton icon="edit" label={t('card.descriptionEdit')} onPress={onEdit} size="small" />
        </div>
      )}
      <Suspense fallback={<Skeleton shape="line" />}>
        <Markdown onChange={canEdit ? onChange : undefined} text={text} />
      </Suspense>
    </div>
  );
}

interface ConflictProps {
  readonly theirs: string;
  readonly onKeep: () => void;
  readonly onTake: () => void;
}

function Conflict({ theirs, onKeep, onTake }: ConflictProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.conflict} role="alert">
      <p>{t('card.conflict', { who: t('common.somebody') })}</p>
      <Suspense fallback={<Skeleton shape="line" />}>
        <Markdown text={theirs} />
      </Suspense>
      <div className={styles.choices}>
        <Button onPress={onTake} size="small">
          {t('card.takeTheirs')}
        </Button>
        <Button onPress={onKeep} size="small" variant="primary">
          {t('card.keepMine')}
        </Button>
      </div>
    </div>
  );
}
