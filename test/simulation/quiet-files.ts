// Import first. What the operating system tells of files comes at no instant of the virtual time, so nobody hears of it:
// engines find changes by their net, once a second. With it a seed would not replay.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const deaf = { on: () => deaf, close: () => {} };
fs.watch = (() => deaf) as unknown as typeof fs.watch;
syncBuiltinESMExports();
// So that a violation names its place in the product.
Error.stackTraceLimit = 60;
