/** What became of a mailed limit, as a risk manager answers. */
export type Answer =
  | { readonly kind: 'applied' }
  | { readonly kind: 'different'; readonly dollars: number }
  | { readonly kind: 'not-applied'; readonly reason: string };
