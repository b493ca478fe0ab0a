/** A text taken apart: its blocks, and what of them needs the whole text to be known. */
import { Lexer, type Token, type Tokens } from 'marked';
import { shownLevels } from './headings';

export interface MarkdownDocument {
  readonly blocks: readonly Token[];
  /** The level that a heading is shown at. */
  readonly levels: ReadonlyMap<Token, number>;
  /** By their checkboxes. */
  readonly tasks: ReadonlyMap<Token, Task>;
}

export interface Task {
  /** How many tasks stand before it in the text. */
  readonly index: number;
  /** Its first line, for those who do not see it beside the box. */
  readonly name: string;
}

export function readMarkdown(text: string): MarkdownDocument {
  const blocks = Lexer.lex(text, { gfm: true });
  const all = blocks.flatMap(withAllBelow);
  const headings = all.filter(isHeading);
  const levels = shownLevels(headings.map(({ depth }) => depth));
  return {
    blocks,
    levels: new Map(headings.map((heading, index) => [heading, levels[index] ?? heading.depth])),
    tasks: new Map(
      all.filter(isTask).map((item, index) => {
        const checkbox = item.tokens.flatMap(withAllBelow).find(isCheckbox) ?? item;
        return [checkbox, { index, name: firstLine(item.text) }];
      }),
    ),
  };
}

/** A text's tasks in their order: is each of them done? */
export function tasksOf(text: string): readonly boolean[] {
  return Lexer.lex(text, { gfm: true })
    .flatMap(withAllBelow)
    .filter(isTask)
    .map(({ checked }) => checked ?? false);
}

/** In the order of the text. Cells of tables hold neither headings nor tasks. */
function withAllBelow(token: Token): readonly Token[] {
  const below: readonly Token[] =
    token.type === 'list'
      ? (token as Tokens.List).items
      : ('tokens' in token && token.tokens) || [];
  return [token, ...below.flatMap(withAllBelow)];
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';

const isTask = (token: Token): token is Tokens.ListItem => token.type === 'list_item' && token.task;

const isCheckbox = (token: Token): token is Tokens.Checkbox => token.type === 'checkbox';

/** Without the marks of Markdown: it is read aloud. */
function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/[*_`~]+/g, '').trim();
}
