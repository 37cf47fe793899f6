/** `512 B`, `76 KiB`, `3.4 MiB`, `1.2 GiB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  const kib = bytes / 1_024;
  if (kib < 1_024) return `${Math.round(kib)} KiB`;
  const mib = kib / 1_024;
  return mib < 1_024 ? `${mib.toFixed(1)} MiB` : `${(mib / 1_024).toFixed(1)} GiB`;
}
