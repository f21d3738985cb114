import { readFileSync } from 'node:fs';

/** The version in package.json. It is stored with every trained model. */
export const codeVersion: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
