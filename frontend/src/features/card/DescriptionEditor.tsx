import { useTranslation } from 'react-i18next';
import Markdown from '../../parts/markdown/Markdown';
import { Tabs } from '../../ui/Tabs';
import styles from './Description.module.css';

export interface DescriptionEditorProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Markdown as it is written, and as it will look. */
export default function DescriptionEditor({ text, onChange }: DescriptionEditorProps) {
  const { t } = useTranslation();
  return (
    <Tabs
      label={t('card.description')}
      tabs={[
        {
          id: 'write',
          title: t('card.write'),
          content: (
            <textarea
              aria-label={t('card.description')}
              // biome-ignore lint/a11y/noAutofocus: the person just chose to edit this text.
              autoFocus
              className={styles.field}
              onChange={(event) => onChange(event.currentTarget.value)}
              placeholder={t('card.descriptionPlaceholder')}
              rows={8}
              value={text}
            />
          ),
        },
        {
          id: 'preview',
          title: t('card.preview'),
          content: (
            <div className={styles.preview}>
              {text.trim() ? (
                <Markdown text={text} />
              ) : (
                <p className={styles.none}>{t('card.previewEmpty')}</p>
              )}
            </div>
          ),
        },
      ]}
    />
  );
}
