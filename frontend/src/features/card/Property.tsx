import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes';
import { Popover } from '../../ui/Popover';
import styles from './Properties.module.css';

export interface PropertyProps {
  readonly name: string;
  readonly canEdit: boolean;
  /** What opens to change it. */
  readonly editor: ReactNode | ((close: () => void) => ReactNode);
  /** The value as it is shown; false or null: none. */
  readonly children: ReactNode;
}

export function Property({ name, canEdit, editor, children }: PropertyProps) {
  const { t } = useTranslation();
  const value = children || <span className={styles.none}>{t('card.none')}</span>;
  return (
    <div className={styles.row}>
      <dt className={styles.name} id={`property-${name}`}>
        {name}
      </dt>
      <dd className={styles.value}>
        {canEdit ? (
          <Popover
            label={name}
            placement="bottom end"
            trigger={
              <Button aria-describedby={`property-${name}`} className={classes(styles.button)}>
                {value}
              </Button>
            }
          >
            {editor}
          </Popover>
        ) : (
          <span className={styles.plain}>{value}</span>
        )}
      </dd>
    </div>
  );
}
