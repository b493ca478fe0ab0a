import { useTranslation } from 'react-i18next';
import { copyText } from '../../parts/cardActions';
import { useRights } from '../../parts/rights';
import type { BoardVisibility } from '../../sync';
import { useBoard, useBoardStore } from '../../sync/react';
import { Button } from '../../ui/Button';
import { Dialog, DialogActions } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import { Select } from '../../ui/Select';
import { AddMember } from './AddMember';
import { MemberList } from './MemberList';
import styles from './ShareDialog.module.css';

const choices: readonly BoardVisibility[] = ['PRIVATE', 'PUBLIC'];

/** Who may see and change this board. */
export default function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const board = useBoard();
  const { canAdminister } = useRights();
  if (!board) return null;
  const link = new URL(`/b/${board.key}`, location.href).href;
  return (
    <Dialog
      closeLabel={t('common.close')}
      isOpen
      onClose={onClose}
      size="medium"
      title={t('share.title', { board: board.title })}
    >
      {canAdminister ? <AddMember /> : <p className={styles.note}>{t('share.readOnly')}</p>}
      <MemberList canAdminister={canAdminister} />
      <Select
        isDisabled={!canAdminister}
        label={t('share.visibility')}
        onChange={(visibility) => store.dispatch({ type: 'updateBoard', visibility })}
        options={[...new Set([...choices, board.visibility])].map((value) => ({
          value,
          text: t(`boards.visibilityOption.${value}`),
          description: t(`boards.visibilityText.${value}`),
          mark: <Icon name={value === 'PUBLIC' ? 'globe' : value === 'TEAM' ? 'users' : 'lock'} />,
        }))}
        value={board.visibility}
      />
      <DialogActions>
        <Button icon="link" onPress={() => void copyText(link, t('share.linkCopied'))}>
          {t('share.copyLink')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
