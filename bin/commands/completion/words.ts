import type { Argument, Command, Option } from 'commander';

/** What may stand behind an option. */
export type ValueKind = { kind: 'choices'; choices: readonly string[] } | { kind: 'file' | 'job' | 'other' };
export type OptionWords = { names: readonly string[]; description: string; value?: ValueKind };

/** One command as the scripts know it; the program's own has an empty path. */
export type CommandWords = {
  /** `jobs list`. */
  path: string;
  commands: readonly { name: string; description: string }[];
  options: readonly OptionWords[];
  operand?: ValueKind;
};

/** Every command of the program, the outer ones first. */
export function wordsOf(command: Command, path = ''): CommandWords[] {
  const operand = command.registeredArguments.map(operandKind).find((kind) => kind !== undefined);
  const own: CommandWords = {
    path,
    commands: command.commands.map((sub) => ({ name: sub.name(), description: sub.description() })),
    options: [...command.options.map(optionWords), HELP],
    ...(operand === undefined ? {} : { operand }),
  };
  return [own, ...command.commands.flatMap((sub) => wordsOf(sub, `${path} ${sub.name()}`.trimStart()))];
}

const HELP: OptionWords = { names: ['--help', '-h'], description: 'print this help' };

const optionWords = (option: Option): OptionWords => ({
  names: [option.long, option.short].flatMap((name) => name ?? []),
  description: option.description,
  ...(option.required || option.optional ? { value: valueKind(option) } : {}),
});

function valueKind({ argChoices, flags, long }: Option): ValueKind {
  if (argChoices !== undefined) return { kind: 'choices', choices: argChoices };
  if (/<(file|dir|path)>/.test(flags)) return { kind: 'file' };
  return { kind: /<job>/.test(flags) || long === '--job' ? 'job' : 'other' };
}

function operandKind(argument: Argument): ValueKind | undefined {
  if (argument.argChoices !== undefined) return { kind: 'choices', choices: argument.argChoices };
  const name = argument.name();
  if (/^jobs?$/.test(name)) return { kind: 'job' };
  return /^(files?|path)$/.test(name) ? { kind: 'file' } : undefined;
}
