import { useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Menu } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Input, SearchField } from 'react-aria-components/SearchField';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useBoards } from '../../parts/boardsStore';
import { classes } from '../../ui/classes';
import { Icon } from '../../ui/Icon';
import { Keys } from '../../ui/Keys';
import styles from './CommandPalette.module.css';
import { type Entry, entriesFor } from './entries';
import { PaletteSection } from './PaletteSection';
import { useSearch } from './useSearch';

/** Ctrl/Cmd-K: cards, comments and boards of the whole server, and the pages of the app. */
export default function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const query = text.trim();
  const { hits, isSearching } = useSearch(query);
  const boards = useBoards();
  const sections = entriesFor(query, boards.kind === 'ready' ? boards.boards : [], hits);
  const choose = (entry: Entry) => {
    onClose();
    void navigate(entry.path);
  };
  const status = isSearching ? t('shell.palette.searching') : t('shell.palette.nothing', { query });
  return (
    <ModalOverlay className={classes(styles.overlay)} isDismissable isOpen onOpenChange={onClose}>
      <Modal className={classes(styles.modal)}>
        <Dialog aria-label={t('shell.palette.title')} className={classes(styles.dialog)}>
          <Autocomplete inputValue={text} onInputChange={setText}>
            <SearchField
              aria-label={t('shell.palette.placeholder')}
              autoFocus
              className={classes(styles.field)}
            >
              <Icon name="search" />
              <Input
                className={classes(styles.input)}
                placeholder={t('shell.palette.placeholder')}
              />
              <Keys keys="Esc" />
            </SearchField>
            <Menu
              aria-label={t('shell.palette.title')}
              className={classes(styles.list)}
              renderEmptyState={() => (
                <p className={styles.hint}>{query ? status : t('shell.palette.hint')}</p>
              )}
            >
              {sections.map((section) => (
                <PaletteSection key={section.id} onChoose={choose} section={section} />
              ))}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
