#!/bin/sh
# Sends what collectd wrote to Wattbench, which makes it series of a session. Needs sh, zip and curl.
#   sh upload.sh
#   HOST=wattbench:TOKEN@bench:8080 DATA=/tmp/collectd SESSION=latest sh upload.sh
OUR_HOST=@HOST@
OUR_DATA=@DATA_DIR@
HOST=${HOST:-$OUR_HOST}
DATA=${DATA:-$OUR_DATA}
SESSION=${SESSION:-latest}
# How often this machine's clock is told, before and after: the least delayed message counts.
TELLINGS=3

stop() {
  printf 'upload: %s\n' "$*" >&2
  exit 1
}

# Nanoseconds since 1970; whole seconds where this "date" knows no more.
clock() {
  shown=$(date +%s%N)
  case $shown in
    '' | *[!0-9]*) date +%s ;;
    *) printf '%s\n' "$shown" ;;
  esac
}

# ask PATH CURL-OPTIONS: the answer goes to $work/answer; stops unless it is 200. A proxy is no way to a machine of the lab.
ask() {
  path=$1
  shift
  : > "$work/answer"
  status=$(curl --config "$work/curl" --silent --show-error --globoff --noproxy '*' --connect-timeout 10 \
    --output "$work/answer" --write-out '%{http_code}' "$@" "$base/$path") ||
    stop "$where did not answer. Is Wattbench's HTTP API switched on there, and open to this machine?"
  [ "$status" = 200 ] && return
  cat "$work/answer" >&2
  echo >&2
  stop "$where refused $path with $status."
}

tell_clock() {
  told=0
  while [ "$told" -lt "$TELLINGS" ]; do
    clock > "$work/clock"
    ask sync --data-binary "@$work/clock"
    told=$((told + 1))
  done
}

for tool in zip curl; do
  command -v "$tool" > /dev/null || stop "$tool is not installed."
done
[ -d "$DATA" ] || stop "There is no folder $DATA. Does collectd run, and is this its DataDir?"
[ -n "$(find "$DATA" -type f | head -n 1)" ] || stop "$DATA holds no file: the archive would be empty. Does collectd run, and is this its DataDir?"

umask 077
work=$(mktemp -d) || stop 'No temporary folder can be made.'
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# The token goes to curl in a file: what stands on a command line can be seen by everybody.
where=${HOST#http://}
where=${where%/}
: > "$work/curl"
case $where in
  *@*)
    user=${where%@*}
    where=${where##*@}
    printf 'user = "wattbench:%s"\n' "$(printf '%s' "${user#*:}" | sed 's/[\\"]/\\&/g')" > "$work/curl"
    ;;
esac
base=http://$where/api/v2/session/$SESSION

tell_clock
(cd "$DATA" && zip -q -r "$work/collectd.zip" .) || stop "zip could not put $DATA together."
ask import/collectd --request POST --upload-file "$work/collectd.zip"
mv "$work/answer" "$work/report"
tell_clock
cat "$work/report"
echo
