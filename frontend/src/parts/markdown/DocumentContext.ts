import { createContext } from 'react';
import type { MarkdownDocument } from './document';

export interface ShownDocument extends MarkdownDocument {
  /** Given where the reader may tick tasks; counts tasks from the text's beginning. */
  readonly onTick: ((task: number, isDone: boolean) => void) | undefined;
}

/** The text whose parts are shown. */
export const DocumentContext = createContext<ShownDocument>({
  blocks: [],
  levels: new Map(),
  tasks: new Map(),
  onTick: undefined,
});
