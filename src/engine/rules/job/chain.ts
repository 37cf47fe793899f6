import { type Problem, refuse } from './problem.ts';

/** A job may have at most so many ancestors, on create, update and at run time. */
export const CHAIN_DEPTH_MAX = 10;
/** Where walking up a chain ends, whatever the store answers. */
export const CHAIN_WALK_MAX = 1_000;

export type ParentOf = (id: string) => string | undefined;
export type ChildrenOf = (id: string) => readonly string[];

/** The ids of the circle that `parentId` would close, from the job up to where it repeats. */
export function detectCycle(jobId: string, parentId: string | undefined, parentOf: ParentOf): string[] | undefined {
  const path = [jobId];
  const seen = new Set(path);
  for (let id = parentId; id !== undefined && path.length <= CHAIN_WALK_MAX; id = parentOf(id)) {
    path.push(id);
    if (seen.has(id)) return path;
    seen.add(id);
  }
  return undefined;
}

/** How many ancestors a job with this parent has; a circle counts as CHAIN_WALK_MAX. */
export function chainDepth(parentId: string | undefined, parentOf: ParentOf): number {
  let depth = 0;
  for (let id = parentId; id !== undefined && depth < CHAIN_WALK_MAX; id = parentOf(id)) depth += 1;
  return depth;
}

/** How many generations descend from a job, counted to one more than may be. */
export function chainHeight(jobId: string, childrenOf: ChildrenOf): number {
  let height = 0;
  let generation: readonly string[] = childrenOf(jobId);
  while (generation.length > 0 && height <= CHAIN_DEPTH_MAX) {
    height += 1;
    generation = generation.flatMap((id) => [...childrenOf(id)]);
  }
  return height;
}

/** Why a job may not hang below this parent, with everything that already hangs below the job. */
export function checkChain(
  jobId: string,
  parentId: string | undefined,
  family: { parentOf: ParentOf; childrenOf: ChildrenOf },
): Problem | undefined {
  if (parentId === undefined) return undefined;
  const circle = detectCycle(jobId, parentId, family.parentOf);
  if (circle) {
    return refuse(
      'parent_id',
      parentId,
      `the chain would run in a circle (${sayCircle(circle)})`,
      'choose another parent',
    );
  }
  const depth = chainDepth(parentId, family.parentOf) + chainHeight(jobId, family.childrenOf);
  if (depth <= CHAIN_DEPTH_MAX) return undefined;
  const allowed = `a chain is at most ${CHAIN_DEPTH_MAX} deep, this one would be ${depth}`;
  return refuse('parent_id', parentId, allowed, 'choose a parent nearer to the top');
}

const sayCircle = (ids: readonly string[]) =>
  ids.length <= 6 ? ids.join(' ← ') : `${ids.slice(0, 4).join(' ← ')} ← … ← ${ids.at(-1)}`;
