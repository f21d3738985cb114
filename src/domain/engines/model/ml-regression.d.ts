/** What is used of ml-regression, which brings no declarations of its own. */
declare module 'ml-regression' {
  import type { Matrix } from 'ml-matrix';

  export class MultivariateLinearRegression {
    constructor(x: Matrix, y: Matrix, options: { readonly intercept: boolean; readonly statistics: boolean });
    /** One row a feature, one column a target. */
    readonly weights: number[][];
  }
}
