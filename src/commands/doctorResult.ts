import type { World } from './world.ts';

/** What one look found: green, yellow (works, but know it) or red, and what to do about it. */
export interface CheckResult {
  readonly status: 'green' | 'yellow' | 'red';
  readonly found: string;
  readonly todo: string;
}

export type Check = (world: World) => Promise<CheckResult>;

export function green(found: string): CheckResult {
  return { status: 'green', found, todo: '' };
}

export function note(found: string, todo: string): CheckResult {
  return { status: 'yellow', found, todo };
}

export function red(found: string, todo: string): CheckResult {
  return { status: 'red', found, todo };
}
