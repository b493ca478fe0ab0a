import board from './en/board.json';
import boards from './en/boards.json';
import card from './en/card.json';
import common from './en/common.json';
import milestones from './en/milestones.json';
import settings from './en/settings.json';
import share from './en/share.json';
import shell from './en/shell.json';
import signIn from './en/signIn.json';

export const resources = {
  en: {
    translation: { board, boards, card, common, milestones, settings, share, shell, signIn },
  },
} as const;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: (typeof resources)['en'];
  }
}
