import { describe, expect, it } from 'vitest';
import { bannedWordsIn, commentProblems, commentsOf } from './support/comments.ts';
import { markdownPages, proseOf, readPage } from './support/markdown.ts';
import { sourceFiles } from './support/sourceFiles.ts';

describe('the style of comments and docs (docs/style.md)', () => {
  it.each(['src', 'scripts', 'tests'])(
    'keeps comments in %s within 110 columns and in plain words',
    (folder) => {
      expect(sourceFiles(folder).flatMap(commentProblems)).toEqual([]);
    },
  );

  it('keeps the manual in plain words', () => {
    const found = markdownPages().flatMap((path) =>
      bannedWordsIn(proseOf(readPage(path))).map((word) => `${path}: ${word}`),
    );
    expect(found).toEqual([]);
  });
});

describe('the check of comments', () => {
  const wide = `// ${'x'.repeat(108)}`;

  it('reports a line over 110 columns, with the place', () => {
    expect(commentProblems({ path: 'a.ts', text: `const a = 1;\n${wide}\n` })).toEqual([
      { place: 'a.ts:2', problem: '111 columns' },
    ]);
  });

  it('reports each banned word, with the line of a block comment that holds it', () => {
    const text = '/**\n * Whoever reads this\n * was told by a\n * person.\n */\nconst a = 1;\n';
    expect(commentProblems({ path: 'a.ts', text })).toEqual([
      { place: 'a.ts:2', problem: '“whoever”' },
      { place: 'a.ts:3', problem: '“told”' },
      { place: 'a.ts:3', problem: '“a person”' },
    ]);
  });

  it('accepts longer words that begin with a banned one', () => {
    expect(bannedWordsIn('besides, the hearing of a personal theatrical mortality')).toEqual([]);
  });

  it('reads comments only, not strings, templates or regular expressions', () => {
    const text = [
      "const a = '// told';",
      `const b = \`/* told */ $\{a /* inner */} // told\`;`,
      'const c = /\\/\\/ told/; // last',
    ].join('\n');
    expect(commentsOf(text)).toEqual([
      { line: 2, text: '/* inner */' },
      { line: 3, text: '// last' },
    ]);
  });
});
