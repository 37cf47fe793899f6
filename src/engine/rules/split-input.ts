/** Takes the here-document that carries standard input off a command again. */
export function splitInput(command: string): [command: string, input: string] {
  const match = /^exec <<'(INPUT(?:_\d+)?)'\n(.*?\n)\1\n(.*)$/s.exec(command);
  return [match?.[3] ?? command, match?.[2] ?? ''];
}
