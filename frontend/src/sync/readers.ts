import type {
  CardEntity,
  ColumnEntity,
  LabelEntity,
  MemberEntity,
  MilestoneEntity,
  MilestoneProgress,
} from './entities';
import type { MilestoneId } from './ids';
import { milestoneProgress, NO_PROGRESS } from './progress';
import { compareRanked } from './rank';
import { sameValue } from './tables';
import type { BoardView, ViewChanges } from './view';

const FAR = '9999-12-31';

/** Lists and sums over a view, each made when it is asked for and kept until its source changes. */
export class Readers {
  readonly #view: BoardView;
  #columns: readonly ColumnEntity[] | null = null;
  #cards: readonly CardEntity[] | null = null;
  #labels: readonly LabelEntity[] | null = null;
  #milestones: readonly MilestoneEntity[] | null = null;
  #members: readonly MemberEntity[] | null = null;
  #progress: ReadonlyMap<MilestoneId, MilestoneProgress> | null = null;
  /** The last answers, so that an equal one is the same object. */
  readonly #progressAnswers = new Map<MilestoneId, MilestoneProgress>();

  constructor(view: BoardView) {
    this.#view = view;
  }

  forget({ cards, tables }: ViewChanges): void {
    if (tables.has('columns')) this.#columns = null;
    if (tables.has('labels')) this.#labels = null;
    if (tables.has('milestones')) this.#milestones = null;
    if (tables.has('members')) this.#members = null;
    if (cards.size > 0) this.#cards = null;
    if (cards.size > 0 || tables.has('columns')) this.#progress = null;
  }

  columns(): readonly ColumnEntity[] {
    this.#columns ??= [...this.#view.columns.values()].sort(compareRanked);
    return this.#columns;
  }

  cards(): readonly CardEntity[] {
    this.#cards ??= [...this.#view.cards.values()].filter((card) => card.archivedAt === null);
    return this.#cards;
  }

  labels(): readonly LabelEntity[] {
    this.#labels ??= [...this.#view.labels.values()].sort(
      (a, b) => a.name.localeCompare(b.name) || compareText(a.id, b.id),
    );
    return this.#labels;
  }

  milestones(): readonly MilestoneEntity[] {
    this.#milestones ??= [...this.#view.milestones.values()].sort(
      (a, b) =>
        Number(a.state === 'CLOSED') - Number(b.state === 'CLOSED') ||
        compareText(a.dueOn ?? FAR, b.dueOn ?? FAR) ||
        a.title.localeCompare(b.title) ||
        compareText(a.id, b.id),
    );
    return this.#milestones;
  }

  members(): readonly MemberEntity[] {
    const nameOf = ({ userId }: MemberEntity) => this.#view.users.get(userId)?.displayName ?? '';
    this.#members ??= [...this.#view.members.values()].sort(
      (a, b) => nameOf(a).localeCompare(nameOf(b)) || compareText(a.userId, b.userId),
    );
    return this.#members;
  }

  milestoneProgress(id: MilestoneId): MilestoneProgress {
    this.#progress ??= milestoneProgress(this.#view.cards.values(), this.#view.columns);
    const now = this.#progress.get(id) ?? NO_PROGRESS;
    const last = this.#progressAnswers.get(id);
    if (last !== undefined && sameValue(last, now)) return last;
    this.#progressAnswers.set(id, now);
    return now;
  }
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
