import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import Handlebars from 'handlebars';
import { DaybreakError } from '../../../../shared/errors.ts';
import { assetPath } from './assets.ts';
import { webPath } from './webPath.ts';

const FOLDER = new URL('../../../../../templates/', import.meta.url);

/** Folders whose files are partials under their own names; `pages/blocks` are those of the reports. */
const PARTIALS = ['pages/blocks/', 'desk/partials/', 'desk/screens/'] as const;

interface Templates {
  /** Has BODY_MARK where the body of the page stands. */
  readonly frame: Handlebars.TemplateDelegate;
  /** One screen: its root has `template`, `view` and `basePath`. */
  readonly body: Handlebars.TemplateDelegate;
}

/** No text of a view can contain it: each is escaped. */
export const BODY_MARK = '<!-- body -->';

let compiled: Templates | null = null;

/**
 * The templates of the frame and of what it contains. They are compiled with the first page and kept.
 * @throws DaybreakError when a template is missing.
 */
export function templates(): Templates {
  compiled ??= compile();
  return compiled;
}

function compile(): Templates {
  const handlebars = Handlebars.create();
  // Links begin with WEB_BASE_PATH, which only the root of the view has.
  handlebars.registerHelper('href', (path: string, { data }: Handlebars.HelperOptions) =>
    webPath(data.root.basePath, path),
  );
  handlebars.registerHelper('asset', (file: string, { data }: Handlebars.HelperOptions) =>
    webPath(data.root.basePath, assetPath(file)),
  );
  handlebars.registerHelper('path', (session: string, page: string) =>
    page === '' ? `/mornings/${session}` : `/mornings/${session}/${page}`,
  );
  const knownHelpers = { href: true, asset: true, path: true };
  const options = { strict: true, knownHelpersOnly: true, knownHelpers, preventIndent: true };
  for (const folder of PARTIALS)
    for (const [name, source] of templatesIn(folder))
      handlebars.registerPartial(name, handlebars.compile(source, options));
  return {
    frame: handlebars.compile(read('desk/layout.hbs'), options),
    body: handlebars.compile('{{> (lookup . "template") view}}', options),
  };
}

function templatesIn(folder: string): readonly (readonly [name: string, source: string])[] {
  return list(folder).map((file) => [basename(file, '.hbs'), read(`${folder}${file}`)]);
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(new URL(folder, FOLDER)).filter((file) => file.endsWith('.hbs'));
  } catch (cause) {
    throw unusable(folder, cause);
  }
}

function read(file: string): string {
  try {
    return readFileSync(new URL(file, FOLDER), 'utf8');
  } catch (cause) {
    throw unusable(file, cause);
  }
}

function unusable(path: string, cause: unknown): DaybreakError {
  return new DaybreakError(
    'template_unusable',
    `templates/${path} · could not be read · expected the templates of the desk page`,
    { hint: 'Restore the templates folder of this version.', cause },
  );
}
