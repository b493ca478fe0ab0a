const allowed = ['http', 'https', 'mailto', 'irc', 'ircs', 'xmpp'];

/** The address if a link may lead there: pages and people, never a script. What names no protocol stays on this site. */
export function safeAddress(address: string): string | undefined {
  const trimmed = address.trim();
  const [, protocol] = /^([^/?#:]*):/.exec(trimmed) ?? [];
  if (protocol !== undefined && !allowed.includes(protocol.toLowerCase())) return undefined;
  return trimmed;
}
