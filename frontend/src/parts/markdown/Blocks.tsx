import type { MarkedToken, Token, Tokens } from 'marked';
import { Fragment, useContext } from 'react';
import { DocumentContext } from './DocumentContext';
import { Inlines } from './Inlines';
import { TaskBox } from './TaskBox';

/** Paragraphs, lists and the like, one below the other. */
export function Blocks({ tokens }: { readonly tokens: readonly Token[] }) {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its parts.
    <Fragment key={index}>{block(token as MarkedToken)}</Fragment>
  ));
}

function block(token: MarkedToken) {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'hr':
      return <hr />;
    case 'heading':
      return <Heading token={token} />;
    case 'code':
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={token.tokens} />
        </blockquote>
      );
    case 'list':
      return <List token={token} />;
    case 'table':
      return <Table token={token} />;
    case 'checkbox':
      return <TaskBox token={token} />;
    case 'html':
    case 'paragraph':
      return <p>{token.type === 'html' ? token.text : <Inlines tokens={token.tokens} />}</p>;
    default:
      return <Inlines tokens={[token]} />;
  }
}

function Heading({ token }: { readonly token: Tokens.Heading }) {
  const { levels } = useContext(DocumentContext);
  const Level = `h${levels.get(token) ?? token.depth}` as 'h3';
  return (
    <Level>
      <Inlines tokens={token.tokens} />
    </Level>
  );
}

function List({ token }: { readonly token: Tokens.List }) {
  const items = token.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its parts.
    <li key={index}>
      <Blocks tokens={item.tokens} />
    </li>
  ));
  return token.ordered ? <ol start={token.start || undefined}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ token }: { readonly token: Tokens.Table }) {
  return (
    <table>
      <thead>
        <Row cells={token.header} />
      </thead>
      <tbody>
        {token.rows.map((cells, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its parts.
          <Row cells={cells} key={index} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ cells }: { readonly cells: readonly Tokens.TableCell[] }) {
  return (
    <tr>
      {cells.map((cell, index) => {
        const Cell = cell.header ? 'th' : 'td';
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its parts.
          <Cell key={index} style={{ textAlign: cell.align ?? 'start' }}>
            <Inlines tokens={cell.tokens} />
          </Cell>
        );
      })}
    </tr>
  );
}
