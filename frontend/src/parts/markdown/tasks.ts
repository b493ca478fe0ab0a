import { tasksOf } from './document';

/** "- [ ]" as it may begin a line, below quotes and lists too; the mark is between the two groups. */
const marker = /^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:>[ \t]*)*)+\[)[ xX](\][ \t])/gm;

/**
 * The text with one of its tasks ticked, or not any more; null where it cannot be found. What looks like a task may
 * be code: the right one is the one whose change is that task's, and no other's.
 */
export function tickTask(text: string, index: number, isDone: boolean): string | null {
  const before = tasksOf(text);
  if (index >= before.length) return null;
  const wanted = before.with(index, isDone).join();
  for (const match of text.matchAll(marker)) {
    const [whole, start = '', end = ''] = match;
    const after = match.index + whole.length;
    const ticked = `${text.slice(0, match.index)}${start}${isDone ? 'x' : ' '}${end}${text.slice(after)}`;
    if (ticked !== text && tasksOf(ticked).join() === wanted) return ticked;
  }
  return null;
}
