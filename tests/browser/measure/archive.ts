/** A board out of nothing, as an archive of Focalboard: the quickest way to thousands of cards. */
const columns = ['Ideas', 'Next', 'Doing', 'Review', 'Done'];
/** Which column each of ten cards stands in. */
const places = [0, 0, 0, 0, 1, 1, 2, 3, 4, 4];

export function archiveOf(cards: number): string {
  const id = `board-of-${cards}`;
  const made = { boardId: id, parentId: id, createdBy: 'ann', schema: 1, createAt: 1, updateAt: 1 };
  const options = columns.map((value) => ({ id: value, value, color: 'propColorGray' }));
  const board = {
    ...made,
    id,
    title: `Board of ${cards}`,
    cardProperties: [{ id: 'status', name: 'Status', type: 'select', options }],
  };
  const lines = Array.from({ length: cards }, (_, index) => ({
    type: 'block',
    data: {
      ...made,
      id: `${id}-${index}`,
      type: 'card',
      title: `Card ${index} that takes ${index % 3 === 0 ? 'a line' : 'a second line on its card'} to say`,
      fields: { properties: { status: columns[places[index % places.length] ?? 0] } },
    },
  }));
  return [{ version: 1, date: 1 }, { type: 'board', data: board }, ...lines]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}
