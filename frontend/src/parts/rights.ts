import type { BoardInfo, BoardRole } from '../sync';
import { useBoard } from '../sync/react';

/** What this person may do on the open board; an archived board accepts nothing but being restored. */
export interface Rights {
  readonly canComment: boolean;
  readonly canEdit: boolean;
  readonly canAdminister: boolean;
}

const steps: readonly BoardRole[] = ['VIEWER', 'COMMENTER', 'EDITOR', 'ADMIN'];

export function rightsOn(board: BoardInfo | null): Rights {
  const step = board?.viewerRole ? steps.indexOf(board.viewerRole) : -1;
  const isOpen = board?.archivedAt === null;
  return {
    canComment: isOpen && step >= 1,
    canEdit: isOpen && step >= 2,
    canAdminister: step >= 3,
  };
}

export function useRights(): Rights {
  return rightsOn(useBoard());
}
