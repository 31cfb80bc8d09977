# Sourced by the scripts beside: the folder for the divided rows and the states of a study.

# divide STUDY RXUSE WORK PARTS: divides the rows into WORK/parts, unless that was done: whole or not at all. What is there of
# another study, or of other parts, is refused. Called twice at once, the second waits for the first.
divide() {
  local study=$1 rxuse=$2 work=$3 parts=$4 of
  of=$(printf '%s\n' "study file $(realpath "$study")" "its SHA-256 $(sha256sum < "$study" | cut -d' ' -f1)" "$parts parts")
  (
    flock 9
    if [ ! -d "$work/parts" ]; then
      # States that are still there are of another division.
      rm -f "$work"/states/*.rxs "$work/all.rxs"
      printf '%s\n' "$of" > "$work/study"
      "$rxuse" partition "$study" --parts "$parts" --out "$work/parts"
    elif [ ! -f "$work/study" ] || [ "$of" != "$(cat "$work/study")" ]; then
      echo "$0: $work has the rows of something else; name another --work, or remove that one. There and asked for:" >&2
      { diff <(cat "$work/study" 2> /dev/null) <(echo "$of") || true; } | grep '^[<>]' >&2
      exit 73
    fi
  ) 9> "$work/lock"
}

# uncounted WORK: the parts without a state, a line each. A state is there whole or not at all.
uncounted() {
  local folder part
  for folder in "$1"/parts/[0-9]*/; do
    part=$(basename "$folder")
    [ -s "$1/states/$part.rxs" ] || echo "$part"
  done
}
