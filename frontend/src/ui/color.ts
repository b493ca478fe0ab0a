/** The ten label colours, as the API spells them. */
export const colors = [
  'GRAY',
  'BROWN',
  'ORANGE',
  'YELLOW',
  'GREEN',
  'TEAL',
  'BLUE',
  'PURPLE',
  'PINK',
  'RED',
] as const;

export type ColorName = (typeof colors)[number];

// Red is not a person's: it says that something is wrong.
const personColors: readonly ColorName[] = [
  'BLUE',
  'ORANGE',
  'GREEN',
  'PINK',
  'PURPLE',
  'TEAL',
  'BROWN',
  'YELLOW',
];

/** The colour that stands for a person everywhere: the same id, the same colour, in every browser. */
export function personColor(id: string): ColorName {
  let hash = 0;
  for (const character of id) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  }
  return personColors[hash % personColors.length] ?? 'BLUE';
}
