/** A key that suits a title: initials of several words ("Rust Library" is RL), else the start of the one word. */
export function keyFromTitle(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .map((word) => word.replace(/^[0-9]+/, ''))
    .filter(Boolean);
  const [first = ''] = words;
  if (words.length < 2) return first.slice(0, 4).length < 2 ? '' : first.slice(0, 4);
  return words
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 10);
}
