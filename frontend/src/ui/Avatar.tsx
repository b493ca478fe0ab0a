import styles from './Avatar.module.css';
import { classes } from './classes';
import { personColor } from './color';
import colorStyles from './colors.module.css';

export interface AvatarPerson {
  readonly id: string;
  readonly displayName: string;
  readonly avatarUrl: string | null;
}

export interface AvatarProps {
  readonly person: AvatarPerson;
  readonly size?: 'small' | 'medium' | 'large';
}

/** A person's picture or initials; decorative, since the name stands beside it or in what surrounds it. */
export function Avatar({ person, size = 'small' }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classes(colorStyles.color, styles.avatar)}
      data-color={personColor(person.id)}
      data-size={size}
      title={person.displayName}
    >
      {person.avatarUrl ? (
        <img alt="" className={styles.image} src={person.avatarUrl} />
      ) : (
        initials(person.displayName)
      )}
    </span>
  );
}

/** Up to three people, then how many more. */
export function AvatarStack({ people }: { readonly people: readonly AvatarPerson[] }) {
  const shown = people.length > 3 ? people.slice(0, 2) : people;
  return (
    <span className={styles.stack}>
      {shown.map((person) => (
        <Avatar key={person.id} person={person} />
      ))}
      {people.length > shown.length && (
        <span aria-hidden="true" className={styles.avatar} data-size="small">
          +{people.length - shown.length}
        </span>
      )}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '?')][0]?.toUpperCase()).join('');
}
