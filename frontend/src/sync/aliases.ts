import type { Intent } from './intents';

/**
 * Which real id a locally made id stands for by now. Both name the same thing for as long as the store
 * is open: whoever has taken the local one (a dialog, a later intent) goes on using it.
 */
export class Aliases {
  readonly #real = new Map<string, string>();
  readonly #local = new Map<string, string>();

  set(local: string, real: string): void {
    this.#real.set(local, real);
    this.#local.set(real, local);
  }

  /** The real id, where there is one by now. */
  resolve<Id extends string>(id: Id): Id {
    return (this.#real.get(id) ?? id) as Id;
  }

  /** The local id that this thing was made with; its only id where it was not made here. */
  stableKey(id: string): string {
    return this.#local.get(id) ?? id;
  }

  rewrite<Chosen extends Intent>(intent: Chosen): Chosen {
    return mapIds(intent, (id) => this.resolve(id));
  }
}

/** True where the intent names the id. */
export function refersTo(intent: Intent, id: string): boolean {
  let found = false;
  mapIds(intent, (other) => {
    found ||= other === id;
    return other;
  });
  return found;
}

/** Ids are the fields named `…Id`, `…Ids` and `moveCardsTo`. */
function mapIds<Chosen extends Intent>(intent: Chosen, map: (id: string) => string): Chosen {
  const entries = Object.entries(intent).map(([name, value]): [string, unknown] => {
    if (typeof value === 'string' && (name.endsWith('Id') || name === 'moveCardsTo')) {
      return [name, map(value)];
    }
    if (Array.isArray(value) && name.endsWith('Ids')) return [name, value.map(map)];
    return [name, value];
  });
  return Object.fromEntries(entries) as Chosen;
}
