import ts from 'typescript';
import type { SourceFile } from './sourceFiles.ts';

export interface Comment {
  /** Line of its first character, from 1. */
  readonly line: number;
  readonly text: string;
}

/** A place in a file that breaks a rule of docs/style.md. */
export interface StyleProblem {
  /** `path:line`. */
  readonly place: string;
  readonly problem: string;
}

/** The widest line that may hold a comment, in columns. */
export const COMMENT_COLUMNS = 110;

/** Words for which docs/style.md has a plainer one. */
export const BANNED_WORDS: readonly string[] = [
  'anew',
  'whoever',
  'nobody',
  'beside',
  'told',
  'hear',
  'hears',
  'hitherto',
  'thereof',
  'wherein',
  'lest',
  'apiece',
  'aught',
  'naught',
  'mortal',
  'theatre',
  'a person',
];

const banned = new RegExp(`\\b(?:${BANNED_WORDS.join('|').replaceAll(' ', '\\s+')})\\b`, 'giu');

/** The banned words in a text, lower case, in the order in which they stand. */
export function bannedWordsIn(text: string): readonly string[] {
  return [...text.matchAll(banned)].map((match) => match[0].toLowerCase().replace(/\s+/g, ' '));
}

/**
 * Every comment of a TypeScript file, in order. The parser marks strings, templates and regular expressions
 * first: `//` inside one of them is not a comment.
 */
export function commentsOf(text: string): readonly Comment[] {
  const file = ts.createSourceFile('comments.ts', text, ts.ScriptTarget.Latest, false);
  const literalEnds = literalEndsOf(file);
  const comments: Comment[] = [];
  for (let place = 0; place < text.length; ) {
    const literalEnd = literalEnds.get(place);
    const end = literalEnd ?? commentEnd(text, place);
    if (literalEnd === undefined && end !== null)
      comments.push({
        line: file.getLineAndCharacterOfPosition(place).line + 1,
        text: text.slice(place, end),
      });
    place = end ?? place + 1;
  }
  return comments;
}

/** The end of each string, template part and regular expression, by the place of its first character. */
function literalEndsOf(file: ts.SourceFile): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const visit = (node: ts.Node): void => {
    const isText =
      ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText || ts.isRegularExpressionLiteral(node)) ends.set(node.getStart(file), node.end);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return ends;
}

/** The place after the comment that begins here; null where none begins. */
function commentEnd(text: string, place: number): number | null {
  if (text[place] !== '/') return null;
  const last = { '/': '\n', '*': '*/' }[text[place + 1] ?? ''];
  if (last === undefined) return null;
  const end = text.indexOf(last, place + 2);
  if (end < 0) return text.length;
  return last === '\n' ? end : end + 2;
}

/** Comments of a file that are too wide or hold a banned word; an empty list when there is none. */
export function commentProblems({ path, text }: SourceFile): readonly StyleProblem[] {
  const lines = text.split('\n');
  // To parse every file takes many seconds, and few hold a wide line or a banned word anywhere.
  const isNarrow = lines.every((line) => line.length <= COMMENT_COLUMNS);
  if (isNarrow && bannedWordsIn(text.replace(/\n\s*\*?\s*/g, ' ')).length === 0) return [];
  return commentsOf(text).flatMap((comment) =>
    comment.text.split('\n').flatMap((part, offset) => {
      const place = `${path}:${comment.line + offset}`;
      const columns = [...(lines[comment.line + offset - 1] ?? '')].length;
      const tooWide = columns > COMMENT_COLUMNS ? [{ place, problem: `${columns} columns` }] : [];
      // Two words of a pair may stand on two lines.
      const next = comment.text.split('\n')[offset + 1]?.replace(/^\s*\*?\s*/, ' ') ?? '';
      const words = bannedWordsIn(part + next).slice(
        0,
        bannedWordsIn(part + next).length - bannedWordsIn(next).length,
      );
      return [...tooWide, ...words.map((word) => ({ place, problem: `“${word}”` }))];
    }),
  );
}
