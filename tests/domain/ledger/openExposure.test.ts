import { describe, expect, it } from 'vitest';
import { UNKNOWN_EXPOSURE } from '../../../src/domain/ledger/openExposure.ts';
import { closeDay, contract, lot, tape } from '../../support/fills.ts';

const exposureOf = (...lines: readonly string[]) => closeDay({ fills: tape(lines) }).facts.openExposure;

describe('the exposure of a day', () => {
  it('has the largest net long, net short and gross, and the end of each step that changed', () => {
    expect(exposureOf('09:31 B 100 X 10', '09:33 S 300 X 10', '10:01 B 200 X 10')).toEqual({
      largestNetLong: 1_000,
      largestNetShort: 2_000,
      largestGross: 2_000,
      steps: [
        { step: 114, net: -2_000, gross: 2_000 },
        { step: 120, net: 0, gross: 0 },
      ],
    });
  });

  it('nets a long against a short position, and adds both up in the gross', () => {
    expect(exposureOf('09:31 B 100 X 10', '09:32 T 50 Y 10')).toMatchObject({
      largestNetLong: 1_000,
      largestNetShort: 0,
      largestGross: 1_500,
      steps: [{ step: 114, net: 500, gross: 1_500 }],
    });
  });

  it('is read at the end of a second: what was open for part of it does not count', () => {
    expect(exposureOf('09:31 B 100 X 10', '09:31 S 100 X 10')).toMatchObject({ largestGross: 0, steps: [] });
  });

  it('leaves out lots of earlier sessions, and counts what a day opens beyond them', () => {
    const openingLots = [lot({ symbol: 'X', quantity: 100, price: 9 })];
    const sells = tape(['09:31 S 60 X 10', '09:41 S 90 X 10']);
    expect(closeDay({ fills: sells, openingLots }).facts.openExposure).toMatchObject({
      largestNetLong: 0,
      largestNetShort: 500,
      steps: [{ step: 116, net: -500, gross: 500 }],
    });
  });

  it('values a contract with its multiplier', () => {
    const fills = tape(['09:31 B 2 PUT 3']);
    const { openExposure } = closeDay({ fills, contractOf: () => contract(100) }).facts;
    expect(openExposure.largestNetLong).toBe(600);
  });

  it('is unknown for a day whose fills have no time', () => {
    expect(exposureOf('? B 100 X 10')).toEqual(UNKNOWN_EXPOSURE);
  });
});
