import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import Handlebars from 'handlebars';
// Not loaded on first use: it takes a second, in which a morning could not renew its lease.
import mjml2html from 'mjml';
import { MailError } from '../../shared/errors.ts';
import { paint } from './paint.ts';

/** The three compiled templates of a message. */
export interface MessageTemplates {
  readonly subject: Handlebars.TemplateDelegate;
  readonly text: Handlebars.TemplateDelegate;
  readonly html: Handlebars.TemplateDelegate;
}

const FOLDER = new URL('../../../templates/', import.meta.url);
const PART = /\[\[> (\w+)\]\]/g;

/**
 * Reads and compiles `<stem>.subject.hbs`, `<stem>.text.hbs` and `<stem>.mjml.hbs`. MJML runs once, when the
 * template is loaded, and keeps the Handlebars marks; Handlebars then runs for each mail.
 * @throws MailError when a template is missing or invalid.
 */
export async function loadTemplates(stem: string): Promise<MessageTemplates> {
  const handlebars = Handlebars.create();
  for (const [name, source] of await partials()) handlebars.registerPartial(name, compact(paint(source)));
  const compile = (source: string) => handlebars.compile(source, { strict: true, knownHelpersOnly: true });
  return {
    subject: compile((await template(`${stem}.subject.hbs`)).trim()),
    text: compile(await template(`${stem}.text.hbs`)),
    html: compile(await compiledMjml(stem)),
  };
}

async function partials(): Promise<readonly (readonly [string, string])[]> {
  const files = (await readdir(new URL('partials/', FOLDER))).filter((file) => file.endsWith('.hbs')).sort();
  return Promise.all(
    files.map(async (file) => [basename(file, '.hbs'), await template(`partials/${file}`)] as const),
  );
}

async function compiledMjml(stem: string): Promise<string> {
  const file = `${stem}.mjml.hbs`;
  try {
    const { html } = await mjml2html(paint(await insertParts(await template(file))), {
      validationLevel: 'strict',
      keepComments: false,
      fonts: {},
    });
    return compact(html);
  } catch (cause) {
    if (cause instanceof MailError) throw cause;
    throw templateError(`${file} · found invalid MJML or an unknown colour`, cause);
  }
}

/**
 * Replaces each `[[> name]]` by `partials/<name>.mjml`. MJML must process these parts, so Handlebars cannot
 * add them.
 */
async function insertParts(source: string): Promise<string> {
  const names = [...source.matchAll(PART)].map(([, name]) => name ?? '');
  const parts = await Promise.all(
    names.map(async (name) => [name, await template(`partials/${name}.mjml`)] as const),
  );
  const byName = new Map(parts);
  return source.replace(PART, (_mark, name: string) => byName.get(name) ?? '');
}

async function template(file: string): Promise<string> {
  try {
    return await readFile(new URL(file, FOLDER), 'utf8');
  } catch (cause) {
    throw templateError(`${file} · could not read it`, cause);
  }
}

function templateError(found: string, cause: unknown): MailError {
  return new MailError('template_unusable', `templates/${found} · expected a template that compiles`, {
    hint: 'Restore the templates folder of this version.',
    cause,
  });
}

/** Removes the indentation and the line breaks inside tags that MJML writes: a quarter of the mail's size. */
function compact(html: string): string {
  return html.replace(/\s*\n\s*/g, '\n').replace(/<([a-z]+)\n/g, '<$1 ');
}
