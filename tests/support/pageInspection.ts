import type { Page } from 'playwright-core';
import { brokenRules } from './brokenRules.ts';

/** The widths of a phone and of a desktop, pixels. */
export const WIDTHS = [375, 1200] as const;
const HEIGHT = 900;
/** A page of charts and tables has hundreds of stops, all of the same few kinds. */
const MOST_STOPS = 40;
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What is on a page at both widths and in both colour schemes; empty for a good page. */
export async function looksOf(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  await page.evaluate(OPEN_EVERYTHING);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    found.push(...(await sidewaysScroll(page)).map((problem) => `${width}: ${problem}`));
  }
  await page.evaluate(SHORTEN_TABLES);
  await page.evaluate(REMOVE_FRAMES);
  for (const width of WIDTHS)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: HEIGHT });
      await page.emulateMedia({ colorScheme });
      // The page is the same in both schemes but for its colours.
      const rules = colorScheme === 'dark' ? COLOUR_RULES : undefined;
      found.push(...(await brokenRules(page, rules)).map((rule) => `${width} ${colorScheme}: ${rule}`));
    }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

/** A page that scrolls sideways as a whole, with the first element that is too wide. */
export async function sidewaysScroll(page: Page): Promise<readonly string[]> {
  const widest = await page.evaluate<string | null>(WIDER_THAN_THE_WINDOW);
  return widest === null ? [] : [`scrolls sideways: ${widest}`];
}

/** Whether Tab skips to the content, and then visits every control in the order of the page. */
export async function keyboardProblems(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  await page.keyboard.press('Tab');
  if ((await page.evaluate(FOCUSED_CLASS)) !== 'skip') return ['the first stop is not the skip link'];
  await page.keyboard.press('Enter');
  if ((await page.evaluate(FOCUSED_ID)) !== 'main') return ['the skip link does not reach the content'];
  const stops = await page.evaluate<number>(MARK_STOPS);
  for (let stop = 0; stop < Math.min(stops, MOST_STOPS); stop++) {
    const { place, name, isSeen } = await nextStop(page, String(stop - 1));
    if (place !== String(stop)) return [...found, `stop ${stop} is ${place ?? 'none'}: ${name}`];
    if (!isSeen) found.push(`the focus is not seen on ${name}`);
  }
  return found;
}

/** What Tab reaches after a stop. It also visits the links inside of a frame, which are no stops. */
async function nextStop(page: Page, last: string): Promise<Stop> {
  for (let press = 0; ; press++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<Stop>(FOCUSED_STOP);
    if ((stop.place !== last && !stop.isInFrame) || press >= MOST_STOPS) return stop;
  }
}

interface Stop {
  /** Of the stops in the order of the page; null: no stop has the focus. */
  readonly place: string | null;
  readonly name: string;
  /** The page itself says no more than that a frame, or nothing of its own, has the focus. */
  readonly isInFrame: boolean;
  /** It has an outline. */
  readonly isSeen: boolean;
}

const OPEN_EVERYTHING = `for (const each of document.querySelectorAll('main details')) each.open = true`;

/** Rows of a table have the same markup, and axe takes a minute for a thousand cells. */
export const SHORTEN_TABLES = `for (const row of document.querySelectorAll('main tbody tr:nth-child(n+5)')) row.remove()`;

/** The frame of a mail runs no script, so axe cannot look into it. Mails have tests of their own. */
const REMOVE_FRAMES = `for (const frame of document.querySelectorAll('main iframe')) frame.remove()`;

const WIDER_THAN_THE_WINDOW = `(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return null;
  const wide = [...document.querySelectorAll('body *')].find(
    (each) => each.getBoundingClientRect().right > clientWidth + 1 && each.closest('.scroll, .account') === null,
  );
  return scrollWidth + ' pixels: ' + (wide?.outerHTML.slice(0, 120) ?? 'no element');
})()`;

const FOCUSED_CLASS = 'document.activeElement.className';
const FOCUSED_ID = 'document.activeElement.id';

/** Numbers the elements of the content that Tab has to visit. Of a group of radio buttons it visits one. */
const MARK_STOPS = `(() => {
  const seen = (each) => each.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  const groups = new Set();
  const stops = [...document.querySelectorAll(
    '#main a[href], #main button, #main input, #main select, #main textarea, #main summary, #main [tabindex="0"]',
  )].filter((each) => {
    if (each.type === 'hidden' || each.disabled || !seen(each)) return false;
    if (each.type !== 'radio') return true;
    const group = [...document.getElementsByName(each.name)];
    const chosen = group.find((other) => other.checked) ?? group[0];
    if (each !== chosen || groups.has(each.name)) return false;
    groups.add(each.name);
    return true;
  });
  stops.forEach((each, place) => { each.dataset.stop = place; });
  return stops.length;
})()`;

const FOCUSED_STOP = `(() => {
  const each = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(each);
  return {
    place: each.dataset?.stop ?? null,
    name: each.outerHTML.slice(0, 120),
    isInFrame: ['IFRAME', 'BODY'].includes(each.tagName),
    isSeen: outlineStyle !== 'none' && outlineWidth !== '0px',
  };
})()`;
