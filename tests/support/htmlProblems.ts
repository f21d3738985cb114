import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // The templates write what is shorter, and HTML allows both.
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'attr-quotes': 'off',
    'no-implicit-button-type': 'off',
    'no-implicit-input-type': 'off',
    'long-title': 'off',
    // Entities in texts from outside are escaped by Handlebars, which also escapes = and `.
    'no-raw-characters': 'off',
    // A scrollable table is reached by keyboard: that is what the tabindex is there for.
    'prefer-native-element': 'off',
    'tel-non-breaking': 'off',
  },
});

/** What is wrong with an HTML page by the HTML standard and WCAG, one line each; empty for a good page. */
export async function htmlProblems(html: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(
      ({ ruleId, message, line }) =>
        `${ruleId}: ${message} · ${html.split('\n')[line - 1]?.trim().slice(0, 140)}`,
    ),
  );
}
