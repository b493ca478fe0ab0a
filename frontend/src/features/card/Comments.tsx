import { useTranslation } from 'react-i18next';
import { useRights } from '../../parts/rights';
import { useViewer } from '../../session/useSession';
import type { CardEntity } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/Button';
import { useIsNarrow } from '../../ui/useMediaQuery';
import type { OpenCardDetail } from './CardBody';
import { CommentField } from './CommentField';
import { CommentItem } from './CommentItem';
import styles from './Comments.module.css';

export interface CommentsProps {
  readonly card: CardEntity;
  readonly detail: OpenCardDetail;
}

export function Comments({ card, detail }: CommentsProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const { canComment } = useRights();
  const viewer = useViewer();
  // Below the title, whose level is 1 on a phone.
  const Heading = useIsNarrow() ? 'h2' : 'h3';
  const canAdd = canComment && card.archivedAt === null;
  const add = (body: string) => {
    store.dispatch({ type: 'addComment', cardId: card.id, body });
    announce(t('card.commentCount', { count: detail.comments.length + 1 }));
  };
  return (
    <section aria-labelledby="comments" className={styles.comments}>
      <Heading className={styles.heading} id="comments">
        {t('card.comments')}
      </Heading>
      {detail.hasEarlierComments && (
        <Button onPress={() => void detail.loadEarlierComments()} size="small" variant="quiet">
          {t('card.commentsEarlier')}
        </Button>
      )}
      {detail.comments.length > 0 ? (
        <ol className={styles.list}>
          {detail.comments.map((comment) => (
            <CommentItem comment={comment} key={store.stableKey(comment.id)} />
          ))}
        </ol>
      ) : (
        !canAdd && <p className={styles.none}>{t('card.commentsNone')}</p>
      )}
      {canAdd ? (
        <CommentField
          label={t('card.commentPlaceholder')}
          onSubmit={add}
          submitLabel={t('card.commentSubmit')}
        />
      ) : (
        card.archivedAt === null && (
          <p className={styles.none}>
            {viewer ? t('card.noCommenting') : t('card.signInToComment')}
          </p>
        )
      )}
    </section>
  );
}
