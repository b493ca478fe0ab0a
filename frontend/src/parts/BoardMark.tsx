import { classes } from '../ui/classes';
import { personColor } from '../ui/color';
import colorStyles from '../ui/colors.module.css';
import styles from './BoardMark.module.css';

export interface BoardMarkProps {
  readonly board: { readonly key: string; readonly icon: string | null };
  readonly size?: 'small' | 'large';
}

/** A board's icon, or the first letter of its key on a colour of its own. */
export function BoardMark({ board, size = 'small' }: BoardMarkProps) {
  return (
    <span
      aria-hidden="true"
      className={classes(colorStyles.color, styles.mark)}
      data-color={personColor(board.key)}
      data-plain={Boolean(board.icon)}
      data-size={size}
    >
      {board.icon || board.key.charAt(0)}
    </span>
  );
}
