import type { BoardRole } from '../../sync';

/** From the least to the most. */
export const roles: readonly BoardRole[] = ['VIEWER', 'COMMENTER', 'EDITOR', 'ADMIN'];
