import { useMemo } from 'react';
import { Blocks } from './Blocks';
import { DocumentContext } from './DocumentContext';
import { readMarkdown } from './document';
import styles from './Markdown.module.css';
import { tickTask } from './tasks';

export interface MarkdownProps {
  readonly text: string;
  /** Called with the whole text when the reader ticks one of its tasks; without it tasks are only shown. */
  readonly onChange?: ((text: string) => void) | undefined;
}

/** GitHub's Markdown as elements: raw HTML is shown as text, dangerous links lose their address. Load it lazily. */
export default function Markdown({ text, onChange }: MarkdownProps) {
  const document = useMemo(() => readMarkdown(text), [text]);
  const onTick =
    onChange &&
    ((task: number, isDone: boolean) => {
      const ticked = tickTask(text, task, isDone);
      if (ticked !== null) onChange(ticked);
    });
  return (
    <DocumentContext value={{ ...document, onTick }}>
      <div className={styles.markdown}>
        <Blocks tokens={document.blocks} />
      </div>
    </DocumentContext>
  );
}
