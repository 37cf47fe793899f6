/** `bad` stops or endangers the work, `warn` may come to that, `note` is worth knowing. */
export type State = 'ok' | 'note' | 'warn' | 'bad';

/** One check: a code for scripts, a name and a sentence for people, and what to do where it is not `ok`. */
export type Finding = { code: string; state: State; name: string; text: string; remedy?: string };

export const finding = (
  state: State,
  [code, name]: readonly [string, string],
  text: string,
  remedy?: string,
): Finding => ({
  code,
  state,
  name,
  text,
  ...(remedy === undefined ? {} : { remedy }),
});
