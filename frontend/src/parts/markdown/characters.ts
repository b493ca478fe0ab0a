import { decodeNamedCharacterReference } from 'decode-named-character-reference';

/** "&eacute;" as the character it stands for; what stands for none is left as it is written. */
export function withCharacters(text: string): string {
  return text.replace(/&([A-Za-z][A-Za-z0-9]{1,31});/g, (written, name: string) => {
    const character = decodeNamedCharacterReference(name);
    return character === false ? written : character;
  });
}
