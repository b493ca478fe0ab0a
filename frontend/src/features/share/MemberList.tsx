import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewer } from '../../session/useSession';
import type { BoardRole, MemberEntity, UserEntity } from '../../sync';
import { useBoardStore, useMembers } from '../../sync/react';
import { Avatar } from '../../ui/Avatar';
import { announce } from '../../ui/announcer';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { IconButton } from '../../ui/IconButton';
import { Select } from '../../ui/Select';
import { roles } from './roles';
import styles from './ShareDialog.module.css';

export function MemberList({ canAdminister }: { readonly canAdminister: boolean }) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const members = useMembers().flatMap((member) => {
    const user = store.user(member.userId);
    return user ? [{ member, user }] : [];
  });
  members.sort((a, b) => a.user.displayName.localeCompare(b.user.displayName));
  return (
    <ul aria-label={t('share.people')} className={styles.members}>
      {members.map(({ member, user }) => (
        <MemberRow canAdminister={canAdminister} key={user.id} member={member} user={user} />
      ))}
    </ul>
  );
}

interface MemberRowProps {
  readonly member: MemberEntity;
  readonly user: UserEntity;
  readonly canAdminister: boolean;
}

function MemberRow({ member, user, canAdminister }: MemberRowProps) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const viewer = useViewer();
  const [isRemoving, setRemoving] = useState(false);
  const isOwn = viewer?.id === user.id;
  const name = user.displayName;
  const setRole = (role: BoardRole) =>
    store.dispatch({ type: 'setBoardMember', userId: user.id, role });
  const remove = () => {
    store.dispatch({ type: 'removeBoardMember', userId: user.id });
    announce(t('share.removed', { name }));
  };
  return (
    <li className={styles.member}>
      <Avatar person={user} size="large" />
      <span className={styles.names}>
        <span className={styles.name}>
          {name} {isOwn && <span className={styles.username}>({t('share.you')})</span>}
        </span>
        <span className={styles.username}>{user.username}</span>
      </span>
      {canAdminister ? (
        <>
          <div className={styles.role}>
            <Select
              label={t('share.roleOf', { name })}
              labelHidden
              onChange={setRole}
              options={roles.map((value) => ({
                value,
                text: t(`share.role.${value}`),
                description: t(`share.roleText.${value}`),
              }))}
              value={member.role}
            />
          </div>
          <IconButton
            icon="close"
            label={isOwn ? t('share.leave') : t('share.remove', { name })}
            onPress={() => setRemoving(true)}
            size="small"
          />
        </>
      ) : (
        <span className={styles.plainRole}>{t(`share.role.${member.role}`)}</span>
      )}
      <ConfirmDialog
        cancelLabel={t('common.cancel')}
        confirmLabel={t('common.remove')}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={remove}
        title={t('share.removeTitle', { name })}
      >
        <p>{t('share.removeText')}</p>
      </ConfirmDialog>
    </li>
  );
}
