import { useSyncExternalStore } from 'react';
import { Button } from './Button';
import { Icon } from './Icon';
import { IconButton } from './IconButton';
import styles from './Toasts.module.css';
import { dismissToast, toastStore } from './toasts';

/** Where toasts appear; stands once, at the root. They are said by the announcer, so they are no live region. */
export function Toasts({
  label,
  dismissLabel,
}: {
  readonly label: string;
  readonly dismissLabel: string;
}) {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.get);
  if (toasts.length === 0) return null;
  return (
    <section aria-label={label} className={styles.region} data-react-aria-top-layer="true">
      {toasts.map((toast) => (
        <div className={styles.toast} data-tone={toast.tone} key={toast.id}>
          <Icon name={toast.tone === 'danger' ? 'warning' : 'info'} />
          <p className={styles.text}>{toast.text}</p>
          {toast.action && (
            <Button
              onPress={() => {
                toast.action?.run();
                dismissToast(toast.id);
              }}
              size="small"
              variant="quiet"
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton
            icon="close"
            label={dismissLabel}
            onPress={() => dismissToast(toast.id)}
            size="small"
          />
        </div>
      ))}
    </section>
  );
}
