import type { Tokens } from 'marked';
import { useContext } from 'react';
import { DocumentContext } from './DocumentContext';

/** The box of a task: to tick where the reader may change the text. */
export function TaskBox({ token }: { readonly token: Tokens.Checkbox }) {
  const { tasks, onTick } = useContext(DocumentContext);
  const task = tasks.get(token);
  return (
    <input
      aria-label={task?.name}
      checked={token.checked}
      disabled={!onTick || !task}
      onChange={(event) => task && onTick?.(task.index, event.currentTarget.checked)}
      type="checkbox"
    />
  );
}
