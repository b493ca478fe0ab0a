import type { ReactNode } from 'react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Input, SearchField } from 'react-aria-components/SearchField';
import { classes } from './classes';
import { Icon } from './Icon';
import styles from './PickerList.module.css';

export interface PickerOption {
  readonly id: string;
  readonly text: string;
  readonly detail?: string;
  readonly mark?: ReactNode;
}

export interface PickerListProps {
  readonly label: string;
  readonly searchLabel: string;
  readonly options: readonly PickerOption[];
  readonly selectedIds: readonly string[];
  readonly mode: 'single' | 'multiple';
  /** Called with what was switched on or off. */
  readonly onToggle: (id: string, selected: boolean) => void;
  readonly emptyText: string;
  /** Typing is answered by somebody else, who gives new options. */
  readonly onSearch?: (text: string) => void;
  /** Controlled text, for "create what I typed". */
  readonly searchText?: string;
  readonly footer?: ReactNode;
}

/** Options with a search field above: type to narrow, arrows to walk, Enter to switch. */
export function PickerList(props: PickerListProps) {
  const {
    label,
    searchLabel,
    options,
    selectedIds,
    mode,
    onToggle,
    emptyText,
    onSearch,
    searchText,
    footer,
  } = props;
  const { contains } = useFilter({ sensitivity: 'base' });
  const selected = new Set(selectedIds);
  return (
    <div className={styles.picker}>
      <Autocomplete
        {...(searchText === undefined ? {} : { inputValue: searchText })}
        {...(onSearch ? { onInputChange: onSearch } : {})}
        filter={contains}
      >
        <SearchField aria-label={searchLabel} autoFocus className={classes(styles.search)}>
          <Icon name="search" />
          <Input className={classes(styles.input)} placeholder={searchLabel} />
        </SearchField>
        <ListBox
          aria-label={label}
          className={classes(styles.list)}
          // Escape leaves the picker; by itself the list would take it for "choose nothing".
          escapeKeyBehavior="none"
          items={options}
          onSelectionChange={(keys) => reportChange(keys, selected, onToggle)}
          renderEmptyState={() => <p className={styles.empty}>{emptyText}</p>}
          selectedKeys={selected}
          selectionMode={mode}
        >
          {(option) => (
            <ListBoxItem
              className={classes(styles.option)}
              textValue={`${option.text} ${option.detail ?? ''}`}
            >
              <span className={styles.check}>
                {selected.has(option.id) && <Icon name="check" />}
              </span>
              {option.mark}
              <span className={styles.text}>{option.text}</span>
              {option.detail && <span className={styles.detail}>{option.detail}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
      {footer && <div className={styles.footer}>{footer}</div>}
    </div>
  );
}

function reportChange(
  keys: 'all' | Iterable<string | number>,
  before: ReadonlySet<string>,
  onToggle: (id: string, selected: boolean) => void,
): void {
  const after = new Set(keys === 'all' ? before : [...keys].map(String));
  for (const id of after) {
    if (!before.has(id)) onToggle(id, true);
  }
  for (const id of before) {
    if (!after.has(id)) onToggle(id, false);
  }
}
