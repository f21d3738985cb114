import { LINK_PATH } from './answerLinks.ts';
import { linkExpiry } from './answerToken.ts';

/** Also tokens of an earlier or later format, which may have another length. */
const TOKEN = '[A-Za-z0-9_-]{20,}';
const PATH = LINK_PATH.replaceAll('/', '\\/');
const IN_HREF = new RegExp(
  `\\shref\\s*=\\s*(?:"[^"]*${PATH}${TOKEN}[^"]*"|'[^']*${PATH}${TOKEN}[^']*')`,
  'gi',
);
const AS_TEXT = new RegExp(`https?:\\/\\/[^\\s"'<>]*${PATH}${TOKEN}[^\\s"'<>]*`, 'gi');
const ANYWHERE = new RegExp(`${PATH}(${TOKEN})`, 'g');

/** The base64 of a picture can have the letters of a link by chance. */
const PICTURE = /(data:[\w.+/-]+;base64,[A-Za-z0-9+/=]+)/;

const HIDDEN = '(the link of the recipient, not shown)';

/**
 * The HTML or text of a mail without its answer links. Who has such a link answers in the name of its
 * recipient, so no other reader may get it.
 */
export function withoutAnswerLinks(content: string): string {
  const hide = (part: string) => part.replace(IN_HREF, '').replace(AS_TEXT, HIDDEN).replace(ANYWHERE, HIDDEN);
  return content
    .split(PICTURE)
    .map((part) => (PICTURE.test(part) ? part : hide(part)))
    .join('');
}

export interface FoundLinks {
  readonly count: number;
  /** Until when the last of them answers; null: that is not known, or there is none. */
  readonly lastUntil: Date | null;
}

/** The answer links in the HTML or text of a mail. */
export function answerLinksIn(content: string): FoundLinks {
  const parts = content.split(PICTURE).filter((part) => !PICTURE.test(part));
  const tokens = parts.flatMap((part) => [...part.matchAll(ANYWHERE)].map(([, token = '']) => token));
  const ends = tokens.map((token) => linkExpiry(token)?.getTime() ?? Number.NaN);
  const last = Math.max(...ends);
  return { count: tokens.length, lastUntil: Number.isFinite(last) ? new Date(last) : null };
}
