export declare function replaceBuild(
  folder: string,
  files: readonly { path: string; contents: Uint8Array }[],
  now?: number,
): void;
