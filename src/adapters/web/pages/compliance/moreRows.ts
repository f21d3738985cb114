import { count } from '../../../../domain/text/words.ts';
import { paragraph } from '../blocks.ts';
import type { Block } from '../document.ts';

/** Says how many rows a table for print leaves out; nothing where it has all. */
export function moreRows(hidden: number, noun: string): readonly Block[] {
  if (hidden <= 0) return [];
  return [paragraph(`${count(hidden, `more ${noun}`)}: see the JSON or the API.`)];
}
