import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { type Colour, palette } from '../../../../shared/palette.ts';

const FOLDER = new URL('../../../../../templates/desk/assets/', import.meta.url);
const YEAR_SECONDS = 31_536_000;

const types = {
  'desk.css': 'text/css; charset=utf-8',
  'desk.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

type AssetName = keyof typeof types;

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly content: string;
}

let loaded: ReadonlyMap<string, Asset> | null = null;

/** The path of a file of the pages. It has the hash of the content, so that browsers keep it for ever. */
export function assetPath(name: string): string {
  const asset = assets().get(name);
  if (asset === undefined) throw new Error(`the pages have no asset ${name}`);
  return asset.path;
}

/** Style sheet, script and icon. They name nothing of the desk, so no key is needed. */
export function assetRoutes(server: FastifyInstance): void {
  for (const { path, type, content } of assets().values())
    server.get(path, { config: { access: 'open', answersWith: 'page' } }, (_request, reply) =>
      reply.header('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`).type(type).send(content),
    );
}

function assets(): ReadonlyMap<string, Asset> {
  loaded ??= new Map(Object.entries(types).map(([name, type]) => [name, load(name as AssetName, type)]));
  return loaded;
}

function load(name: AssetName, type: string): Asset {
  const source = readFileSync(new URL(name, FOLDER), 'utf8');
  const content = name === 'desk.css' ? `${colours()}\n${source}` : source;
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { path: `/assets/${name.replace('.', `.${hash}.`)}`, type, content };
}

/** The palette of mails and reports as variables, for both backgrounds. */
function colours(): string {
  const declared = (background: 'light' | 'dark') =>
    Object.keys(palette)
      .map((name) => `--${name}:${palette[name as Colour][background]}`)
      .join(';');
  return `:root{${declared('light')};color-scheme:light dark}\n@media (prefers-color-scheme:dark){:root{${declared('dark')}}}`;
}
