/** The wrapper ends with this status when it did not get the start token; the token says why. */
export const NO_TOKEN_STATUS = 97;

/** Linux allows 131,072 bytes for one argument, its closing NUL included. */
export const ARGUMENT_BYTES_MAX = 131_071;

/**
 * Builtins only: an external command here would cost every start 15 %.
 *
 * - Its own complaints go nowhere; fd 3 carries the job's stderr past them.
 * - The trap is set after the token: a TERM before that ends the wrapper, and nothing runs. It is a handler because
 *   ignoring a signal would be inherited by the job.
 * - The job replaces a subshell, so that the wrapper's own umask and fds never become the job's, and so that no
 *   "Killed" of the waiting shell lands among the job's output.
 * - On a full disk there is no room for a file of the status, but as a rule for a line behind the token, whose block is
 *   there already. Where even that fails the wrapper ends with the status, for the parent that may still be there.
 */
const SCRIPT = `exec 3>&2 2>/dev/null
set -C
umask 077
read -r openclaw_boot </proc/sys/kernel/random/boot_id
read -r openclaw_stat </proc/$$/stat
echo "$$ \${openclaw_boot:--} $openclaw_stat" >"$1/started" || exit ${NO_TOKEN_STATUS}
trap : TERM INT HUP
(umask "$4"; unset -v $5; exec "$2" -c "$3" 2>&3 3>&-)
openclaw_code=$?
echo $openclaw_code >"$1/exit" || echo "exit $openclaw_code" >>"$1/started" || exit $openclaw_code`;

/** What a shell adds to its own environment; it must not reach the job unless the caller gave it. */
const ADDED_BY_SHELLS = ['PWD', 'OLDPWD', 'SHLVL'];

export const WRAPPER_SHELL = '/bin/sh';

export type Wrapped = { folder: string; shell: string; command: string; env: Readonly<Record<string, string>> };

/** Everything the caller chose is an argument of its own, never a part of the script. */
export const wrapperArguments = ({ folder, shell, command, env }: Wrapped, umask: string): string[] => {
  const unwanted = ADDED_BY_SHELLS.filter((name) => env[name] === undefined);
  return ['-c', SCRIPT, 'openclaw-run', folder, shell, command, umask, unwanted.join(' ')];
};
