/** Kinds on which SQLite's shared memory and locks do not reach from one machine to the other. */
const NETWORK_KINDS =
  /^(nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|ceph|glusterfs|lustre|beegfs|gpfs|davfs2?|fuse\.(sshfs|glusterfs|davfs2?|ceph|s3fs|rclone|gcsfuse))$/;

export const isNetworkFileSystem = (kind: string): boolean => NETWORK_KINDS.test(kind);

/** The kind of the file system that holds a path, from the text of /proc/self/mountinfo: the longest mount point above it. */
export function fileSystemOf(mounts: string, path: string): string | undefined {
  let best: { point: string; kind: string } | undefined;
  for (const line of mounts.split('\n')) {
    const mount = mountOf(line);
    // Of two on the same point the later one hides the earlier.
    if (mount !== undefined && isBelow(path, mount.point) && mount.point.length >= (best?.point.length ?? 0))
      best = mount;
  }
  return best?.kind;
}

/** `36 35 98:0 /root /point options - kind source options`, with blanks and the like as octal escapes. */
function mountOf(line: string): { point: string; kind: string } | undefined {
  const [before = '', after = ''] = line.split(' - ');
  const point = before.split(' ')[4];
  const kind = after.split(' ')[0];
  if (point === undefined || kind === undefined || kind === '') return undefined;
  return { point: point.replace(/\\(\d{3})/g, (_match, code: string) => String.fromCharCode(parseInt(code, 8))), kind };
}

const isBelow = (path: string, point: string): boolean =>
  point === '/' || path === point || path.startsWith(`${point}/`);
