import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { execute } from '../../api';
import { type UserFieldsFragment, UsersDocument } from '../../api/generated/graphql';
import type { BoardRole } from '../../sync';
import { useBoardStore, useMembers } from '../../sync/react';
import { Avatar } from '../../ui/Avatar';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/Button';
import { PickerList } from '../../ui/PickerList';
import { Popover } from '../../ui/Popover';
import { Select } from '../../ui/Select';
import { roles } from './roles';
import styles from './ShareDialog.module.css';

/** Finds people by name and adds them with the chosen role. */
export function AddMember() {
  const { t } = useTranslation();
  const store = useBoardStore();
  const members = useMembers();
  const [role, setRole] = useState<BoardRole>('EDITOR');
  const [text, setText] = useState('');
  const found = useUsers(text.trim());
  const known = new Set(members.map((member) => member.userId));
  const add = (user: UserFieldsFragment) => {
    store.dispatch({ type: 'setBoardMember', userId: user.id, role });
    announce(t('share.added', { name: user.displayName, role: t(`share.role.${role}`) }));
    setText('');
  };
  return (
    <div className={styles.add}>
      <div className={styles.search}>
        <Popover
          label={t('share.add')}
          trigger={
            <Button icon="plus" variant="primary" wide>
              {t('share.add')}
            </Button>
          }
        >
          <PickerList
            emptyText={text.trim() ? t('share.nobody') : t('share.addHint')}
            label={t('share.people')}
            mode="multiple"
            onSearch={setText}
            onToggle={(id) => {
              const user = found.find((candidate) => candidate.id === id);
              if (user) add(user);
            }}
            options={found
              .filter((user) => !known.has(user.id))
              .map((user) => ({
                id: user.id,
                text: user.displayName,
                detail: user.username,
                mark: <Avatar person={user} />,
              }))}
            searchLabel={t('share.addPlaceholder')}
            searchText={text}
            selectedIds={[]}
          />
        </Popover>
      </div>
      <div className={styles.role}>
        <Select
          label={t('share.roleOf', { name: t('share.people') })}
          labelHidden
          onChange={setRole}
          options={roles.map((value) => ({
            value,
            text: t(`share.role.${value}`),
            description: t(`share.roleText.${value}`),
          }))}
          value={role}
        />
      </div>
    </div>
  );
}

/** People by name, as typed; the last answer stays until the next. */
function useUsers(query: string): readonly UserFieldsFragment[] {
  const [users, setUsers] = useState<readonly UserFieldsFragment[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        setUsers((await execute(UsersDocument, { query }, abort.signal)).users.nodes);
      } catch {
        // Nobody is offered while the server does not answer; typing on asks again.
        if (!abort.signal.aborted) setUsers([]);
      }
    }, 150);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query]);
  return users;
}
