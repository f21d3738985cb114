import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import Handlebars from 'handlebars';
import { DaybreakError } from '../../../shared/errors.ts';
import type { PageDocument } from './document.ts';
import { declarations } from './pageColours.ts';

const FOLDER = new URL('../../../../templates/pages/', import.meta.url);

let compiled: Handlebars.TemplateDelegate | null = null;

/**
 * The page as one HTML file that needs nothing else. Templates are read and compiled at the first page and kept.
 * @throws DaybreakError when a template is missing.
 */
export function renderPage(document: PageDocument): string {
  compiled ??= compile();
  return unbroken(
    compiled({ ...document, lightColours: declarations('light'), darkColours: declarations('dark') }),
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
      'templates/pages · not readable · expected a template for each block',
      {
        hint: 'Restore the templates folder of this version.',
        cause,
      },
    );
  }
}

/** A line that ends between a minus and its dollars would turn a loss into a gain. Neither tags nor drawings are touched. */
function unbroken(html: string): string {
  const parts = html.split(/(<svg[\s\S]*?<\/svg>|<style[\s\S]*?<\/style>|<title>[\s\S]*?<\/title>)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : withWholes(part))).join('');
}

function withWholes(html: string): string {
  return html.replace(/>[^<]+(?=<)/g, (text) =>
    text.replace(/−\$[\d,.]*\d|−[\d.]+%|5–95%/g, '<span class="whole">$&</span>'),
  );
}
