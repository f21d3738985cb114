import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * The rules of axe that a page breaks, each with the first element that breaks it; empty for a good page. A
 * page keeps axe from one look to the next: to load it takes half a second.
 * @param only - ids of the rules to look at; without them, all that axe recommends
 */
export async function brokenRules(page: Page, only?: readonly string[]): Promise<readonly string[]> {
  if (await page.evaluate<boolean>('typeof axe === "undefined"')) await page.evaluate(axe.source);
  const options = { resultTypes: ['violations'], ...(only && { runOnly: only }) };
  return page.evaluate<string[]>(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ' · ' + String(nodes[0]?.html).slice(0, 120)))`);
}
