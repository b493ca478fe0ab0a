import '@fontsource-variable/inter';
import '../ui/reset.css';
import '../i18n';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { refreshSession } from '../session/session';
import { App } from './App';
import { headStart } from './headStart';

headStart(location.pathname);
void refreshSession();

const container = document.getElementById('root');
if (container !== null) {
  createRoot(container).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
