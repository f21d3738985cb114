import type { KeyScope } from '../../../../ports/accessKeys.ts';

/** A screen that the navigation names. */
export type ScreenName = 'morning' | 'desk' | 'model' | 'history' | 'operations';

/** One page: a template with its view, in the frame that all pages share. */
export interface Screen {
  /** The name of a file in templates/desk/screens, without its ending. */
  readonly template: string;
  /** The title of the browser's window; Daybreak is added. */
  readonly title: string;
  /** The screen that the navigation marks; null: none of them. */
  readonly current: ScreenName | null;
  /**
   * What the template shows. Handlebars is strict: a template may use only names that the view has, except in
   * `#if` and `#each`. `{{#if}}` treats 0 as false, so numbers come as words. A view is rendered once, so it
   * does not change afterwards.
   */
  readonly view: object;
  /** What has just happened, or is wrong, above the content. */
  readonly notices?: readonly Notice[];
  /** Changes with what the page shows; the script loads the page again when it differs. Absent: never. */
  readonly state?: string;
  /** A page for reading one text or filling in one form. */
  readonly isNarrow?: boolean;
}

/** done: something was recorded. problem: something was refused. note: something to know. */
export interface Notice {
  readonly kind: 'done' | 'problem' | 'note';
  readonly text: string;
  readonly hint?: string;
  /** What the reader may want to do next. */
  readonly link?: { readonly path: string; readonly text: string };
}

/** What the frame shows around every page. */
export interface Frame {
  readonly basePath: string;
  readonly version: string;
  readonly isDemo: boolean;
  /** Who is signed in; null: no one is, and the page has no navigation. */
  readonly caller: { readonly owner: string; readonly scope: KeyScope } | null;
}
