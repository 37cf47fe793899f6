import type { PluginBuild } from 'esbuild';

export declare const narrowFirst: { name: string; setup(build: PluginBuild): void };
