import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { t } from '../i18n';
import { headingsBelowPage } from './headings';
import styles from './Markdown.module.css';

/** Links leave in a tab of their own and tell the other site nothing. */
const components: Components = {
  a: ({ children, href }) => (
    <a href={href} rel="noopener noreferrer nofollow" target="_blank">
      {children}
    </a>
  ),
  // Pictures of other sites would tell them who reads this card; the CSP forbids them too.
  img: ({ alt, src }) => (
    <a href={src} rel="noopener noreferrer nofollow" target="_blank">
      {alt || src}
    </a>
  ),
  input: ({ checked }) => (
    <input
      aria-label={checked ? t('card.taskDone') : t('card.taskOpen')}
      checked={checked ?? false}
      disabled
      readOnly
      type="checkbox"
    />
  ),
};

/** GitHub's Markdown as elements: raw HTML is shown as text, dangerous links lose their address. Load it lazily. */
export default function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown components={components} remarkPlugins={[remarkGfm, headingsBelowPage]}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
