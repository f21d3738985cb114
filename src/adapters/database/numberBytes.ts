/** The bytes of numbers as in memory: they return bit by bit. */
export function bytesOf(numbers: Float64Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** A copy: eight-byte numbers need an aligned buffer, and a row's bytes need not be aligned. */
export function numbersOf(bytes: Buffer): Float64Array {
  const numbers = new Float64Array(bytes.byteLength / 8);
  new Uint8Array(numbers.buffer).set(bytes);
  return numbers;
}
