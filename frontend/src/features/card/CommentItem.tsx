import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment, formatMomentExact } from '../../i18n/format';
import { useRights } from '../../parts/rights';
import { useViewer } from '../../session/useSession';
import type { CommentEntity } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { Avatar } from '../../ui/Avatar';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { IconButton } from '../../ui/IconButton';
import { Menu, MenuItem } from '../../ui/Menu';
import { CommentField } from './CommentField';
import styles from './CommentItem.module.css';

const Markdown = lazy(() => import('../../parts/markdown/Markdown'));

export function CommentItem({ comment }: { readonly comment: CommentEntity }) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const [isEditing, setEditing] = useState(false);
  const name = comment.author?.name ?? t('common.somebody');
  const author = {
    id: comment.author?.id ?? '',
    displayName: name,
    avatarUrl: comment.author?.avatarUrl ?? null,
  };
  const save = (body: string) => {
    setEditing(false);
    if (body === comment.body) return;
    store.dispatch({ type: 'updateComment', commentId: comment.id, cardId: comment.cardId, body });
  };
  return (
    <li className={styles.comment}>
      <Avatar person={author} size="medium" />
      <div className={styles.body}>
        <div className={styles.head}>
          <span className={styles.name}>{name}</span>
          <time
            className={styles.when}
            dateTime={comment.createdAt}
            title={formatMomentExact(comment.createdAt)}
          >
            {comment.pending ? t('card.commentPending') : formatMoment(comment.createdAt)}
          </time>
          {comment.editedAt && (
            <span className={styles.when} title={formatMomentExact(comment.editedAt)}>
              {t('card.commentEdited')}
            </span>
          )}
          <span className={styles.spring} />
          <CommentMenu comment={comment} name={name} onEdit={() => setEditing(true)} />
        </div>
        {isEditing ? (
          <CommentField
            initialText={comment.body}
            label={t('card.commentPlaceholder')}
            onCancel={() => setEditing(false)}
            onSubmit={save}
            submitLabel={t('card.commentSave')}
          />
        ) : (
          <Suspense fallback={<p>{comment.body}</p>}>
            <Markdown text={comment.body} />
          </Suspense>
        )}
      </div>
    </li>
  );
}

interface CommentMenuProps {
  readonly comment: CommentEntity;
  readonly name: string;
  readonly onEdit: () => void;
}

/** One's own comments can be changed; administrators of the board may delete any. */
function CommentMenu({ comment, name, onEdit }: CommentMenuProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const viewer = useViewer();
  const { canComment, canAdminister } = useRights();
  const [isDeleting, setDeleting] = useState(false);
  const isOwn = viewer !== null && comment.author?.id === viewer.id;
  if (!canComment || !(isOwn || canAdminister)) return null;
  return (
    <>
      <Menu
        label={t('card.commentActions', { name })}
        trigger={<IconButton icon="more" label={t('card.commentActions', { name })} size="small" />}
      >
        {isOwn && (
          <MenuItem icon="edit" onAction={onEdit}>
            {t('common.edit')}
          </MenuItem>
        )}
        <MenuItem icon="trash" onAction={() => setDeleting(true)} tone="danger">
          {t('common.delete')}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        cancelLabel={t('common.cancel')}
        confirmLabel={t('common.delete')}
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onConfirm={() =>
          store.dispatch({ type: 'deleteComment', commentId: comment.id, cardId: comment.cardId })
        }
        title={t('card.commentDeleteTitle')}
      >
        <p>{t('card.commentDeleteText')}</p>
      </ConfirmDialog>
    </>
  );
}
