import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { copyText } from '../parts/cardActions';
import { rightsOn } from '../parts/rights';
import type { BoardInfo } from '../sync';
import { IconButton } from '../ui/IconButton';
import { Menu, MenuItem } from '../ui/Menu';

export interface BoardMenuProps {
  readonly board: BoardInfo;
  readonly onSettings: () => void;
}

export function BoardMenu({ board, onSettings }: BoardMenuProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const path = `/b/${board.key}`;
  return (
    <Menu label={t('board.menu')} trigger={<IconButton icon="more" label={t('board.menu')} />}>
      <MenuItem icon="board" onAction={() => void navigate(path)}>
        {t('board.viewBoard')}
      </MenuItem>
      <MenuItem icon="milestone" onAction={() => void navigate(`${path}/milestones`)}>
        {t('milestones.title')}
      </MenuItem>
      <MenuItem icon="archive" onAction={() => void navigate(`${path}/archive`)}>
        {t('board.archivedCards')}
      </MenuItem>
      <MenuItem
        icon="link"
        onAction={() => void copyText(new URL(path, location.href).href, t('share.linkCopied'))}
      >
        {t('share.copyLink')}
      </MenuItem>
      {rightsOn(board).canAdminister && (
        <MenuItem icon="settings" onAction={onSettings}>
          {t('board.settings')}
        </MenuItem>
      )}
    </Menu>
  );
}
