import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { BoardSummaryFragment } from '../../api/generated/graphql';
import { formatMoment, formatMomentExact } from '../../i18n/format';
import { BoardMark } from '../../parts/BoardMark';
import { Icon } from '../../ui/Icon';
import styles from './BoardTile.module.css';

export function BoardTile({ board }: { readonly board: BoardSummaryFragment }) {
  const { t } = useTranslation();
  return (
    <Link className={styles.tile} to={`/b/${board.key}`}>
      <BoardMark board={board} size="large" />
      <span className={styles.body}>
        <span className={styles.title}>{board.title}</span>
        {board.description && (
          <span className={styles.description}>{plainText(board.description)}</span>
        )}
        <span className={styles.facts}>
          <span className={styles.key}>{board.key}</span>
          <span className={styles.visibility}>
            <Icon name={board.visibility === 'PRIVATE' ? 'lock' : 'globe'} />
            {t(`boards.visibilityOption.${board.visibility}`)}
          </span>
          <span title={formatMomentExact(board.updatedAt)}>
            {t('boards.updated', { when: formatMoment(board.updatedAt) })}
          </span>
        </span>
      </span>
    </Link>
  );
}

/** A description without its Markdown marks: two lines of it are shown, and links belong to nobody there. */
function plainText(markdown: string): string {
  return markdown.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*_`#>~]+/g, '');
}
