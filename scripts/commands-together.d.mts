import type { Plugin } from 'esbuild';

export const commandsTogether: Plugin;
