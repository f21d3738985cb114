import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import Handlebars from 'handlebars';
import { DaybreakError } from '../../../shared/errors.ts';
import type { PageDocument } from './document.ts';
import { declarations } from './pageColours.ts';
import { keepAmountsTogether } from './wholeAmounts.ts';

const FOLDER = new URL('../../../../templates/pages/', import.meta.url);

let compiled: Handlebars.TemplateDelegate | null = null;

/**
 * Renders a page as one HTML file without external resources. The templates are compiled with the first page
 * and kept.
 * @throws DaybreakError when a template is missing.
 */
export function renderPage(document: PageDocument): string {
  compiled ??= compile();
  return keepAmountsTogether(
    compiled({
      hasContents: true,
      ...document,
      lightColours: declarations('light'),
      darkColours: declarations('dark'),
    }),
  );
}

function compile(): Handlebars.TemplateDelegate {
  const handlebars = Handlebars.create();
  try {
    for (const file of readdirSync(new URL('blocks/', FOLDER))) {
      const source = readFileSync(new URL(`blocks/${file}`, FOLDER), 'utf8');
      handlebars.registerPartial(basename(file, '.hbs'), source);
    }
    const page = readFileSync(new URL('backtest.hbs', FOLDER), 'utf8');
    return handlebars.compile(page, { strict: true, knownHelpersOnly: true, preventIndent: true });
  } catch (cause) {
    throw new DaybreakError(
      'template_unusable',
      'templates/pages · could not read the templates · expected one for each kind of block',
      {
        hint: 'Restore the templates folder of this version.',
        cause,
      },
    );
  }
}
