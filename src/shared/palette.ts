/** A colour on a light and on a dark background, as `#RRGGBB`. */
export interface Shade {
  readonly light: string;
  readonly dark: string;
}

/**
 * The colours of mails and pages. Blue and vermillion come from Okabe and Ito's palette, which colour-blind
 * readers can distinguish; `good` and `bad` are the same hues, darker or lighter, so that text in them is
 * readable.
 */
export const palette = {
  page: { light: '#EBEEF1', dark: '#0E1216' },
  card: { light: '#FFFFFF', dark: '#181E24' },
  soft: { light: '#F4F6F8', dark: '#222A32' },
  ink: { light: '#17202A', dark: '#EDF1F4' },
  muted: { light: '#566370', dark: '#A9B4BF' },
  rule: { light: '#DCE1E6', dark: '#36414C' },
  bad: { light: '#A34400', dark: '#FF9F61' },
  badSoft: { light: '#FDF1E8', dark: '#35231A' },
  good: { light: '#005F96', dark: '#79C0EC' },
  blue: { light: '#0072B2', dark: '#56B4E9' },
  vermillion: { light: '#D55E00', dark: '#E8752A' },
  notice: { light: '#F0E442', dark: '#F0E442' },
  noticeInk: { light: '#17202A', dark: '#17202A' },
} as const satisfies Readonly<Record<string, Shade>>;

/** The name of a colour in the palette. */
export type Colour = keyof typeof palette;
