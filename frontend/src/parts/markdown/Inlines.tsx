import type { MarkedToken, Token, Tokens } from 'marked';
import { Fragment } from 'react';
import { safeAddress } from './address';
import { withCharacters } from './characters';
import { TaskBox } from './TaskBox';

/** Words and what is among them. Raw HTML is shown as text. */
export function Inlines({ tokens }: { readonly tokens: readonly Token[] | undefined }) {
  return tokens?.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its parts.
    <Fragment key={index}>{inline(token as MarkedToken)}</Fragment>
  ));
}

function inline(token: MarkedToken) {
  switch (token.type) {
    case 'strong':
      return (
        <strong>
          <Inlines tokens={token.tokens} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inlines tokens={token.tokens} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Inlines tokens={token.tokens} />
        </del>
      );
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'checkbox':
      return <TaskBox token={token} />;
    case 'link':
      return <LeavingLink token={token} />;
    case 'image':
      return <LinkToPicture token={token} />;
    case 'text':
      return token.tokens ? <Inlines tokens={token.tokens} /> : withCharacters(token.text);
    case 'escape':
    case 'html':
      return token.text;
    default:
      return token.raw;
  }
}

/** Links leave in a tab of their own and tell the other site nothing. */
function LeavingLink({ token }: { readonly token: Tokens.Link }) {
  const address = token.autolink ? token.href : withCharacters(token.href);
  return (
    <a href={safeAddress(address)} rel="noopener noreferrer nofollow" target="_blank">
      {token.autolink ? token.text : <Inlines tokens={token.tokens} />}
    </a>
  );
}

/** Pictures of other sites would tell them who reads this card; the CSP forbids them too. */
function LinkToPicture({ token }: { readonly token: Tokens.Image }) {
  const address = withCharacters(token.href);
  return (
    <a href={safeAddress(address)} rel="noopener noreferrer nofollow" target="_blank">
      {withCharacters(token.text) || address}
    </a>
  );
}
