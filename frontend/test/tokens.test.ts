/** Every text colour passes WCAG's AA (4.5:1) where it is used, in both themes: read from the tokens themselves. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { colors } from '../src/ui/color';

type Oklch = readonly [lightness: number, chroma: number, hue: number];

const source = readFileSync(new URL('../src/ui/tokens.css', import.meta.url), 'utf8');
const accentHue = Number(/--accent-hue: (\d+)/.exec(source)?.[1]);

const surfaces = ['canvas', 'sidebar', 'column', 'surface', 'raised'];
const inks = ['text', 'text-muted', 'text-faint', 'accent', 'danger', 'warning', 'success'];
const pairs: readonly (readonly [string, string])[] = [
  ...surfaces.flatMap((surface) => inks.map((ink) => [surface, ink] as const)),
  ...colors.map((color) => [`${color.toLowerCase()}-chip`, `${color.toLowerCase()}-ink`] as const),
  ['accent', 'on-accent'],
  ['accent-hover', 'on-accent'],
  ['accent-soft', 'accent-ink'],
  ['danger', 'on-danger'],
  ['danger-soft', 'danger'],
  ['warning-soft', 'warning'],
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('in the %s theme', (_, theme) => {
  it.each(pairs)('%s carries %s', (background, ink) => {
    const ratio = contrast(token(background, theme), token(ink, theme));
    expect(ratio).toBeGreaterThanOrEqual(4.5);
  });
});

function token(name: string, theme: 0 | 1): Oklch {
  const definition = new RegExp(`--${name}: light-dark\\(([\\s\\S]*?)\\);`).exec(source)?.[1] ?? '';
  const value = [...definition.matchAll(/oklch\(([^()]*(?:\([^()]*\))?)\)/g)][theme]?.[1] ?? '';
  const [lightness = Number.NaN, chroma = Number.NaN, hue = accentHue] = value
    .replace('var(--accent-hue)', String(accentHue))
    .split(' ')
    .map(Number);
  return [lightness, chroma, hue];
}

function contrast(a: Oklch, b: Oklch): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance, by way of linear sRGB: the matrices are those of the OKLab definition. */
function luminance([lightness, chroma, hue]: Oklch): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  return 0.2126 * inGamut(red) + 0.7152 * inGamut(green) + 0.0722 * inGamut(blue);
}

function inGamut(channel: number): number {
  return Math.min(1, Math.max(0, channel));
}
