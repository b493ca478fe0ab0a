import type { CardEntity, ColumnEntity, MilestoneProgress } from './entities';
import type { ColumnId, MilestoneId } from './ids';

export const NO_PROGRESS: MilestoneProgress = {
  total: 0,
  done: 0,
  active: 0,
  estimateTotal: 0,
  estimateDone: 0,
};

/** Every milestone's progress, by the kind of the column that each card stands in. One pass. */
export function milestoneProgress(
  cards: Iterable<CardEntity>,
  columns: ReadonlyMap<ColumnId, ColumnEntity>,
): ReadonlyMap<MilestoneId, MilestoneProgress> {
  const progress = new Map<MilestoneId, MilestoneProgress>();
  for (const { archivedAt, columnId, estimate, milestoneId } of cards) {
    if (archivedAt !== null || milestoneId === null) continue;
    const sum = progress.get(milestoneId) ?? NO_PROGRESS;
    const kind = columns.get(columnId)?.kind;
    const points = estimate ?? 0;
    progress.set(milestoneId, {
      total: sum.total + 1,
      done: sum.done + (kind === 'DONE' ? 1 : 0),
      active: sum.active + (kind === 'ACTIVE' ? 1 : 0),
      estimateTotal: sum.estimateTotal + points,
      estimateDone: sum.estimateDone + (kind === 'DONE' ? points : 0),
    });
  }
  return progress;
}
