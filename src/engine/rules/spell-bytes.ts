const UNITS = [
  ['GiB', 1_073_741_824],
  ['MiB', 1_048_576],
  ['KiB', 1_024],
] as const;

/** A limit in the largest unit in which it is a whole number, so that nothing is rounded: `64 MiB`, `1,500 bytes`. */
export function spellBytes(bytes: number): string {
  const unit = UNITS.find(([, size]) => bytes >= size && bytes % size === 0);
  return unit === undefined ? `${bytes.toLocaleString('en')} bytes` : `${bytes / unit[1]} ${unit[0]}`;
}
