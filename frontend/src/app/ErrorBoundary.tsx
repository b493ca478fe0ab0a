import { Component, type ReactNode } from 'react';
import { t } from '../i18n';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';

interface Props {
  readonly children: ReactNode;
}

/** The last net: a page that failed to draw, or whose code did not arrive, says so and offers to load again. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <EmptyState
        action={
          <Button onPress={() => location.reload()} variant="primary">
            {t('shell.reload')}
          </Button>
        }
        icon="warning"
        level={1}
        text={t('shell.brokenText')}
        title={t('shell.brokenTitle')}
      />
    );
  }
}
