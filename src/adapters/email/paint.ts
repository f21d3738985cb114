import { type Colour, palette } from '../../shared/palette.ts';

/**
 * Replaces the marks `[[name]]` and `[[name.dark]]` in a template with colours of the palette.
 * @throws Error when the palette has no colour of that name; templates are checked when they are loaded.
 */
export function paint(template: string): string {
  return template.replace(/\[\[(\w+)(\.dark)?\]\]/g, (mark, name: string, dark: string | undefined) => {
    if (!isColour(name))
      throw new Error(`template · found the colour ${mark} · expected a name from the palette`);
    return palette[name][dark === undefined ? 'light' : 'dark'];
  });
}

function isColour(name: string): name is Colour {
  return Object.hasOwn(palette, name);
}
