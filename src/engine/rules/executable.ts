import type { ApprovalSubject } from '../../store/nouns/approval.ts';

const FOLDERS_MAX = 32;
const PLAIN_WORD = /^[A-Za-z0-9_./+@%~-]+(?=\s|$)/;
/** The shell does these itself, whatever file has their name. */
const OF_THE_SHELL = new Set(
  'alias bg cd command echo eval exec exit export false fg for if kill printf pwd read set source test time trap true type ulimit umask unset until wait while'.split(
    ' ',
  ),
);

/** Where the file that a command starts with may lie, the first that is there; none where the shell would have to be asked. */
export function executablePaths(
  { target, payload, cwd }: Pick<ApprovalSubject, 'target' | 'payload' | 'cwd'>,
  { homeDir, path = '' }: { homeDir: string; path?: string },
): string[] {
  const word = target === 'shell' || target === 'watchdog' ? PLAIN_WORD.exec(payload.trimStart())?.[0] : undefined;
  if (word === undefined || OF_THE_SHELL.has(word) || word === '.') return [];
  if (word.startsWith('~')) return word.startsWith('~/') ? [join(homeDir, word.slice(2))] : [];
  if (isAbsolute(word)) return [word];
  if (word.includes('/')) return [join(folderOf(cwd, homeDir), word)];
  const folders = path.split(':', FOLDERS_MAX).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, word));
}

const folderOf = (cwd: string | undefined, homeDir: string): string =>
  cwd === undefined ? homeDir : isAbsolute(cwd) ? cwd : join(homeDir, cwd.replace(/^~\/?/, ''));

const isAbsolute = (path: string): boolean => path.startsWith('/');

const join = (folder: string, name: string): string =>
  `${folder.replace(/\/+$/, '')}/${name.replace(/^(?:\.\/)+/, '')}`;
