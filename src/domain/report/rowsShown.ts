/** The number of rows a mail shows; the mail refers to limits.csv for the rest. */
export interface RowsShown {
  /** Changes with reasons, and changes in total; the later ones show numbers only. */
  readonly changesWithReasons: number;
  readonly changesAltogether: number;
  readonly checks: number;
  readonly attention: number;
  readonly stayCut: number;
  readonly watch: number;
  readonly traders: number;
  readonly desks: number;
  readonly pictures: number;
  readonly notices: number;
  readonly quality: number;
}

/** Enough for a desk of 200 traders. */
export const SHOWN: RowsShown = {
  changesWithReasons: 30,
  changesAltogether: 200,
  checks: 20,
  attention: 30,
  stayCut: 60,
  watch: 25,
  traders: 25,
  desks: 30,
  pictures: 12,
  notices: 12,
  quality: 20,
};

/** Used when names and reasons are so long that mail programs would clip the mail. */
export const FEWER_SHOWN: RowsShown = {
  changesWithReasons: 10,
  changesAltogether: 50,
  checks: 8,
  attention: 8,
  stayCut: 10,
  watch: 8,
  traders: 8,
  desks: 8,
  pictures: 6,
  notices: 8,
  quality: 8,
};
