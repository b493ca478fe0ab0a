import { useCallback, useEffect, useState } from 'react';
import { execute } from '../../api';
import {
  ApiTokensDocument,
  CreateApiTokenDocument,
  RevokeApiTokenDocument,
  type TokenFieldsFragment,
} from '../../api/generated/graphql';
import { t } from '../../i18n';
import { refusalSentence } from '../../parts/refusals';

export interface Tokens {
  readonly kind: 'loading' | 'ready' | 'failed';
  readonly tokens: readonly TokenFieldsFragment[];
  readonly reload: () => void;
  /** Resolves with the secret, which is never to be had again, or with why there is none. */
  readonly create: (name: string) => Promise<{ secret: string } | { error: string }>;
  /** Resolves with why it did not work, or null. */
  readonly revoke: (id: string) => Promise<string | null>;
}

/** This person's API tokens. */
export function useTokens(): Tokens {
  const [kind, setKind] = useState<Tokens['kind']>('loading');
  const [tokens, setTokens] = useState<readonly TokenFieldsFragment[]>([]);
  const reload = useCallback(async () => {
    try {
      const { viewer } = await execute(ApiTokensDocument, {});
      setTokens(viewer?.apiTokens ?? []);
      setKind('ready');
    } catch {
      setKind('failed');
    }
  }, []);
  useEffect(() => void reload(), [reload]);

  const create = async (name: string) => {
    try {
      const input = { clientMutationId: crypto.randomUUID(), name };
      const { createApiToken } = await execute(CreateApiTokenDocument, { input });
      const { token, secret, userErrors } = createApiToken;
      if (token && secret) {
        setTokens((before) => [token, ...before]);
        return { secret };
      }
      return { error: userErrors[0] ? refusalSentence(userErrors[0]) : t('common.unreachable') };
    } catch {
      return { error: t('common.unreachable') };
    }
  };
  const revoke = async (tokenId: string) => {
    try {
      const input = { clientMutationId: crypto.randomUUID(), tokenId };
      const { revokeApiToken } = await execute(RevokeApiTokenDocument, { input });
      const refused = revokeApiToken.userErrors[0];
      if (refused) return refusalSentence(refused);
      setTokens((before) => before.filter((token) => token.id !== tokenId));
      return null;
    } catch {
      return t('common.unreachable');
    }
  };
  return { kind, tokens, reload: () => void reload(), create, revoke };
}
