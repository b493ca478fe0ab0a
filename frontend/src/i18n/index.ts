/**
 * Texts and formats. Every sentence a person reads stands in `en/*.json` and is fetched by `t('area.name')`; a
 * new language is a new folder with the same files, added to `resources`.
 */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { resources } from './resources';

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources,
  interpolation: { escapeValue: false },
  initAsync: false,
});

export { t } from 'i18next';
