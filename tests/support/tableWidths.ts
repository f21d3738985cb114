import type { Page } from 'playwright-core';

/** Every table with its details opened: how many there are, and which are wider than their place. */
export interface TableWidths {
  readonly tables: number;
  readonly tooWide: readonly string[];
  /** Pixels; more than the window where the page scrolls sideways. */
  readonly page: number;
}

/** Measures the tables of a page at a width, pixels. */
export async function tableWidths(page: Page, width: number): Promise<TableWidths> {
  await page.setViewportSize({ width, height: 900 });
  return page.evaluate<TableWidths>(MEASURE);
}

/** A cell may be wider than its table only where text leaves it. */
const MEASURE = `(() => {
  for (const each of document.querySelectorAll('details')) each.open = true;
  const tables = [...document.querySelectorAll('table')];
  const tooWide = tables.filter((table) => {
    const place = table.closest('.scroll') ?? table.parentElement;
    const edge = place.getBoundingClientRect().right + 1;
    const cells = [...table.querySelectorAll('tbody th, tbody td, caption')];
    return place.scrollWidth > place.clientWidth || cells.some((cell) => {
      const text = document.createRange();
      text.selectNodeContents(cell);
      return [...text.getClientRects()].some(({ right }) => right > edge);
    });
  });
  return {
    tables: tables.length,
    tooWide: tooWide.map((table) => table.caption?.textContent ?? 'no caption'),
    page: document.documentElement.scrollWidth,
  };
})()`;
