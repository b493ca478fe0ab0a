import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { execute } from '../../api';
import { CreateBoardDocument, type UserErrorFieldsFragment } from '../../api/generated/graphql';
import { t as translate } from '../../i18n';
import { refreshBoards } from '../../parts/boardsStore';
import { refusalSentence } from '../../parts/refusals';
import { Button } from '../../ui/Button';
import { Dialog, DialogActions } from '../../ui/Dialog';
import { TextField } from '../../ui/TextField';
import { keyFromTitle } from './boardKey';
import styles from './NewBoardDialog.module.css';
import { type TemplateName, templates } from './templates';

export default function NewBoardDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [ownKey, setOwnKey] = useState<string | null>(null);
  const [template, setTemplate] = useState<TemplateName>('kanban');
  const [error, setError] = useState<{
    readonly field: string | null;
    readonly text: string;
  } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const key = ownKey ?? keyFromTitle(title);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const columns = templates[template].map((column) => t(`boards.columns.${column}`));
      const input = { clientMutationId: crypto.randomUUID(), title: title.trim(), key, columns };
      const { createBoard } = await execute(CreateBoardDocument, { input });
      const refused = createBoard.userErrors[0];
      if (createBoard.board) {
        void refreshBoards();
        onClose();
        void navigate(`/b/${createBoard.board.key}`);
        return;
      }
      if (refused) setError({ field: refused.field?.at(-1) ?? null, text: refusalOf(refused) });
    } catch {
      setError({ field: null, text: t('common.unreachable') });
    }
    setBusy(false);
  };

  return (
    <Dialog closeLabel={t('common.close')} isOpen onClose={onClose} title={t('boards.new')}>
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <TextField
          autoFocus
          errorMessage={error?.field === 'title' ? error.text : undefined}
          isRequired
          label={t('boards.name')}
          onChange={setTitle}
          placeholder={t('boards.namePlaceholder')}
          value={title}
        />
        <TextField
          description={t('boards.keyHint', { example: `${key || 'WEB'}-42` })}
          errorMessage={error?.field === 'key' ? error.text : undefined}
          isRequired
          label={t('boards.key')}
          maxLength={10}
          onChange={(text) => setOwnKey(text.toUpperCase().replace(/[^A-Z0-9]/g, ''))}
          value={key}
        />
        <TemplateChoice onChange={setTemplate} value={template} />
        {error && error.field !== 'title' && error.field !== 'key' && (
          <p className={styles.error} role="alert">
            {error.text}
          </p>
        )}
        <DialogActions>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button isDisabled={isBusy || !title.trim()} type="submit" variant="primary">
            {t('boards.create')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function refusalOf(refused: UserErrorFieldsFragment): string {
  if (refused.field?.at(-1) !== 'key') return refusalSentence(refused);
  return translate(refused.code === 'TAKEN' ? 'boards.keyTaken' : 'boards.keyInvalid');
}

interface TemplateChoiceProps {
  readonly value: TemplateName;
  readonly onChange: (template: TemplateName) => void;
}

function TemplateChoice({ value, onChange }: TemplateChoiceProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.templates}>
      <legend className={styles.legend}>{t('boards.template')}</legend>
      {(Object.keys(templates) as TemplateName[]).map((name) => (
        <label className={styles.template} data-chosen={name === value} key={name}>
          <input
            checked={name === value}
            className={styles.radio}
            name="template"
            onChange={() => onChange(name)}
            type="radio"
          />
          <span className={styles.templateName}>{t(`boards.templates.${name}`)}</span>
          <span className={styles.templateColumns}>
            {templates[name].map((column) => t(`boards.columns.${column}`)).join(' · ') ||
              t('common.none')}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
