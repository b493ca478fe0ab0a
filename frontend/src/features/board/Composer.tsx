import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnEntity } from '../../sync';
import { useBoardStore } from '../../sync/react';
import { announce } from '../../ui/announcer';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { focusCard, useBoardUi } from './boardUi';
import styles from './Composer.module.css';

/** Pasting more lines than this makes one title of the first, not hundreds of cards by accident. */
const mostLines = 200;

/** Adds cards at a column's end and stays open; several pasted lines become several cards. */
export function Composer({ column }: { readonly column: ColumnEntity }) {
  const { t } = useTranslation();
  const store = useBoardStore();
  const ui = useBoardUi();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  useEffect(() => field.current?.focus(), []);

  const add = (titles: readonly string[]) => {
    for (const title of titles) {
      store.dispatch({ type: 'createCard', columnId: column.id, title });
    }
    announce(t('board.cardsAdded', { count: titles.length, column: column.title }));
  };
  const submit = () => {
    const titles = linesOf(text);
    if (titles.length === 0) return;
    add(titles);
    setText('');
  };
  const close = () => {
    ui.composing.set(null);
    const ids = store.cardIds(column.id);
    const last = ids.at(-1);
    if (last) focusCard(ui, last);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const titles = linesOf(event.clipboardData.getData('text/plain'));
    if (text || titles.length < 2 || titles.length > mostLines) return;
    event.preventDefault();
    add(titles);
  };
  return (
    <div className={styles.composer}>
      <textarea
        aria-label={t('board.newCardIn', { column: column.title })}
        className={styles.field}
        enterKeyHint="done"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        placeholder={t('board.composerPlaceholder')}
        ref={field}
        rows={2}
        value={text}
      />
      <div className={styles.actions}>
        <Button onPress={submit} size="small" variant="primary">
          {t('common.add')}
        </Button>
        <IconButton icon="close" label={t('common.close')} onPress={close} size="small" />
      </div>
    </div>
  );
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*[-*•]\s+(\[[ x]\]\s+)?/, '').trim())
    .filter(Boolean);
}
