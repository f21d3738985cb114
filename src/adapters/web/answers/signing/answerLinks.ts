import type { WebConfig } from '../../../../config/config.ts';
import type { AnswerLinkReader, AnswerLinks } from '../../../../ports/answerLinks.ts';
import type { Log } from '../../../../ports/runtime.ts';
import { answerToken, openToken } from './answerToken.ts';
import type { SigningKey } from './signingKey.ts';

/** Path of the links below WEB_URL. */
export const LINK_PATH = '/a/';

/** What every link begins with: WEB_URL, and WEB_BASE_PATH where WEB_URL does not end with it. */
export function linkBase({ url, basePath }: { readonly url: string; readonly basePath: string }): string {
  return `${url.endsWith(basePath) ? url : `${url}${basePath}`}${LINK_PATH}`;
}

/**
 * Makes the links of mails. A signing key that cannot be used stops no mail: a mail without links is better
 * than none.
 * @param keys read with the first mail; the first key signs.
 */
export function createAnswerLinks(
  { url, basePath }: WebConfig,
  keys: () => readonly SigningKey[],
  log: Log,
): AnswerLinks {
  return {
    linksFor(mail) {
      if (url === null) return null;
      const key = firstKey(keys, log);
      if (key === null) return null;
      const base = linkBase({ url, basePath });
      return {
        all: `${base}${answerToken(key, mail, null)}`,
        of: (trader) => `${base}${answerToken(key, mail, trader)}`,
      };
    },
  };
}

function firstKey(keys: () => readonly SigningKey[], log: Log): SigningKey | null {
  try {
    return keys()[0] ?? null;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    log.error('the mail has no links: the signing key cannot be used', { problem });
    return null;
  }
}

/** Reads the tokens of links that any of the keys signed. */
export function createAnswerLinkReader(keys: () => readonly SigningKey[]): AnswerLinkReader {
  return { open: (token) => openToken(keys(), token) };
}
