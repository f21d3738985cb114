/** A colour on light and on dark paper. */
interface Shade {
  readonly light: string;
  readonly dark: string;
}

/**
 * The pages' colours. Blue and vermillion are Okabe and Ito's, which colour-blind readers tell apart, with blue as their
 * sky blue on dark paper; good and bad are the same two where they carry text.
 */
export const pageColours = {
  page: { light: '#EBEEF1', dark: '#0E1216' },
  card: { light: '#FFFFFF', dark: '#181E24' },
  soft: { light: '#F4F6F8', dark: '#222A32' },
  ink: { light: '#17202A', dark: '#EDF1F4' },
  muted: { light: '#566370', dark: '#A9B4BF' },
  rule: { light: '#DCE1E6', dark: '#36414C' },
  bad: { light: '#A34400', dark: '#FF9F61' },
  good: { light: '#005F96', dark: '#79C0EC' },
  blue: { light: '#0072B2', dark: '#56B4E9' },
  vermillion: { light: '#D55E00', dark: '#E8752A' },
} as const satisfies Readonly<Record<string, Shade>>;

export type PageColour = keyof typeof pageColours;

/** Every pair in which the page puts text on a surface; each holds 4.5:1 on light and on dark paper. */
export const pageTextPairs: readonly { readonly text: PageColour; readonly on: PageColour }[] = [
  { text: 'ink', on: 'page' },
  { text: 'muted', on: 'page' },
  { text: 'ink', on: 'card' },
  { text: 'muted', on: 'card' },
  { text: 'good', on: 'card' },
  { text: 'bad', on: 'card' },
  { text: 'ink', on: 'soft' },
  { text: 'muted', on: 'soft' },
];

/** The light colour, which stands for its name while a chart is drawn; see `withPageColours`. */
export function tint(colour: PageColour): string {
  return pageColours[colour].light.toLowerCase();
}

/** `--name:#hex` for every colour, as the page's style sheet declares them. */
export function declarations(paper: 'light' | 'dark'): string {
  return Object.entries(pageColours)
    .map(([name, shade]) => `--${name}:${shade[paper]}`)
    .join(';');
}

/** Puts the page's variables in place of the light colours of a drawing, so that it turns dark with the page. */
export function withPageColours(svg: string): string {
  const names = new Map(Object.keys(pageColours).map((name) => [tint(name as PageColour), name]));
  return svg.replace(/(?<=(?:fill|stroke)=")#[0-9a-f]{6}(?=")/gi, (hex) => {
    const name = names.get(hex.toLowerCase());
    return name === undefined ? hex : `var(--${name})`;
  });
}
