import { type Colour, palette } from '../../../shared/palette.ts';

/** The colours that a page declares, in the order of their declarations. */
export const PAGE_COLOURS = [
  'page',
  'card',
  'soft',
  'ink',
  'muted',
  'rule',
  'bad',
  'good',
  'blue',
  'vermillion',
] as const satisfies readonly Colour[];

/** A colour that a page can use. */
export type PageColour = (typeof PAGE_COLOURS)[number];

/**
 * The light shade in lower case. Charts are drawn with it, and `withPageColours` then replaces it by a
 * variable.
 */
export function tint(colour: PageColour): string {
  return palette[colour].light.toLowerCase();
}

/** `--name:#hex` for every colour of a page, separated by semicolons, for its style sheet. */
export function declarations(background: 'light' | 'dark'): string {
  return PAGE_COLOURS.map((name) => `--${name}:${palette[name][background]}`).join(';');
}

/**
 * Replaces the light colours of a drawing by the page's CSS variables, so that it follows the page to dark
 * mode.
 */
export function withPageColours(svg: string): string {
  const names = new Map<string, PageColour>(PAGE_COLOURS.map((name) => [tint(name), name]));
  return svg.replace(/(?<=(?:fill|stroke)=")#[0-9a-f]{6}(?=")/gi, (hex) => {
    const name = names.get(hex.toLowerCase());
    return name === undefined ? hex : `var(--${name})`;
  });
}
