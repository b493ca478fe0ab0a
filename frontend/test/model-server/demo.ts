/** A community to develop against: one board of 60 cards in 6 columns, and a few people. */
import type { ModelBoard } from './board';
import type { Community } from './community';
import { type CardRow, type Change, cardChangeOf, type UserRow } from './rows';

const PEOPLE = [
  ['ann', 'Ann Lindqvist'],
  ['ben', 'Ben Okafor'],
  ['chen', 'Chen Wei'],
  ['dana', 'Dana Popescu'],
  ['emil', 'Emil Haddad'],
  ['fay', 'Fay Nakamura'],
  ['goran', 'Goran Petrović'],
  ['hila', 'Hila Ben-Ami'],
] as const;

const LABELS = [
  ['bug', 'RED'],
  ['feature', 'GREEN'],
  ['docs', 'BLUE'],
  ['translation', 'PURPLE'],
  ['good first step', 'TEAL'],
  ['needs design', 'PINK'],
] as const;

const SUBJECTS = [
  'Package the release for Debian',
  'Answer the mails of the mailing list',
  'Translate the welcome page',
  'Fix the crash when a window closes while it opens',
  'Write down how releases are made',
  'Replace the old icons',
  'Measure the start time on old laptops',
  'Ask the artists for a new splash screen',
  'Check the keyboard shortcuts on a French layout, also with a screen reader running beside it',
  'Clean the list of mirrors',
] as const;

export function addDemo(community: Community): ModelBoard {
  const people = PEOPLE.map(([username, name]) => community.addUser(username, name));
  const owner = people[0] as UserRow;
  const board = community.createBoard(owner, 'RL', 'Release 5.2', [
    'Ideas',
    'Ready',
    'Doing',
    'Review',
    'Testing',
    'Done',
  ]);
  const commit = (changes: readonly Change[]) =>
    board.commit({ actorId: owner.id, clientMutationId: null, at: community.now() }, changes);

  commit(
    people.slice(1).map((person, index) => ({
      kind: 'member',
      row: { userId: person.id, role: index < 5 ? 'EDITOR' : 'VIEWER' },
      fields: ['*'],
    })),
  );
  const doing = board.columnsInOrder()[2];
  if (doing !== undefined) {
    const row = { ...doing, wipLimit: 12, wipPolicy: 'BLOCK' } as const;
    commit([{ kind: 'column', row, fields: ['wipLimit', 'wipPolicy'] }]);
  }
  commit(
    LABELS.map(([name, color]) => ({
      kind: 'label',
      row: { id: community.newId('label'), name, color },
      fields: ['*'],
    })),
  );
  commit(
    ['5.2 beta', '5.2', 'Someday'].map((title, index) => ({
      kind: 'milestone',
      row: {
        id: community.newId('milestone'),
        title,
        description: '',
        startOn: null,
        dueOn: index === 2 ? null : dayFrom(community.now(), 10 + index * 21),
        state: 'OPEN',
      },
      fields: ['*'],
    })),
  );
  for (let index = 0; index < 60; index += 1) {
    commit([cardChangeOf(card(community, board, people, index), ['*'])]);
  }
  addComments(community, board, people);
  return board;
}

function card(
  community: Community,
  board: ModelBoard,
  people: readonly UserRow[],
  index: number,
): CardRow {
  const columns = board.columnsInOrder();
  const column = columns[(index * 7) % columns.length] as { readonly id: string };
  const labels = [...board.labels.keys()];
  const milestones = [...board.milestones.keys()];
  const at = community.now();
  board.lastNumber += 1;
  return {
    id: community.newId('card'),
    number: board.lastNumber,
    columnId: column.id,
    rank: `M${String(index).padStart(3, '0')}`,
    title: SUBJECTS[index % SUBJECTS.length] as string,
    icon: index % 9 === 0 ? '🧭' : null,
    description:
      index % 3 === 0
        ? 'What has to be done:\n\n- [x] look at it\n- [ ] talk about it\n- [ ] do it\n\nSee also **the wiki**.'
        : '',
    labelIds: labels.filter((_, label) => (index + label) % 4 === 0),
    assigneeIds: people.filter((_, person) => (index + person) % 6 === 0).map(({ id }) => id),
    startOn: null,
    dueOn: index % 4 === 0 ? dayFrom(at, (index % 20) - 4) : null,
    estimate: index % 5 === 0 ? (index % 8) + 1 : null,
    milestoneId: milestones[index % 4] ?? null,
    createdById: (people[index % people.length] as UserRow).id,
    createdAt: at,
    updatedAt: at,
    archivedAt: null,
    version: 0,
  };
}

function addComments(community: Community, board: ModelBoard, people: readonly UserRow[]): void {
  [...board.cards.values()]
    .filter((_, index) => index % 5 === 0)
    .forEach((row, index) => {
      const author = people[index % people.length] as UserRow;
      const comment = {
        id: community.newId('comment'),
        cardId: row.id,
        body: 'I had a look: it is smaller than it seems. See `src/main.c`.',
        authorId: author.id,
        createdAt: community.now(),
        editedAt: null,
      };
      board.commit({ actorId: author.id, clientMutationId: null, at: community.now() }, [
        { kind: 'comment', row: comment, fields: ['*'] },
      ]);
    });
}

function dayFrom(at: string, days: number): string {
  return new Date(Date.parse(at) + days * 86_400_000).toISOString().slice(0, 10);
}
