import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import Markdown from './Markdown';

const shown = (text: string) =>
  renderToStaticMarkup(<Markdown text={text} />).replace(/^<div[^>]*>|<\/div>$/g, '');

test.each([
  [
    '**a** _b_ ~~c~~ `d &amp;`',
    '<p><strong>a</strong> <em>b</em> <del>c</del> <code>d &amp;amp;</code></p>',
  ],
  ['caf&eacute; &lt;x&gt; \\*', '<p>café &lt;x&gt; *</p>'],
  ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
  ['3. one\n\n4. two', '<ol start="3"><li><p>one</p></li><li><p>two</p></li></ol>'],
  ['> said', '<blockquote><p>said</p></blockquote>'],
  ['```js\na < b\n```', '<pre><code>a &lt; b</code></pre>'],
  ['## One\n\n### Two', '<h3>One</h3><h4>Two</h4>'],
])('%j', (text, html) => {
  expect(shown(text)).toBe(html);
});

test('tasks have boxes that say what they are for, and cannot be ticked by readers', () => {
  expect(shown('- [x] **Pack** bags')).toBe(
    '<ul><li><input aria-label="Pack bags" disabled="" type="checkbox" checked=""/><strong>Pack</strong> bags</li></ul>',
  );
});

test('raw HTML is shown as text', () => {
  expect(shown('a <img src=x onerror=alert(1)>')).toBe(
    '<p>a &lt;img src=x onerror=alert(1)&gt;</p>',
  );
  expect(shown('<script>alert(1)</script>')).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>');
});

test('links lead away safely, or nowhere', () => {
  const attributes = 'rel="noopener noreferrer nofollow" target="_blank"';
  expect(shown('[a](https://a.org)')).toBe(`<p><a href="https://a.org" ${attributes}>a</a></p>`);
  expect(shown('![b](https://b.org/c.png)')).toBe(
    `<p><a href="https://b.org/c.png" ${attributes}>b</a></p>`,
  );
  expect(shown('[a](javascript&colon;alert(1))')).toBe(`<p><a ${attributes}>a</a></p>`);
});
