import type { ColumnEntity } from '../sync';
import { Dot } from '../ui/Chip';

const shapes = { BACKLOG: 'ring', READY: 'ring', ACTIVE: 'half', DONE: 'dot' } as const;

/** A column's colour, drawn as what its cards count for: open, in progress, done. */
export function ColumnMark({ column }: { readonly column: Pick<ColumnEntity, 'color' | 'kind'> }) {
  return <Dot color={column.color} shape={shapes[column.kind]} />;
}
