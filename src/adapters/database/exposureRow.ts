import type { ExposureStep, OpenExposure } from '../../domain/ledger/openExposure.ts';

/** The columns of a day's exposure after trader and session, in the order of the table. */
export type RawExposure = readonly [
  largestNetLong: number | null,
  largestNetShort: number | null,
  largestGross: number | null,
  steps: Buffer,
];

/** Bytes of a step: its net and its gross as doubles, then its number. */
const BYTES_A_STEP = 18;

/** Values to store. All net amounts come first, then all gross amounts, then the numbers of the steps. */
export function exposureValues(exposure: OpenExposure): RawExposure {
  const { largestNetLong, largestNetShort, largestGross, steps } = exposure;
  const count = steps.length;
  const bytes = Buffer.alloc(BYTES_A_STEP * count);
  for (const [place, { step, net, gross }] of steps.entries()) {
    bytes.writeDoubleLE(net, 8 * place);
    bytes.writeDoubleLE(gross, 8 * (count + place));
    bytes.writeUInt16LE(step, 16 * count + 2 * place);
  }
  return [largestNetLong, largestNetShort, largestGross, bytes];
}

/** The stored exposure of a day. */
export function exposureOf([
  largestNetLong,
  largestNetShort,
  largestGross,
  bytes,
]: RawExposure): OpenExposure {
  const count = bytes.byteLength / BYTES_A_STEP;
  const steps = Array.from(
    { length: count },
    (_, place): ExposureStep => ({
      step: bytes.readUInt16LE(16 * count + 2 * place),
      net: bytes.readDoubleLE(8 * place),
      gross: bytes.readDoubleLE(8 * (count + place)),
    }),
  );
  return { largestNetLong, largestNetShort, largestGross, steps };
}
