import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import styles from './CommentField.module.css';

export interface CommentFieldProps {
  readonly label: string;
  readonly submitLabel: string;
  readonly initialText?: string;
  readonly onSubmit: (body: string) => void;
  readonly onCancel?: () => void;
}

/** Where a comment is written or changed; Ctrl/Cmd-Enter sends it. */
export function CommentField({
  label,
  submitLabel,
  initialText = '',
  onSubmit,
  onCancel,
}: CommentFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(initialText);
  const body = text.trim();
  const submit = () => {
    if (!body) return;
    onSubmit(body);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    }
    if (event.key === 'Escape' && onCancel) {
      event.stopPropagation();
      onCancel();
    }
  };
  return (
    <div className={styles.box}>
      <textarea
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: only where somebody just chose to change a comment.
        autoFocus={onCancel !== undefined}
        className={styles.field}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        placeholder={label}
        rows={1}
        value={text}
      />
      {(body || onCancel) && (
        <div className={styles.actions}>
          {onCancel && (
            <Button onPress={onCancel} size="small" variant="quiet">
              {t('common.cancel')}
            </Button>
          )}
          <Button isDisabled={!body} onPress={submit} size="small" variant="primary">
            {submitLabel}
          </Button>
        </div>
      )}
    </div>
  );
}
