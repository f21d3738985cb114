/** The part of ml-regression in use. The package has no type declarations. */
declare module 'ml-regression' {
  import type { Matrix } from 'ml-matrix';

  export class MultivariateLinearRegression {
    constructor(x: Matrix, y: Matrix, options: { readonly intercept: boolean; readonly statistics: boolean });
    /** One row per feature, one column per target. */
    readonly weights: number[][];
  }
}
