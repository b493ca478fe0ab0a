/** The types of the board store. Features import from here and from `react`, nowhere deeper. */
export type * from './entities';
export type * from './ids';
export type * from './intents';
export type * from './types';
