import { type Asker, casesOf, type Offer, pattern, quoted } from './cases.ts';
import type { CommandWords } from './words.ts';

export function zshScript(commands: readonly CommandWords[], asker: Asker): string {
  const cases = casesOf(commands);
  return `#compdef openclaw-tui
# In ~/.zshrc, behind compinit: source <(openclaw-tui completion zsh)
_openclaw_tui() {
  local at="" option="" kind="" word
  local -a where offered
  local -i i
  for ((i = 2; i < CURRENT; i++)); do
    word="\${(Q)words[i]}"
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
      `      ${quoted(path)}) if [[ "\${words[CURRENT]}" == -* ]]; then offered=(${options.join(' ')}); else ${operand === undefined ? `offered=(${words.join(' ')})` : setOf(operand)}; fi ;;`,
  )
  .join('\n')}
    esac
  fi
  case "$kind" in
    file) _files ;;
    job) compadd -- \${(f)"$(${asker.map(quoted).join(' ')} "\${where[@]}" completion zsh --jobs 2>/dev/null)"} ;;
    *) compadd -- "\${offered[@]}" ;;
  esac
}
compdef _openclaw_tui openclaw-tui
`;
}

const setOf = (offer: Offer): string =>
  offer.kind === 'choices' ? `offered=(${offer.choices.map(quoted).join(' ')})` : `kind=${offer.kind}`;
