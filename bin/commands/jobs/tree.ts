import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import { type TreeJob, treeReads } from '../../../src/store/lookups/tree-reads.ts';
import type { Context } from '../../context.ts';
import { findJob } from '../../find.ts';
import { LIST_MAX } from '../../limits.ts';
import { toDocument } from '../../output/documents.ts';
import { plainLine } from '../../output/plain-text.ts';
import { durationText } from '../../output/times.ts';

type Node = TreeJob & { children: Node[] };

export function showTree(context: Context, options: { all?: true }, wanted?: string): void {
  const { db } = context.store();
  const jobs = treeReads(db).jobs(LIST_MAX);
  context.output.remarkIfFull(jobs.length, LIST_MAX);
  const forest = forestOf(jobs);
  const roots = wanted === undefined ? chainsOf(forest, options) : [nodeOf(forest, findJob(jobReads(db), wanted).id)];
  context.output.answer(toDocument(roots), () =>
    roots.length === 0
      ? ['No job follows another one. jobs add --parent JOB makes one that does; --all shows the others.']
      : roots.flatMap((root) => [labelOf(root, rootText(root)), ...branchLines(root.children, '')]),
  );
}

type Forest = { roots: Node[]; byId: ReadonlyMap<string, Node> };

function forestOf(jobs: readonly TreeJob[]): Forest {
  const byId = new Map(jobs.map((job) => [job.id, { ...job, children: [] as Node[] }]));
  const roots: Node[] = [];
  for (const node of byId.values()) {
    const parent = node.parentId === undefined ? undefined : byId.get(node.parentId);
    (parent?.children ?? roots).push(node);
  }
  return { roots, byId };
}

const chainsOf = ({ roots }: Forest, options: { all?: true }): Node[] =>
  options.all === true
    ? roots
    : roots.filter(({ children, parentId }) => children.length > 0 || parentId !== undefined);

/** One that was added after the list was read stands alone. */
function nodeOf({ byId }: Forest, id: string): Node {
  const node = byId.get(id);
  if (node === undefined) throw new Error(`job ${id} is not in the tree`);
  return node;
}

/** Chains are at most ten deep, so this ends. */
function branchLines(nodes: readonly Node[], before: string): string[] {
  return nodes.flatMap((node, index) => {
    const isLast = index === nodes.length - 1;
    return [
      `${before}${isLast ? '└─' : '├─'} ${labelOf(node, triggerText(node))}`,
      ...branchLines(node.children, `${before}${isLast ? '   ' : '│  '}`),
    ];
  });
}

const labelOf = (node: Node, when: string): string =>
  [plainLine(node.name), `(${node.id})`, when, node.enabled ? '' : 'off', node.lastStatus ?? '']
    .filter((part) => part !== '')
    .join('  ');

const rootText = ({ scheduleText, parentId }: Node): string =>
  plainLine(parentId === undefined ? scheduleText : `${scheduleText}, which is gone`);

function triggerText({ triggerOn, triggerDelayS, triggerCondition }: Node): string {
  const delay =
    triggerDelayS === undefined || triggerDelayS === 0 ? '' : `, ${durationText(triggerDelayS * 1_000)} later`;
  const condition = triggerCondition === undefined ? '' : `, if ${triggerCondition}`;
  return plainLine(`on ${triggerOn ?? 'success'}${delay}${condition}`);
}
