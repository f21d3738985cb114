import { readFileSync } from 'node:fs';
import { z } from 'zod';

const manifest = z.object({ version: z.string() });
const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');

/** The version in package.json. It is stored with every trained model. */
export const codeVersion: string = manifest.parse(JSON.parse(text)).version;
