import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import Handlebars from 'handlebars';
import { DaybreakError } from '../../errors.ts';
import type { PageDocument } from './document.ts';
import { declarations } from './palette.ts';

const FOLDER = new URL('../../../templates/pages/', import.meta.url);

let compiled: Handlebars.TemplateDelegate | null = null;

/**
 * The page as one HTML file that needs nothing else. Templates are read and compiled at the first page and kept.
 * @throws DaybreakError when a template is missing.
 */
export function renderPage(document: PageDocument): string {
  compiled ??= compile();
  return compiled({
    ...document,
    lightColours: declarations('light'),
    darkColours: declarations('dark'),
  });
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
      'templates/pages · not readable · expected a template for each block',
      {
        hint: 'Restore the templates folder of this version.',
        cause,
      },
    );
  }
}
