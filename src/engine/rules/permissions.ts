/** What a file is and who may do what with it, as `lstat` says; of a link also what it leads to. */
export type FileFacts = {
  path: string;
  kind: 'folder' | 'file' | 'link' | 'other';
  /** The permission bits, `0o7777`. */
  mode: number;
  ownerId: number;
  groupId: number;
};

/** `own` is ours to keep private; `others` is only looked at (a configuration elsewhere); `above` are the folders over the home. */
export type HomeFacts = { own: readonly FileFacts[]; others: readonly FileFacts[]; above: readonly FileFacts[] };

export type Person = { userId: number; groupId: number };

export type PermissionProblem =
  /** Others may read or change it; `to` is the mode that keeps them out. */
  | { kind: 'open'; path: string; mode: number; to: number; repair: 'ours' | 'theirs' }
  | { kind: 'owner'; path: string; ownerId: number }
  /** Somebody else decides where it leads. */
  | { kind: 'link'; path: string; ownerId: number }
  /** Whoever may write there can put something else in the place of what is below. */
  | { kind: 'above'; path: string; mode: number; ownerId: number };

const OTHERS = 0o077;
const WRITABLE_BY_ALL = 0o002;
const WRITABLE_BY_GROUP = 0o020;
/** In such a folder only the owner of an entry may replace it. */
const STICKY = 0o1000;
const ROOT = 0;

/** What of a home others could read, change or replace. */
export function judgePermissions(facts: HomeFacts, me: Person): PermissionProblem[] {
  return [
    ...facts.own.flatMap((file) => ofFile(file, me, 'ours')),
    ...facts.others.flatMap((file) => ofFile(file, me, 'theirs')),
    ...facts.above.filter((folder) => isReplaceable(folder, me)).map(ofAbove),
  ];
}

function ofFile(file: FileFacts, me: Person, repair: 'ours' | 'theirs'): PermissionProblem[] {
  const { path, kind, mode, ownerId } = file;
  const isTrusted = ownerId === me.userId || ownerId === ROOT;
  // The bits of a link mean nothing; where it leads stands for itself.
  if (kind === 'link') return isTrusted ? [] : [{ kind: 'link', path, ownerId }];
  if (ownerId !== me.userId) return [{ kind: 'owner', path, ownerId }];
  return (mode & OTHERS) === 0 ? [] : [{ kind: 'open', path, mode, to: mode & ~OTHERS, repair }];
}

/** Many systems give everybody a group of their own, and let it write. */
function isReplaceable({ mode, ownerId, groupId }: FileFacts, me: Person): boolean {
  if (ownerId !== me.userId && ownerId !== ROOT) return true;
  if ((mode & STICKY) !== 0) return false;
  return (
    (mode & WRITABLE_BY_ALL) !== 0 || ((mode & WRITABLE_BY_GROUP) !== 0 && groupId !== me.groupId && groupId !== ROOT)
  );
}

const ofAbove = ({ path, mode, ownerId }: FileFacts): PermissionProblem => ({ kind: 'above', path, mode, ownerId });

/** In a line: what is the matter, and what to do. */
export function permissionText(problem: PermissionProblem): { what: string; remedy: string } {
  const { path } = problem;
  switch (problem.kind) {
    case 'open':
      return {
        what: `others may get at ${path} (mode ${octal(problem.mode)})`,
        remedy: `chmod ${octal(problem.to)} ${path}`,
      };
    case 'owner':
      return {
        what: `${path} belongs to user id ${problem.ownerId}`,
        remedy: 'run this program as its owner, or chown it',
      };
    case 'link':
      return {
        what: `${path} is a link that user id ${problem.ownerId} made`,
        remedy: 'look where it leads, then remove it',
      };
    case 'above':
      return {
        what: `others may replace what is below ${path} (mode ${octal(problem.mode)}, user id ${problem.ownerId})`,
        remedy: `chmod go-w ${path}, or use another home`,
      };
  }
}

const octal = (mode: number): string => (mode & 0o7777).toString(8).padStart(3, '0');
