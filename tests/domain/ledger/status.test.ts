import { describe, expect, it } from 'vitest';
import { fillStatus, isCancelled } from '../../../src/domain/ledger/status.ts';

describe('the status of a fill', () => {
  it.each([
    ['', 'executed'],
    ['  ', 'executed'],
    ['REGULAR', 'executed'],
    ['regular', 'executed'],
    ['Executed', 'executed'],
    ['partial fill', 'executed'],
    ['Partially Filled', 'executed'],
    ['complete', 'executed'],
    ['CXLD', 'cancelled'],
    ['cxld', 'cancelled'],
    [' CXLD ', 'cancelled'],
    ['CANCELED', 'cancelled'],
    ['Cancelled', 'cancelled'],
    ['busted', 'cancelled'],
    ['DELETED', 'cancelled'],
    ['Rejected', 'cancelled'],
    ['PENDING', 'unknown'],
    ['CXLD?', 'unknown'],
    ['NOT CANCELLED', 'unknown'],
  ] as const)('“%s” means %s', (text, status) => {
    expect(fillStatus(text)).toBe(status);
    expect(isCancelled(text)).toBe(status === 'cancelled');
  });
});
