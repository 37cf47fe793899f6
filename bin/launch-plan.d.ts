export declare const NODE_MIN: [major: number, minor: number];

export type LaunchPlan = { kind: 'run' } | { kind: 'hand-over'; node: string } | { kind: 'refuse'; line: string };

export declare function planLaunch(facts: {
  version: string;
  ownNode: string | undefined;
  isBuilt: boolean;
}): LaunchPlan;
