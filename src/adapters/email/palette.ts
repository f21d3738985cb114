/** A colour on light and on dark paper. */
interface Tone {
  readonly light: string;
  readonly dark: string;
}

/**
 * The mail's colours, by the names that templates use as `[[ink]]` and `[[ink.dark]]`. Cut and calm come from
 * Okabe and Ito's vermillion and blue, which colour-blind readers tell apart, darkened or lightened where they
 * carry text; `cutBar` and `calmBar` are the originals, for surfaces that carry none.
 */
export const palette = {
  page: { light: '#EBEEF1', dark: '#0E1216' },
  card: { light: '#FFFFFF', dark: '#181E24' },
  soft: { light: '#F4F6F8', dark: '#222A32' },
  ink: { light: '#17202A', dark: '#EDF1F4' },
  muted: { light: '#566370', dark: '#A9B4BF' },
  rule: { light: '#DCE1E6', dark: '#36414C' },
  cut: { light: '#A34400', dark: '#FF9F61' },
  cutSoft: { light: '#FDF1E8', dark: '#35231A' },
  calm: { light: '#005F96', dark: '#79C0EC' },
  calmSoft: { light: '#E9F3FA', dark: '#15293A' },
  notice: { light: '#F0E442', dark: '#F0E442' },
  noticeInk: { light: '#17202A', dark: '#17202A' },
  cutBar: { light: '#D55E00', dark: '#D55E00' },
  calmBar: { light: '#0072B2', dark: '#0072B2' },
} as const satisfies Readonly<Record<string, Tone>>;

export type Colour = keyof typeof palette;

/** Every pair in which the templates put text on a surface; each holds 4.5:1 on light and on dark paper. */
export const textPairs: readonly { readonly text: Colour; readonly on: Colour }[] = [
  { text: 'muted', on: 'page' },
  { text: 'ink', on: 'card' },
  { text: 'muted', on: 'card' },
  { text: 'cut', on: 'card' },
  { text: 'calm', on: 'card' },
  { text: 'ink', on: 'soft' },
  { text: 'muted', on: 'soft' },
  { text: 'ink', on: 'cutSoft' },
  { text: 'cut', on: 'cutSoft' },
  { text: 'ink', on: 'calmSoft' },
  { text: 'calm', on: 'calmSoft' },
  { text: 'noticeInk', on: 'notice' },
];

/**
 * Puts the colours into a template's `[[name]]` and `[[name.dark]]` marks.
 * @throws Error on a name the palette lacks: a template that is wrong for everyone, found when it is loaded.
 */
export function paint(template: string): string {
  return template.replace(/\[\[(\w+)(\.dark)?\]\]/g, (mark, name: string, dark: string | undefined) => {
    if (!isColour(name)) throw new Error(`template · colour ${mark} · expected a name from the palette`);
    return palette[name][dark === undefined ? 'light' : 'dark'];
  });
}

function isColour(name: string): name is Colour {
  return Object.hasOwn(palette, name);
}
