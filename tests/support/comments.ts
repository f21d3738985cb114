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
 * Every comment of a TypeScript file, in order. The parser finds them: `//` inside a string, a template or a
 * regular expression is not a comment.
 */
export function commentsOf(text: string): readonly Comment[] {
  const file = ts.createSourceFile('comments.ts', text, ts.ScriptTarget.Latest, true);
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    if (ts.isToken(node)) {
      const around = [
        ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
        ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
      ];
      for (const range of around) ranges.set(range.pos, range);
    }
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...ranges.values()]
    .sort((a, b) => a.pos - b.pos)
    .map(({ pos, end }) => ({
      line: file.getLineAndCharacterOfPosition(pos).line + 1,
      text: text.slice(pos, end),
    }));
}

/** Comments of a file that are too wide or hold a banned word; an empty list when there is none. */
export function commentProblems({ path, text }: SourceFile): readonly StyleProblem[] {
  const lines = text.split('\n');
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
