import { afterAll, expect } from 'vitest';
import { processState } from './processState.ts';

// Vitest runs this before each test file of a shared process. A test file that fails here would change
// the next one: restore what it changed, or list it in OWN_PROCESS.
const before = processState();
afterAll(() => expect(processState(), 'left behind in the process').toEqual(before));
