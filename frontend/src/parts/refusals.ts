import { t } from '../i18n';
import type { RefusalCode } from '../sync';

/** Why the server refused something, as a sentence that says what to do. */
export function refusalSentence(refusal: {
  readonly code: RefusalCode;
  readonly message: string;
}): string {
  return t(`common.refused.${refusal.code}`, { message: refusal.message });
}
