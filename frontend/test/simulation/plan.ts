/**
 * What happens in one simulated run. A plan names no ids: `pick`s are turned into ids when their step
 * runs, by what is there then. So a plan can be saved, replayed and shortened.
 */
import { SeededChance } from '../world/random';

export const STEP_KINDS = [
  'moveCard',
  'moveCardLocally',
  'createCard',
  'createAndMoveCard',
  'updateCard',
  'archiveCard',
  'restoreCard',
  'deleteCard',
  'comment',
  'createColumn',
  'updateColumn',
  'moveColumn',
  'deleteColumn',
  'createLabel',
  'labelCard',
  'deleteLabel',
  'createMilestone',
  'updateMilestone',
  'deleteMilestone',
  'updateBoard',
  'changeRole',
  'rebalance',
  'trimLog',
  'newEpoch',
  'dropSockets',
  'offline',
  'online',
  'storm',
  'killServer',
  'reload',
  'pass',
] as const;

export type StepKind = (typeof STEP_KINDS)[number];

export interface Step {
  readonly kind: StepKind;
  readonly device: number;
  readonly picks: readonly [number, number, number];
}

export interface Plan {
  readonly seed: number;
  readonly steps: readonly Step[];
}

/** How often each kind comes, relative to the others. */
const WEIGHTS: Readonly<Record<StepKind, number>> = {
  moveCard: 14,
  moveCardLocally: 10,
  createCard: 8,
  createAndMoveCard: 4,
  updateCard: 8,
  archiveCard: 3,
  restoreCard: 2,
  deleteCard: 3,
  comment: 4,
  createColumn: 1,
  updateColumn: 2,
  moveColumn: 2,
  deleteColumn: 1,
  createLabel: 2,
  labelCard: 4,
  deleteLabel: 1,
  createMilestone: 1,
  updateMilestone: 2,
  deleteMilestone: 1,
  updateBoard: 1,
  changeRole: 1,
  rebalance: 1,
  trimLog: 1,
  newEpoch: 0.5,
  dropSockets: 4,
  offline: 2,
  online: 4,
  storm: 2,
  killServer: 1,
  reload: 2,
  pass: 20,
};

export function makePlan(seed: number, length: number, devices: number): Plan {
  const chance = new SeededChance(seed, 'plan');
  const total = STEP_KINDS.reduce((sum, kind) => sum + WEIGHTS[kind], 0);
  const pickKind = (): StepKind => {
    let left = chance.random() * total;
    for (const kind of STEP_KINDS) {
      left -= WEIGHTS[kind];
      if (left < 0) return kind;
    }
    return 'pass';
  };
  const pick = () => chance.below(1_000_000);
  const steps = Array.from({ length }, () => ({
    kind: pickKind(),
    device: chance.below(devices),
    picks: [pick(), pick(), pick()] as const,
  }));
  return { seed, steps };
}
