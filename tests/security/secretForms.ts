import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A secret in the forms in which a program may leak it, each in its usual encoding. */
export function formsOf(secret: string, user: string): readonly string[] {
  const encoded = [secret, `\u0000${user}\u0000${secret}`, `${user}:${secret}`, `x${secret}yz`].map(base64);
  return [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    ...encoded,
    ...encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')),
  ];
}

/** The same forms, and the middle of the base64 encoding at each offset; a leak is recognised by these. */
export function tracesOf(secret: string, user: string): readonly string[] {
  const middles = ['', 'x', 'xy'].map((before) => base64(`${before}${secret}`).slice(4, -4));
  return [...formsOf(secret, user), ...middles].filter((form) => form.length >= 6);
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** Every file below a folder by name, with its contents as UTF-8 text. */
export function everyFile(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((file) => [
      join(file.parentPath, file.name),
      readFileSync(join(file.parentPath, file.name), 'utf8'),
    ]),
  );
}

/** The leaked forms per text, for example `stdout: hunter-two`; empty without a leak. */
export function leaksIn(
  texts: Readonly<Record<string, string>>,
  forms: readonly string[],
): readonly string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    forms.filter((form) => text.includes(form)).map((form) => `${name}: ${form}`),
  );
}
