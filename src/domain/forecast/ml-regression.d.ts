/** What is used of ml-regression, which brings no declarations of its own. */
declare module 'ml-regression' {
  export class MultivariateLinearRegression {
    constructor(
      x: readonly (readonly number[])[],
      y: readonly (readonly number[])[],
      options: { readonly intercept: boolean; readonly statistics: boolean },
    );
    /** One row a feature, one column a target. */
    readonly weights: number[][];
  }
}
