import { expect, test } from 'vitest';
import { fileSystemOf, isNetworkFileSystem } from '../../../src/engine/rules/file-system.ts';

const MOUNTS = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 0:40 / /home rw,relatime shared:1 - nfs4 server:/home rw
41 40 0:41 / /home/ana/local\\040disk rw - xfs /dev/vdb rw
42 27 0:42 / /srv rw - ext4 /dev/vdc rw
43 27 0:43 / /srv rw - fuse.sshfs ana@db1: rw
broken line
`;

test.each([
  ['/home/ana/.openclaw/tui', 'nfs4', true],
  ['/home/ana/local disk/tui', 'xfs', false],
  ['/homes/ana', 'ext4', false],
  ['/srv', 'fuse.sshfs', true],
  ['/', 'ext4', false],
])('R-5 %s is on %s', (path, kind, network) => {
  expect(fileSystemOf(MOUNTS, path)).toBe(kind);
  expect(isNetworkFileSystem(kind)).toBe(network);
});

test.each(['nfs', 'cifs', 'smb3', 'ceph', 'glusterfs', '9p-not', 'fuse', 'overlay', 'tmpfs', 'btrfs'])(
  'of %s the name alone decides',
  (kind) => {
    expect(isNetworkFileSystem(kind)).toBe(['nfs', 'cifs', 'smb3', 'ceph', 'glusterfs'].includes(kind));
  },
);
