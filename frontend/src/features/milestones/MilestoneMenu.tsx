import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRights } from '../../parts/rights';
import type { MilestoneEntity } from '../../sync';
import { useBoardStore, useMilestoneProgress } from '../../sync/react';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { IconButton } from '../../ui/IconButton';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu';
import { showToast } from '../../ui/toasts';

export interface MilestoneMenuProps {
  readonly milestone: MilestoneEntity;
  readonly onEdit: () => void;
}

export function MilestoneMenu({ milestone, onEdit }: MilestoneMenuProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const { canEdit } = useRights();
  const { total } = useMilestoneProgress(milestone.id);
  const [isDeleting, setDeleting] = useState(false);
  if (!canEdit) return null;
  const isOpen = milestone.state === 'OPEN';
  const toggle = () => {
    const state = isOpen ? 'CLOSED' : 'OPEN';
    store.dispatch({ type: 'updateMilestone', milestoneId: milestone.id, state });
    if (isOpen) showToast(t('milestones.closedToast', { title: milestone.title }));
  };
  const label = t('milestones.actions', { title: milestone.title });
  return (
    <>
      <Menu label={label} trigger={<IconButton icon="more" label={label} size="small" />}>
        <MenuItem icon="edit" onAction={onEdit}>
          {t('common.edit')}
        </MenuItem>
        <MenuItem icon={isOpen ? 'check' : 'restore'} onAction={toggle}>
          {isOpen ? t('milestones.close') : t('milestones.reopen')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon="trash" onAction={() => setDeleting(true)} tone="danger">
          {t('common.delete')}
        </MenuItem>
      </Menu>
      <ConfirmDialog
        cancelLabel={t('common.cancel')}
        confirmLabel={t('common.delete')}
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => store.dispatch({ type: 'deleteMilestone', milestoneId: milestone.id })}
        title={t('milestones.deleteTitle', { title: milestone.title })}
      >
        <p>{t('milestones.deleteText', { count: total })}</p>
      </ConfirmDialog>
    </>
  );
}
