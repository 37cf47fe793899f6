import { type Asker, casesOf, type Offer, pattern, quoted } from './cases.ts';
import type { CommandWords } from './words.ts';

/** Works with the bash of macOS, 3.2, too. */
export function bashScript(commands: readonly CommandWords[], asker: Asker): string {
  const cases = casesOf(commands);
  return `# In ~/.bashrc: source <(openclaw-tui completion bash)
_openclaw_tui() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" at="" option="" kind="" offered="" word i
  local -a where=()
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if [[ -n "$option" ]]; then
      case "$option" in --home|--db|--config) where+=("$option" "\${word/#\\~\\//$HOME/}") ;; esac
      option=""
      continue
    fi
    case "$at $word" in
      ${pattern(cases.commands)}) at="\${at:+$at }$word" ;;
      ${pattern(cases.valued)}) option="$word" ;;
    esac
  done
  if [[ -n "$option" ]]; then
    case "$at $option" in
${cases.values.map(({ keys, kind }) => `      ${pattern(keys)}) ${setOf(kind)} ;;`).join('\n')}
    esac
  else
    case "$at" in
${cases.places
  .map(
    ({ path, words, options, operand }) =>
      `      ${quoted(path)}) if [[ "$cur" == -* ]]; then offered=${quoted(options.join(' '))}; else ${operand === undefined ? `offered=${quoted(words.join(' '))}` : setOf(operand)}; fi ;;`,
  )
  .join('\n')}
    esac
  fi
  local IFS=$'\\n'
  case "$kind" in
    file)
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen -f -- "$cur")) ;;
    job)
      # Typed with a backslash or in quotes, as a name with a blank is.
      cur="\${cur#[\\"\\']}"
      cur="\${cur//\\\\/}"
      while read -r word; do
        if [[ "$word" == "$cur"* ]]; then COMPREPLY+=("$(printf '%q' "$word")"); fi
      done < <(${asker.map(quoted).join(' ')} "\${where[@]}" completion bash --jobs 2>/dev/null) ;;
    *) IFS=$' \\n'; COMPREPLY=($(compgen -W "$offered" -- "$cur")) ;;
  esac
}
complete -F _openclaw_tui openclaw-tui
`;
}

const setOf = (offer: Offer): string =>
  offer.kind === 'choices' ? `offered=${quoted(offer.choices.join(' '))}` : `kind=${offer.kind}`;
